import { SLA_TIMERS, type SlaPolicyView, type SlaTerms } from '@atrium/shared/inbox/sla.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { PRIORITY_LABELS } from '../../inbox/labels.ts'
import { TIMER_LABELS } from '../../inbox/triage/sla-words.rules.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { createCustomers, type Customers } from '../slack/create-customers.ts'
import { PolicyForm } from './policy-form.tsx'
import { minutesText } from './policy-form.rules.ts'
import { NamedList } from './named-list.tsx'

export function PoliciesSection() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const customers = createCustomers()
  return (
    <NamedList<SlaPolicyView>
      title="SLA policies"
      text="How soon customers are answered. Of several that fit, one for named customers applies before one for priorities."
      one="policy"
      things={Object.values(feed.state.slaPolicies)}
      empty={{ title: 'No policies yet', text: 'Without one, no clocks run.' }}
      mayAdd={isAdministrator(me())}
      mayChange={isAdministrator(me())}
      words={({ terms }) => (
        <span class="flex flex-col">
          <span>{promises(terms)}</span>
          <span class="text-ink-faint">
            {whom(terms, customers)} · {terms.hours ? `business hours, ${terms.hours.timeZone}` : 'around the clock'}
          </span>
        </span>
      )}
      form={(policy, onDone) => <PolicyForm policy={policy} customers={customers} onDone={onDone} />}
      wide
      deleting="Its clocks stop. Another policy that fits applies from now on."
      onDelete={async ({ id: policyId, rev }) => {
        await api.inbox.deleteSlaPolicy.mutate({ policyId })
        feed.apply({ kind: 'inbox.slaPolicyRemoved', payload: { policyId, rev: rev + 1 } })
      }}
    />
  )
}

function promises({ targets }: SlaTerms): string {
  return SLA_TIMERS.flatMap((kind) => {
    const minutes = targets[kind]
    return minutes === null ? [] : [`${TIMER_LABELS[kind]} in ${minutesText(minutes)}`]
  }).join(' · ')
}

function whom({ appliesTo: { customerIds, priorities } }: SlaTerms, customers: Customers): string {
  const who = customerIds.length > 0 ? customerIds.map((id) => customers.nameOf(id)).join(', ') : 'All customers'
  return priorities.length > 0
    ? `${who}, ${priorities.map((priority) => PRIORITY_LABELS[priority].toLowerCase()).join(' and ')} priority`
    : who
}
