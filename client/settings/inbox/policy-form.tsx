import { createSignal, For, Show, untrack } from 'solid-js'
import { PAUSING_STATUSES, SLA_TIMERS, type SlaPolicyView, type SlaTerms } from '@atrium/shared/inbox/sla.ts'
import { PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { PRIORITY_LABELS, STATUS_LABELS } from '../../inbox/labels.ts'
import { TIMER_LABELS } from '../../inbox/triage/sla-words.rules.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import type { Customers } from '../slack/create-customers.ts'
import { Check } from '../../ui/check.tsx'
import { HoursFields } from './hours-fields.tsx'
import { holidaysOf, minutesText, officeHours, parseMinutes } from './policy-form.rules.ts'

const ownTimeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

function blankTerms(): SlaTerms {
  return {
    targets: { firstReply: 60, nextReply: 240, resolution: null },
    warnBeforeMinutes: 15,
    pausesWhile: ['pending', 'snoozed'],
    hours: officeHours(ownTimeZone()),
    appliesTo: { customerIds: [], priorities: [] },
  }
}

export function PolicyForm(props: { policy: SlaPolicyView | null; customers: Customers; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const before = untrack(() => props.policy)
  const [terms, setTerms] = createSignal<SlaTerms>(before?.terms ?? blankTerms())
  const set = (patch: Partial<SlaTerms>) => setTerms((now) => ({ ...now, ...patch }))
  const save = createForm(
    async (value) => {
      const targets = {
        firstReply: lengthOf(value('firstReply')),
        nextReply: lengthOf(value('nextReply')),
        resolution: lengthOf(value('resolution')),
      }
      const { hours } = terms()
      const saved = {
        ...{ ...terms(), targets, warnBeforeMinutes: lengthOf(value('warn')) ?? 0 },
        hours: hours && { ...hours, holidays: holidaysOf(value('holidays')) },
      }
      const policy = await api.inbox.saveSlaPolicy.mutate({ policyId: before?.id ?? null, name: value('name'), terms: saved })
      feed.apply({ kind: 'inbox.slaPolicyChanged', payload: { policy } })
      props.onDone()
    },
    (error) => (error instanceof RangeError ? error.message : errorText(error)),
    ['name'],
  )
  return (
    <form onSubmit={save.submit} class="flex flex-col gap-5">
      <Field
        label="Name"
        name="name"
        required
        maxLength={60}
        value={before?.name ?? ''}
        error={save.fieldError('name')}
        autocomplete="off"
      />
      <fieldset class="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <legend class="mb-1.5 text-sm font-medium text-ink">Promised within</legend>
        <For each={SLA_TIMERS}>
          {(kind) => (
            <Field
              label={TIMER_LABELS[kind]}
              name={kind}
              value={textOf((before?.terms ?? blankTerms()).targets[kind])}
              placeholder="Not promised"
              autocomplete="off"
            />
          )}
        </For>
        <Field
          label="Warn before"
          name="warn"
          value={textOf((before?.terms ?? blankTerms()).warnBeforeMinutes)}
          placeholder="Never"
          autocomplete="off"
        />
      </fieldset>
      <fieldset>
        <legend class="mb-1 text-sm font-medium text-ink">The clocks stand while it is</legend>
        <For each={PAUSING_STATUSES}>
          {(status) => (
            <Check
              label={STATUS_LABELS[status]}
              checked={terms().pausesWhile.includes(status)}
              onChange={(on) => set({ pausesWhile: toggled(terms().pausesWhile, status, on) })}
            />
          )}
        </For>
      </fieldset>
      <fieldset class="flex flex-col gap-2">
        <legend class="mb-1 text-sm font-medium text-ink">Time counts</legend>
        <Check
          label="Only in business hours"
          checked={terms().hours !== null}
          onChange={(on) => set({ hours: on ? officeHours(ownTimeZone()) : null })}
        />
        <Show when={terms().hours}>{(hours) => <HoursFields hours={hours()} onChange={(next) => set({ hours: next })} />}</Show>
      </fieldset>
      <AppliesTo to={terms().appliesTo} customers={props.customers} onChange={(appliesTo) => set({ appliesTo })} />
      <Alert tone="bad" text={save.error()} />
      <DialogActions>
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.busy()}>
          Save
        </Button>
      </DialogActions>
    </form>
  )
}

/** @throws RangeError for what is no length of time */
function lengthOf(text: string): number | null {
  const minutes = parseMinutes(text)
  if (minutes === undefined) throw new RangeError(`“${text}” is no length of time. Write it like 30 min, 4 h or 2 d.`)
  return minutes
}

const textOf = (minutes: number | null) => (minutes === null ? '' : minutesText(minutes))
const toggled = <T,>(list: readonly T[], value: T, on: boolean): T[] => (on ? [...list, value] : list.filter((other) => other !== value))

interface AppliesToProps {
  to: SlaTerms['appliesTo']
  customers: Customers
  onChange: (to: SlaTerms['appliesTo']) => void
}

function AppliesTo(props: AppliesToProps) {
  return (
    <fieldset class="flex flex-col gap-2">
      <legend class="mb-1 text-sm font-medium text-ink">Whom it is for</legend>
      <p class="text-xs text-ink-faint">Nothing chosen means all.</p>
      <div class="grid grid-cols-2 sm:grid-cols-4">
        <For each={PRIORITIES}>
          {(priority) => (
            <Check
              label={PRIORITY_LABELS[priority]}
              checked={props.to.priorities.includes(priority)}
              onChange={(on) => props.onChange({ ...props.to, priorities: toggled(props.to.priorities, priority, on) })}
            />
          )}
        </For>
      </div>
      <div class="grid max-h-40 gap-x-4 overflow-y-auto sm:grid-cols-2">
        <For each={props.customers.all()}>
          {(customer) => (
            <Check
              label={customer.name}
              checked={props.to.customerIds.includes(customer.id)}
              onChange={(on) => props.onChange({ ...props.to, customerIds: toggled(props.to.customerIds, customer.id, on) })}
            />
          )}
        </For>
      </div>
    </fieldset>
  )
}
