import { createSignal, For, Show } from 'solid-js'
import { SLA_TIMERS, type SlaPolicyView, type SlaTerms } from '@atrium/shared/inbox/sla.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { PRIORITY_LABELS } from '../../inbox/labels.ts'
import { TIMER_LABELS } from '../../inbox/triage/sla-words.rules.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Line, Section } from '../parts/page.tsx'
import { createCustomers, type Customers } from '../slack/create-customers.ts'
import { PolicyForm } from './policy-form.tsx'
import { minutesText } from './policy-form.rules.ts'

export function PoliciesSection() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const customers = createCustomers()
  const [editing, setEditing] = createSignal<SlaPolicyView | 'new' | null>(null)
  const [removing, setRemoving] = createSignal<SlaPolicyView | null>(null)
  const mayChange = () => isAdministrator(me())
  const policies = () => Object.values(feed.state.slaPolicies).toSorted((one, other) => one.name.localeCompare(other.name))
  const remove = async () => {
    const policy = removing()
    if (!policy) return
    await api.inbox.deleteSlaPolicy.mutate({ policyId: policy.id })
    feed.apply({ kind: 'inbox.slaPolicyRemoved', payload: { policyId: policy.id, rev: policy.rev + 1 } })
  }
  return (
    <Section
      title="SLA policies"
      text="How soon customers are answered. Of several that fit, one for named customers applies before one for priorities."
      action={
        <Show when={mayChange()}>
          <Button onClick={() => setEditing('new')}>New policy</Button>
        </Show>
      }
      flush
    >
      <For each={policies()} fallback={<EmptyState title="No policies yet" text="Without one, no clocks run." />}>
        {(policy) => (
          <Line
            title={policy.name}
            text={
              <span class="flex flex-col">
                <span>{promises(policy.terms)}</span>
                <span class="text-ink-faint">
                  {whom(policy.terms, customers)} ·{' '}
                  {policy.terms.hours ? `business hours, ${policy.terms.hours.timeZone}` : 'around the clock'}
                </span>
              </span>
            }
          >
            <Show when={mayChange()}>
              <Button size="small" onClick={() => setEditing(policy)}>
                Edit<span class="sr-only"> {policy.name}</span>
              </Button>
              <Button size="small" onClick={() => setRemoving(policy)}>
                Delete<span class="sr-only"> {policy.name}</span>
              </Button>
            </Show>
          </Line>
        )}
      </For>
      <Dialog open={editing() !== null} onClose={() => setEditing(null)} title={editing() === 'new' ? 'New policy' : 'Edit policy'} wide>
        <Show when={editing()} keyed>
          {(policy) => <PolicyForm policy={policy === 'new' ? null : policy} customers={customers} onDone={() => setEditing(null)} />}
        </Show>
      </Dialog>
      <ConfirmDialog
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Delete ${removing()?.name ?? ''}?`}
        text="Its clocks stop. Another policy that fits applies from now on."
        confirm="Delete"
        onConfirm={remove}
      />
    </Section>
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
