import { choosePolicy } from '@atrium/shared/inbox/choose-policy.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import type { ConversationStatus, Priority } from '@atrium/shared/inbox/views.ts'
import type { ConversationRow } from './present-inbox.ts'
import { nextTurnOf, settleSla, worstStateOf, type Sla } from './sla/sla.rules.ts'

/** What a conversation is about to be, as far as others things follow from it. */
export type Standing = Pick<
  ConversationRow,
  'status' | 'priority' | 'customer_id' | 'waiting' | 'assignee_id' | 'team_id' | 'snoozed_until' | 'sla' | 'due_at' | 'closed_at'
>

export interface Consequences {
  snoozed_until: Date | null
  sla: Sla | null
  sla_state: string | null
  due_at: Date | null
  /** Since when it is closed. */
  closed_at: Date | null
}

/**
 * What follows when a conversation stands like this from `atMs` on: its clocks, and when it has to be looked at by itself. The policy is
 * chosen anew each time. `startsAtMs` is since when the clocks of one that has none yet run.
 */
export function consequencesOf(
  standing: Standing,
  policies: readonly SlaPolicyView[],
  { atMs, startsAtMs = atMs }: { atMs: number; startsAtMs?: number },
): Consequences {
  const status = standing.status as ConversationStatus
  const priority = standing.priority as Priority
  const policy = choosePolicy(policies, { customerId: standing.customer_id, priority })
  const sla = policy && clocksOf(standing, policy, { atMs, startsAtMs })
  const snoozed_until = status === 'snoozed' ? standing.snoozed_until : null
  // It waits for somebody of its team.
  const unassigned = status === 'open' && standing.team_id !== null && standing.assignee_id === null ? standing.due_at : null
  const moments = [snoozed_until?.getTime(), sla && nextTurnOf(sla), unassigned?.getTime()].filter((moment) => typeof moment === 'number')
  return {
    snoozed_until,
    sla,
    sla_state: sla && worstStateOf(sla),
    due_at: moments.length > 0 ? new Date(Math.min(...moments)) : null,
    closed_at: closedSince(standing, atMs),
  }
}

/** Whatever is closed again later counts from then. */
export function closedSince({ status, closed_at }: Pick<Standing, 'status' | 'closed_at'>, atMs: number): Date | null {
  return status === 'closed' ? (closed_at ?? new Date(atMs)) : null
}

function clocksOf(standing: Standing, policy: SlaPolicyView, { atMs, startsAtMs }: { atMs: number; startsAtMs: number }): Sla {
  const situation = { status: standing.status as ConversationStatus, waiting: standing.waiting }
  const known = standing.sla as unknown as Sla | null
  const before = known ?? settleSla(null, policy, { situation, atMs: startsAtMs })
  return settleSla(before, policy, { situation, atMs })
}
