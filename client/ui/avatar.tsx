import { Show } from 'solid-js'
import type { Status } from '@atrium/shared/space/views.ts'
import { avatarColor, initialsOf } from './avatar.rules.ts'
import { StatusDot } from './status-dot.tsx'

const sizes = {
  20: 'size-5 text-[0.5rem]',
  24: 'size-6 text-[0.5625rem]',
  28: 'size-7 text-[0.625rem]',
  32: 'size-8 text-2xs',
  36: 'size-9 text-xs',
  48: 'size-12 text-base',
}

/** Decoration beside a name: hidden from screen readers, the name says it. */
export function Avatar(props: { name: string; hue: number; size?: keyof typeof sizes; status?: Status | undefined; visitor?: boolean }) {
  const small = () => (props.size ?? 28) < 28
  return (
    <span class="relative inline-flex shrink-0" aria-hidden="true">
      <span
        class={`grid place-items-center font-semibold tracking-tight text-white select-none ${sizes[props.size ?? 28]}`}
        classList={{ 'rounded-full': !props.visitor, 'rounded-md': props.visitor }}
        style={{ background: avatarColor(props.hue) }}
      >
        {initialsOf(props.name)}
      </span>
      <Show when={props.status}>
        {(status) => (
          <span class={`absolute rounded-full bg-surface ${small() ? '-right-1 -bottom-1 p-px' : '-right-0.5 -bottom-0.5 p-[1.5px]'}`}>
            <StatusDot status={status()} class={small() ? 'size-[7px]' : 'size-2'} />
          </span>
        )}
      </Show>
    </span>
  )
}
