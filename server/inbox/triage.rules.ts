import { AtriumError } from '@atrium/shared/errors.ts'
import { MOST_TAGS, TRIAGED, type TriageChange, type Triaged, type UndoStep } from '@atrium/shared/inbox/triage.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'

/** Nothing sleeps longer, in ms: a year. */
const LONGEST_SNOOZE_MS = 366 * 24 * 60 * 60_000

/** @throws bad_input for a snooze that has no end, or none that is to come */
export function requireWakingTime({ status, snoozedUntil }: TriageChange, nowMs: number): void {
  if (status !== 'snoozed' && snoozedUntil === undefined) return
  if (status !== 'snoozed' || snoozedUntil === undefined)
    throw new AtriumError('bad_input', 'A snoozed conversation needs a time to wake at.').at('snoozedUntil')
  if (snoozedUntil <= nowMs || snoozedUntil > nowMs + LONGEST_SNOOZE_MS)
    throw new AtriumError('bad_input', 'Choose a time that is still to come, within a year.').at('snoozedUntil')
}

/** What it is after the change. @throws bad_input for more tags than it holds */
export function triagedAs(before: ConversationView, change: TriageChange): Triaged {
  const { addTagIds = [], removeTagIds = [] } = change
  const tagIds = [...new Set([...before.tagIds, ...addTagIds])].filter((id) => !removeTagIds.includes(id))
  if (tagIds.length > MOST_TAGS && addTagIds.length > 0)
    throw new AtriumError('bad_input', `A conversation holds at most ${MOST_TAGS} tags.`)
  const status = change.status ?? before.status
  return {
    status,
    snoozedUntil: status === 'snoozed' ? (change.snoozedUntil ?? before.snoozedUntil) : null,
    priority: change.priority ?? before.priority,
    assigneeId: change.assigneeId === undefined ? before.assigneeId : change.assigneeId,
    teamId: change.teamId === undefined ? before.teamId : change.teamId,
    tagIds,
  }
}

/** What it is after undoing: each thing that is still as it was made. What should have woken meanwhile is awake. */
export function undoneAs(now: ConversationView, { from, to }: UndoStep, nowMs: number): Triaged {
  const standing: Triaged = pick(now)
  const stands = (key: keyof Triaged) => key in to && JSON.stringify(now[key]) === JSON.stringify(to[key])
  const restored = { ...standing, ...Object.fromEntries(TRIAGED.filter(stands).map((key) => [key, from[key] ?? null])) } as Triaged
  if (restored.status !== 'snoozed') return { ...restored, snoozedUntil: null }
  const wakesAt = restored.snoozedUntil
  return wakesAt === null || wakesAt <= nowMs ? { ...restored, status: 'open', snoozedUntil: null } : restored
}

function pick({ status, snoozedUntil, priority, assigneeId, teamId, tagIds }: ConversationView): Triaged {
  return { status, snoozedUntil, priority, assigneeId, teamId, tagIds }
}
