import { For, Show } from 'solid-js'
import { clockText } from '@atrium/shared/chat/quiet-hours.rules.ts'
import type { BusinessHours, OpeningHours } from '@atrium/shared/inbox/sla.ts'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { Check } from '../../ui/check.tsx'
import { endText, openingOf } from './policy-form.rules.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const LOOK = 'h-8 rounded-md border border-control bg-surface px-2 text-sm text-ink'

/** When it is business time; the holidays are a field of the form around it. */
export function HoursFields(props: { hours: BusinessHours; onChange: (hours: BusinessHours) => void }) {
  const setDay = (index: number, day: OpeningHours | null) =>
    props.onChange({ ...props.hours, days: props.hours.days.map((known, at) => (at === index ? day : known)) })
  const zones = () => [...new Set([props.hours.timeZone, ...Intl.supportedValuesOf('timeZone')])]
  return (
    <div class="flex flex-col gap-3">
      <SelectField
        label="Time zone"
        value={props.hours.timeZone}
        options={zones().map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') }))}
        onChange={(event) => props.onChange({ ...props.hours, timeZone: event.currentTarget.value })}
      />
      <ul class="flex flex-col">
        <For each={DAYS}>
          {(name, index) => (
            <li class="flex min-h-9 flex-wrap items-center gap-x-3">
              <span class="w-32">
                <Check
                  label={name}
                  checked={props.hours.days[index()] !== null}
                  onChange={(on) => setDay(index(), on ? { from: 540, until: 1020 } : null)}
                />
              </span>
              <Show when={props.hours.days[index()]} fallback={<span class="text-sm text-ink-faint">Closed</span>}>
                {(day) => <Opening name={name} day={day()} onChange={(next) => setDay(index(), next)} />}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Field
        label="Holidays"
        name="holidays"
        value={props.hours.holidays.join(', ')}
        placeholder="2026-12-25, 2027-01-01"
        hint="Closed all day. Dates with commas between them."
        autocomplete="off"
      />
    </div>
  )
}

function Opening(props: { name: string; day: OpeningHours; onChange: (day: OpeningHours) => void }) {
  const change = (event: Event & { currentTarget: HTMLInputElement }, end: 'from' | 'until') => {
    const text = event.currentTarget.value
    const next = end === 'from' ? openingOf(text, endText(props.day.until)) : openingOf(clockText(props.day.from), text)
    if (next) props.onChange(next)
    // A day that would end before it begins stays as it was.
    else event.currentTarget.value = end === 'from' ? clockText(props.day.from) : endText(props.day.until)
  }
  return (
    <span class="flex items-center gap-1.5 text-sm text-ink-soft">
      <input
        type="time"
        aria-label={`${props.name} from`}
        class={LOOK}
        value={clockText(props.day.from)}
        onChange={(event) => change(event, 'from')}
      />
      to
      <input
        type="time"
        aria-label={`${props.name} until`}
        class={LOOK}
        value={endText(props.day.until)}
        onChange={(event) => change(event, 'until')}
      />
    </span>
  )
}
