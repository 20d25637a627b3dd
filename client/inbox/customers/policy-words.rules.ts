import { choosePolicy } from '@atrium/shared/inbox/choose-policy.ts'
import { SLA_TIMERS, type SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import { PRIORITIES, type Priority } from '@atrium/shared/inbox/views.ts'
import { PRIORITY_LABELS } from '../labels.ts'
import { lengthWords, TIMER_LABELS } from '../triage/sla-words.rules.ts'

export interface AppliedPolicy {
  policy: SlaPolicyView
  /** "Urgent, High"; null when it applies whatever the priority. */
  priorities: string | null
}

/** Which policies apply to a customer's conversations, the most urgent first. */
export function policiesFor(policies: readonly SlaPolicyView[], customerId: string): AppliedPolicy[] {
  const chosen = PRIORITIES.flatMap((priority) => {
    const policy = choosePolicy(policies, { customerId, priority })
    return policy ? [{ policy, priority }] : []
  })
  const byPolicy = Map.groupBy(chosen, ({ policy }) => policy.id)
  return [...byPolicy.values()].flatMap((of) => {
    const [first] = of
    return first
      ? [{ policy: first.policy, priorities: of.length === PRIORITIES.length ? null : labelsOf(of.map(({ priority }) => priority)) }]
      : []
  })
}

function labelsOf(priorities: readonly Priority[]): string {
  return priorities.map((priority) => PRIORITY_LABELS[priority]).join(', ')
}

/** "First reply within 1 h · Resolution within 24 h". */
export function promiseWords({ terms }: SlaPolicyView): string {
  const promised = SLA_TIMERS.flatMap((kind) => {
    const minutes = terms.targets[kind]
    return minutes === null ? [] : [`${TIMER_LABELS[kind]} within ${lengthWords(minutes * 60_000)}`]
  })
  return promised.join(' · ')
}
