import type { Status } from '@atrium/shared/space/views.ts'

export const STATUS_WORDS: Record<Status, string> = { available: 'Available', busy: 'Busy', dnd: 'Do not disturb', away: 'Away' }

/** Shape as well as colour tells them apart: a disc, a disc in red, a disc with a bar, a ring. */
export function StatusDot(props: { status: Status; class?: string }) {
  return (
    <svg viewBox="0 0 10 10" class={props.class ?? 'size-2'} aria-hidden="true">
      {props.status === 'available' ? (
        <circle cx="5" cy="5" r="5" fill="var(--color-status-available)" />
      ) : props.status === 'busy' ? (
        <circle cx="5" cy="5" r="5" fill="var(--color-status-busy)" />
      ) : props.status === 'dnd' ? (
        <g>
          <circle cx="5" cy="5" r="5" fill="var(--color-status-dnd)" />
          <rect x="2" y="4.1" width="6" height="1.8" rx="0.9" fill="white" />
        </g>
      ) : (
        <circle cx="5" cy="5" r="3.9" fill="none" stroke="var(--color-status-away)" stroke-width="2.2" />
      )}
    </svg>
  )
}
