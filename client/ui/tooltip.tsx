import type { JSX } from 'solid-js'

/** A short text on hover and focus. It repeats what the control's own label says, so it is hidden from screen readers; and while it is not shown it takes no room, which would widen the page at its edge. */
export function Tooltip(props: { text: string; children: JSX.Element; side?: 'top' | 'bottom' }) {
  return (
    <span class="group/tip relative inline-flex">
      {props.children}
      <span
        aria-hidden="true"
        class={`pointer-events-none absolute left-1/2 z-40 hidden -translate-x-1/2 rounded-md bg-ink px-2 py-1 text-xs font-medium whitespace-nowrap text-surface group-hover/tip:block group-has-[:focus-visible]/tip:block ${props.side === 'top' ? 'bottom-full mb-1.5' : 'top-full mt-1.5'}`}
      >
        {props.text}
      </span>
    </span>
  )
}
