import { createMemo, createSignal, Show } from 'solid-js'
import type { MemberId } from '@atrium/shared/ids.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { ChoiceGroup } from '../../settings/parts/choice-group.tsx'
import { SelectField } from '../../settings/parts/select-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { CustomerPicker } from '../customers/customer-picker.tsx'
import { createReport } from './create-report.tsx'
import type { ReportWish } from './report-address.rules.ts'
import { RANGES } from './report-words.rules.ts'

interface ReportFiltersProps {
  wish: ReportWish
  timeZone: string
  onChange: (change: Partial<ReportWish>) => void
}

/** Of which days, of whose conversations, and from where. */
export function ReportFilters(props: ReportFiltersProps) {
  const feed = useFeed()
  const [reset, setReset] = createSignal(0)
  const chooseDay = (change: { from?: string; until?: string }) => {
    const { from, until } = { from: props.wish.from, until: props.wish.until, ...change }
    // A field that was emptied shows again what it had.
    if (from === '' || until === '') setReset(reset() + 1)
    else props.onChange({ range: '', from, until })
  }
  /** The channels in which something happened; of one that is chosen also those beside it. */
  const channels = createReport(() => {
    const { from, until, customerId, assigneeId } = props.wish
    return { from, until, timeZone: props.timeZone, customerId, assigneeId, group: 'channel' }
  })
  const places = createMemo(() => {
    const known = channels.rows()?.flatMap(({ key }) => key ?? []) ?? []
    return [...new Set([...known, ...(props.wish.place ? [props.wish.place] : [])])].toSorted()
  })
  const agents = createMemo(() => {
    const members = feed.activeMembers().map(({ id, name }) => ({ value: id as string, text: name }))
    const { assigneeId } = props.wish
    if (assigneeId && !members.some(({ value }) => value === assigneeId))
      members.push({ value: assigneeId, text: feed.state.members[assigneeId]?.name ?? 'Somebody who is gone' })
    return members
  })
  const isNarrowed = () => props.wish.customerId !== undefined || props.wish.assigneeId !== undefined || props.wish.place !== undefined
  return (
    <div role="group" aria-label="What is counted" class="flex flex-col gap-3">
      <div class="flex flex-wrap items-end gap-3">
        <ChoiceGroup label="Of how many days" value={props.wish.range} options={RANGES} onChange={(range) => props.onChange({ range })} />
        <Field
          label="From"
          type="date"
          class="w-40 max-sm:w-auto max-sm:grow max-sm:basis-32"
          value={(reset(), props.wish.from)}
          onChange={(event) => chooseDay({ from: event.currentTarget.value })}
        />
        <Field
          label="To"
          type="date"
          class="w-40 max-sm:w-auto max-sm:grow max-sm:basis-32"
          value={(reset(), props.wish.until)}
          onChange={(event) => chooseDay({ until: event.currentTarget.value })}
        />
      </div>
      <div class="flex flex-wrap items-end gap-3">
        <CustomerPicker
          label="Customer"
          class="w-56 max-sm:w-full"
          value={props.wish.customerId}
          onChoose={(customerId) => props.onChange({ customerId })}
        />
        <SelectField
          label="Agent"
          class="w-48 max-sm:w-full"
          value={props.wish.assigneeId ?? ''}
          options={[{ value: '', text: 'Any' }, ...agents()]}
          onChange={(event) => props.onChange({ assigneeId: (event.currentTarget.value || undefined) as MemberId | undefined })}
        />
        <SelectField
          label="Channel"
          class="w-56 max-sm:w-full"
          value={props.wish.place ?? ''}
          options={[{ value: '', text: 'Any' }, ...places().map((place) => ({ value: place, text: place }))]}
          onChange={(event) => props.onChange({ place: event.currentTarget.value || undefined })}
        />
        <Show when={isNarrowed()}>
          <Button look="quiet" onClick={() => props.onChange({ customerId: undefined, assigneeId: undefined, place: undefined })}>
            Clear
          </Button>
        </Show>
      </div>
      <p class="text-xs text-pretty text-ink-faint">
        Days as in {props.timeZone}. Each thing counts on the day on which it happened, a promise on the day on which its conversation was
        opened; an agent’s are those that are theirs now.
      </p>
    </div>
  )
}
