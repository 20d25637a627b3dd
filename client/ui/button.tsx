import { Show, splitProps, type JSX } from 'solid-js'
import { Spinner } from './spinner.tsx'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'
export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
  size?: 'small' | 'medium' | 'large'
  /** Shows a spinner, keeps the width and refuses clicks. */
  busy?: boolean
}

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-[color-mix(in_oklab,var(--color-accent)_88%,black)] shadow-low',
  plain: 'bg-surface text-ink border border-line-strong hover:bg-hover shadow-low',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-bad border border-line-strong hover:bg-bad-wash',
}
const sizes = { small: 'h-7 px-2.5 text-sm rounded-md', medium: 'h-8 px-3 text-sm rounded-md', large: 'h-10 px-4 text-base rounded-lg' }

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'size', 'busy', 'class', 'children', 'disabled'])
  return (
    <button
      type="button"
      {...rest}
      disabled={own.disabled}
      aria-disabled={own.busy ? 'true' : undefined}
      onClick={(event) => {
        if (own.busy) event.preventDefault()
        else if (typeof rest.onClick === 'function') rest.onClick(event)
      }}
      class={`relative inline-flex shrink-0 items-center justify-center gap-1.5 font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 ${looks[own.look ?? 'plain']} ${sizes[own.size ?? 'medium']} ${own.class ?? ''}`}
    >
      <span class="inline-flex items-center gap-1.5" classList={{ 'opacity-0': own.busy }}>
        {own.children}
      </span>
      <Show when={own.busy}>
        <span class="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      </Show>
    </button>
  )
}
