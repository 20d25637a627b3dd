import { ChevronRight } from 'lucide-solid'
import { createSignal, Show, type JSX } from 'solid-js'

/** A part that opens below its title. What is in it is made when it is first opened, and `open` tells it whether it is seen. */
export function Disclosure(props: { title: string; summary?: JSX.Element; children: (open: () => boolean) => JSX.Element }) {
  const [open, setOpen] = createSignal(false)
  const [everOpened, setEverOpened] = createSignal(false)
  return (
    <details
      class="group border-t border-line"
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
        if (event.currentTarget.open) setEverOpened(true)
      }}
    >
      <summary class="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 py-2 text-sm transition-colors hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} class="shrink-0 text-ink-faint transition-transform group-open:rotate-90" aria-hidden="true" />
        <span class="shrink-0 font-medium text-ink">{props.title}</span>
        <span class="min-w-0 grow truncate text-right text-ink-soft">{props.summary}</span>
      </summary>
      <Show when={everOpened()}>
        <div class="px-4 pt-1 pb-4">{props.children(open)}</div>
      </Show>
    </details>
  )
}
