import { Show, type JSX } from 'solid-js'

/** Where there is nothing yet: what would be here, and what one can do about it. */
export function EmptyState(props: { icon?: JSX.Element; title: string; text?: JSX.Element; children?: JSX.Element }) {
  return (
    <div class="mx-auto flex max-w-xs flex-col items-center gap-2 px-6 py-10 text-center">
      <Show when={props.icon}>
        <div class="mb-1 grid size-10 place-items-center rounded-xl bg-hover text-ink-soft">{props.icon}</div>
      </Show>
      <p class="text-base font-semibold text-ink">{props.title}</p>
      <Show when={props.text}>
        <p class="text-sm text-pretty text-ink-soft">{props.text}</p>
      </Show>
      <Show when={props.children}>
        <div class="mt-2 flex gap-2">{props.children}</div>
      </Show>
    </div>
  )
}
