import { Show, type JSX } from 'solid-js'

const tones = {
  plain: 'bg-hover text-ink-soft',
  accent: 'bg-accent text-on-accent',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
}

export function Badge(props: { tone?: keyof typeof tones; children: JSX.Element }) {
  return (
    <span
      class={`inline-flex h-5 items-center gap-1 rounded-full px-1.5 text-2xs font-semibold whitespace-nowrap ${tones[props.tone ?? 'plain']}`}
    >
      {props.children}
    </span>
  )
}

/** How many are unread: nothing at 0, "99+" above 99, and words for screen readers. */
export function UnreadBadge(props: { count: number }) {
  return (
    <Show when={props.count > 0}>
      <span class="grid h-[1.125rem] min-w-[1.125rem] place-items-center rounded-full bg-accent px-1 text-2xs leading-none font-semibold text-on-accent">
        <span aria-hidden="true">{props.count > 99 ? '99+' : props.count}</span>
        <span class="sr-only">{props.count} unread</span>
      </span>
    </Show>
  )
}
