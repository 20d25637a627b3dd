import type { MemberId } from '@atrium/shared/ids.ts'

/** Somebody of a team who is available. */
export interface Candidate {
  memberId: MemberId
  /** Open conversations that are theirs. */
  load: number
  /** When something was last given to them by turns, in ms; null: never. */
  lastAssignedAtMs: number | null
}

/** Whoever has the least to do; of those, whoever has waited longest. @returns null when nobody is available. */
export function chooseCandidate(candidates: readonly Candidate[]): Candidate | null {
  const waited = ({ lastAssignedAtMs }: Candidate) => lastAssignedAtMs ?? -Infinity
  const [first] = candidates.toSorted(
    (one, other) => one.load - other.load || Math.sign(waited(one) - waited(other)) || (one.memberId < other.memberId ? -1 : 1),
  )
  return first ?? null
}
