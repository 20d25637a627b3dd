import { createSignal, Show } from 'solid-js'
import type { QuietHours as QuietTime } from '@atrium/shared/chat/notification-preferences.ts'
import { clockText, isQuietAt, parseClock } from '@atrium/shared/chat/quiet-hours.rules.ts'
import { Field } from '../../ui/field.tsx'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { Line, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'
import type { Preferences } from './create-preferences.ts'

const OFF_OR_ON = [
  { value: 'off', text: 'Off' },
  { value: 'on', text: 'Every day' },
] as const

/** When nothing sounds or pops up. */
export function QuietHours(props: { preferences: Preferences }) {
  const quiet = () => props.preferences.value().quietHours
  const turn = (on: boolean) =>
    props.preferences.choose({ quietHours: on ? { from: 22 * 60, until: 7 * 60, timeZone: ownTimeZone() } : null })
  return (
    <Section
      title="Quiet hours"
      text="Nothing sounds or pops up then, on no device, as while your status is do not disturb. What came meanwhile is unread in the morning."
      flush
    >
      <Line title="Quiet hours" text={quiet() && isQuietAt(Date.now(), quiet()!) ? 'It is quiet now.' : undefined}>
        <ChoiceGroup label="Quiet hours" value={quiet() ? 'on' : 'off'} options={OFF_OR_ON} onChange={(value) => turn(value === 'on')} />
      </Line>
      <Show when={quiet()}>{(known) => <Times quiet={known()} onChange={(next) => props.preferences.choose({ quietHours: next })} />}</Show>
    </Section>
  )
}

function Times(props: { quiet: QuietTime; onChange: (next: QuietTime) => void }) {
  const [isSame, setSame] = createSignal(false)
  const set = (end: 'from' | 'until', text: string) => {
    const minute = parseClock(text)
    if (minute === null) return
    const next = { ...props.quiet, [end]: minute }
    setSame(next.from === next.until)
    if (next.from !== next.until) props.onChange(next)
  }
  return (
    <div class="grid gap-4 p-4 md:grid-cols-[8rem_8rem_minmax(0,1fr)]">
      <Field
        label="From"
        type="time"
        required
        value={clockText(props.quiet.from)}
        onChange={(event) => set('from', event.currentTarget.value)}
      />
      <Field
        label="Until"
        type="time"
        required
        value={clockText(props.quiet.until)}
        onChange={(event) => set('until', event.currentTarget.value)}
        error={isSame() ? 'Choose another time than they begin at.' : undefined}
      />
      <SelectField
        label="Time zone"
        value={props.quiet.timeZone}
        options={timeZones(props.quiet.timeZone)}
        onChange={(event) => props.onChange({ ...props.quiet, timeZone: event.currentTarget.value })}
        hint="They follow its clock, also when that is changed in spring and autumn."
      />
    </div>
  )
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** With the one that is chosen, which this browser may know by another name. */
function timeZones(chosen: string): { value: string; text: string }[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), ownTimeZone(), chosen])
  return [...names].toSorted().map((name) => ({ value: name, text: name.replaceAll('_', ' ') }))
}
