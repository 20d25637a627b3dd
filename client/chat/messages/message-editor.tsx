import { createSignal, onMount, Show } from 'solid-js'
import { fitHeight } from '../../ui/auto-grow.ts'
import { Button } from '../../ui/button.tsx'

const LONGEST = 12_000

/** One's message, open for other words. Enter saves, Escape leaves it as it was. */
export function MessageEditor(props: {
  text: string
  /** @returns what is wrong with it; null when it was saved. */
  onSave: (text: string) => Promise<string | null>
  onCancel: () => void
}) {
  const [text, setText] = createSignal(props.text)
  const [busy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<string | null>(null)
  let area!: HTMLTextAreaElement
  onMount(() => {
    area.value = props.text
    fitHeight(area)
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
    area.scrollIntoView({ block: 'nearest' })
  })
  const save = async () => {
    if (busy() || text().trim() === '') return
    setBusy(true)
    setTrouble(await props.onSave(text().trim()))
    setBusy(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape') props.onCancel()
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="my-1">
      <textarea
        ref={(element) => (area = element)}
        rows={1}
        aria-label="Edit message"
        maxLength={LONGEST}
        class="block max-h-64 w-full resize-none rounded-lg border border-accent bg-surface px-3 py-2 text-base text-ink ring-1 ring-accent outline-none max-md:text-lg"
        onInput={() => {
          setText(area.value)
          fitHeight(area)
        }}
        onKeyDown={onKeyDown}
      />
      <Show when={trouble()}>
        <p role="alert" class="mt-1 text-xs text-bad">
          {trouble()}
        </p>
      </Show>
      <div class="mt-1.5 flex flex-wrap items-center gap-2">
        <Button size="small" look="primary" busy={busy()} disabled={text().trim() === ''} onClick={() => void save()}>
          Save
        </Button>
        <Button size="small" look="quiet" onClick={() => props.onCancel()}>
          Cancel
        </Button>
        <span class="text-xs text-ink-faint max-md:hidden">Enter saves, Esc cancels</span>
      </div>
    </div>
  )
}
