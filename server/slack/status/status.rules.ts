/** What somebody's profile in Slack says of them. */
export interface SlackStatus {
  text: string
  /** As Slack has it: `:house:`. */
  emoji: string
}
/** What we know of the words that say where somebody is. */
export interface Standing {
  /** What they should be; null: none. */
  wanted: string | null
  /** What we have put there. */
  put: string | null
  /** What we were about to put there, and may have. */
  trying: string | null
}
export type Step =
  /** The profile is theirs, and stays as it is. */
  { kind: 'leave'; declined: boolean } | { kind: 'put'; text: string } | { kind: 'clear' }

export const PLACE_EMOJI = ':office:'
/** Slack takes them away by itself after so long, should we not be there any more to do it. */
export const PLACE_LASTS_MS = 60 * 60_000
/** Put again when less than this is left. */
export const PLACE_RENEWED_MS = 20 * 60_000

export function isOurs(status: SlackStatus, { put, trying }: Pick<Standing, 'put' | 'trying'>): boolean {
  return status.text !== '' && status.emoji === PLACE_EMOJI && (status.text === put || status.text === trying)
}

/** Words are put only where there are none, and replaced or taken away only as long as they are the ones that we have put there. */
export function decideStatus(standing: Standing, current: SlackStatus): Step {
  const { wanted, put, trying } = standing
  const isEmpty = current.text === '' && current.emoji === ''
  if (isOurs(current, standing)) return wanted === null ? { kind: 'clear' } : { kind: 'put', text: wanted }
  // Where we had put something, it was theirs to remove.
  if (put !== null) return { kind: 'leave', declined: wanted !== null }
  if (wanted === null || !isEmpty) return { kind: 'leave', declined: trying !== null && !isEmpty && wanted !== null }
  return { kind: 'put', text: wanted }
}
