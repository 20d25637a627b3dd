import type { MemberId, TagId, TeamId } from '@atrium/shared/ids.ts'
import type { TriageChange } from '@atrium/shared/inbox/triage.ts'
import { PRIORITY_LABELS, STATUS_LABELS } from './labels.ts'
import { wakingTime } from './triage/snooze.rules.ts'

/** What the names in a change are called. */
export interface ChangeNames {
  me: MemberId
  nowMs: number
  nameOf(id: MemberId | TeamId | TagId): string
}

/** What a change makes of a conversation: "closed", "assigned to Ben and tagged billing". Empty when it changes nothing. */
export function changeWords(change: TriageChange, { me, nowMs, nameOf }: ChangeNames): string {
  const { status, snoozedUntil, priority, assigneeId, teamId, addTagIds = [], removeTagIds = [] } = change
  const names = (ids: readonly TagId[]) => ids.map((id) => nameOf(id)).join(', ')
  const parts = [
    status === 'snoozed' && snoozedUntil !== undefined ? `snoozed until ${wakingTime(snoozedUntil, nowMs)}` : '',
    status !== undefined && status !== 'snoozed' ? STATUS_LABELS[status].toLowerCase() : '',
    assigneeId === null ? 'assigned to nobody' : '',
    assigneeId ? `assigned to ${assigneeId === me ? 'you' : nameOf(assigneeId)}` : '',
    priority === undefined ? '' : `of ${PRIORITY_LABELS[priority].toLowerCase()} priority`,
    teamId === null ? 'of no team' : '',
    teamId ? `given to ${nameOf(teamId)}` : '',
    addTagIds.length > 0 ? `tagged ${names(addTagIds)}` : '',
    removeTagIds.length > 0 ? `no longer tagged ${names(removeTagIds)}` : '',
  ].filter((part) => part !== '')
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '')
}

/** "#12 is closed.", "3 conversations are closed." `number`: of the only one. */
export function saidOf({ count, number }: { count: number; number: number | undefined }, words: string): string {
  return count === 1 && number !== undefined ? `#${number} is ${words}.` : `${count} conversations are ${words}.`
}
