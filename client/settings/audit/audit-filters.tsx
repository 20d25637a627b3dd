import { createSignal, onCleanup } from 'solid-js'
import type { AuditFilter, AuditKind } from '@atrium/shared/identity/audit.ts'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { KIND_OPTIONS } from './audit-words.rules.ts'
import { dayStartMs } from './day.rules.ts'

const TYPING_MS = 300

interface Typed {
  kind: string
  words: string
  from: string
  until: string
}

/** What of the log is shown, and exported. */
export function AuditFilters(props: { onChange: (filter: AuditFilter) => void }) {
  const [typed, setTyped] = createSignal<Typed>({ kind: '', words: '', from: '', until: '' })
  let typing: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(typing))
  const change = (part: Partial<Typed>, afterMs: number) => {
    setTyped({ ...typed(), ...part })
    clearTimeout(typing)
    typing = setTimeout(() => props.onChange(filterOf(typed())), afterMs)
  }
  return (
    <div class="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3" role="search" aria-label="Narrow the log">
      <SelectField
        label="What"
        options={KIND_OPTIONS}
        value={typed().kind}
        onChange={(event) => change({ kind: event.currentTarget.value }, 0)}
      />
      <Field
        label="Who or whom"
        type="search"
        maxLength={80}
        onInput={(event) => change({ words: event.currentTarget.value }, TYPING_MS)}
      />
      <Field label="From" type="date" onInput={(event) => change({ from: event.currentTarget.value }, TYPING_MS)} />
      <Field label="To" type="date" onInput={(event) => change({ until: event.currentTarget.value }, TYPING_MS)} />
    </div>
  )
}

function filterOf({ kind, words, from, until }: Typed): AuditFilter {
  return {
    kind: kind === '' ? undefined : (kind as AuditKind),
    words: words.trim() || undefined,
    fromMs: dayStartMs(from),
    // The last day as a whole.
    untilMs: dayStartMs(until, 1),
  }
}
