import type { ConversationStatus } from '@atrium/shared/inbox/views.ts'
import type { Stance, Vote } from './merges.queries.ts'
import { statusAfterContactMessage } from './conversation.rules.ts'

/** How the absorbed one stands once it is itself again; what customers have written in its place meanwhile counts. */
export function stanceOfParted(before: Stance, { isWritten, nowMs }: { isWritten: boolean; nowMs: number }): Stance {
  const stance = awake(before, nowMs)
  const status = isWritten ? statusAfterContactMessage(stance.status as ConversationStatus) : stance.status
  return { ...stance, status, snoozedUntil: status === 'snoozed' ? stance.snoozedUntil : null }
}

interface Kept {
  before: Stance
  /** As the merge left it. */
  after: Stance
  now: Stance
  /** A customer has written there since, in its own place. */
  isWritten: boolean
  nowMs: number
}

/** Each thing that still is as the merge made it is what it was before. */
export function stanceOfKept({ before, after, now, isWritten, nowMs }: Kept): Stance {
  const was = awake(before, nowMs)
  const isUntouched = now.status === after.status && !isWritten
  const [status, snoozedUntil, closedAt] = isUntouched
    ? [was.status, was.snoozedUntil, was.closedAt]
    : [now.status, now.snoozedUntil, now.closedAt]
  return {
    ...{ status, snoozedUntil, closedAt },
    assigneeId: now.assigneeId === after.assigneeId ? was.assigneeId : now.assigneeId,
    lastActivityAt: now.lastActivityAt === after.lastActivityAt ? was.lastActivityAt : now.lastActivityAt,
    sla: JSON.stringify(now.sla) === JSON.stringify(after.sla) ? was.sla : now.sla,
  }
}

/** What should have woken meanwhile is awake. */
function awake(stance: Stance, nowMs: number): Stance {
  const isOver = stance.status === 'snoozed' && (stance.snoozedUntil ?? 0) <= nowMs
  return isOver ? { ...stance, status: 'open', snoozedUntil: null } : stance
}

export interface VoteSteps {
  /** Stand in the kept one and go back. */
  back: Vote[]
  /** Had lost against a later one of the same person, and are there again. */
  again: Vote[]
}

/** Where the votes go. One that was changed since stays where it is, and the absorbed one has again what had been said of it. */
export function votesParted(before: readonly Vote[], now: readonly Vote[], absorbedId: string): VoteSteps {
  const known = new Map(now.map((vote) => [vote.id, vote]))
  const isUnchanged = (vote: Vote) => known.get(vote.id)?.at === vote.at
  const ofAbsorbed = before.filter(({ conversationId }) => conversationId === absorbedId)
  const back = ofAbsorbed.filter(isUnchanged)
  const leaving = new Set(back.map(({ contactId }) => contactId))
  const staying = new Set(now.filter(({ id }) => !back.some((vote) => vote.id === id)).map(({ contactId }) => contactId))
  const lost = before.filter(({ id, conversationId, contactId }) => {
    if (conversationId === absorbedId) return !leaving.has(contactId)
    return !known.has(id) && !staying.has(contactId)
  })
  return { back, again: lost }
}
