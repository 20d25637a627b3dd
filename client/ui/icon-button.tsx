import { splitProps, type JSX } from 'solid-js'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does: its accessible name and its tooltip. */
  label: string
  size?: 'small' | 'medium'
  pressed?: boolean
}

export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['label', 'size', 'pressed', 'class'])
  return (
    <Tooltip text={own.label}>
      <button
        type="button"
        {...rest}
        aria-label={own.label}
        aria-pressed={own.pressed}
        class={`inline-grid shrink-0 place-items-center rounded-md text-ink-soft transition-colors hover:bg-hover hover:text-ink disabled:opacity-40 aria-pressed:bg-accent-wash aria-pressed:text-accent-ink ${own.size === 'small' ? 'size-7' : 'size-8'} ${own.class ?? ''}`}
      />
    </Tooltip>
  )
}
