import type { SlaPolicyView } from './sla.ts'
import type { Priority } from './views.ts'

/** The policy that says most about whom it is for: customers before priorities before everybody; of equals the oldest. */
export function choosePolicy(
  policies: readonly SlaPolicyView[],
  conversation: { customerId: string | null; priority: Priority },
): SlaPolicyView | null {
  const fits = ({ terms: { appliesTo } }: SlaPolicyView) =>
    (appliesTo.customerIds.length === 0 || appliesTo.customerIds.some((id) => id === conversation.customerId)) &&
    (appliesTo.priorities.length === 0 || appliesTo.priorities.includes(conversation.priority))
  const rank = ({ terms: { appliesTo } }: SlaPolicyView) =>
    Number(appliesTo.customerIds.length > 0) * 2 + Number(appliesTo.priorities.length > 0)
  const sorted = policies.filter(fits).toSorted((one, other) => rank(other) - rank(one) || (one.id < other.id ? -1 : 1))
  return sorted[0] ?? null
}
