import { createUniqueId, Show, splitProps, type JSX } from 'solid-js'

export interface FieldProps extends JSX.InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: string
  /** Says what is wrong and what to do; read out with the field. */
  error?: string | undefined
}

export const inputLook =
  'w-full rounded-md border border-control bg-surface px-3 text-ink shadow-low transition-colors hover:border-ink-faint focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-60'

export function Field(props: FieldProps) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'class'])
  const id = createUniqueId()
  const described = () => (own.error ? `${id}-error` : own.hint ? `${id}-hint` : undefined)
  return (
    <div class={`flex flex-col gap-1.5 ${own.class ?? ''}`}>
      <label for={id} class="text-sm font-medium text-ink">
        {own.label}
      </label>
      <input id={id} {...rest} aria-invalid={own.error ? 'true' : undefined} aria-describedby={described()} class={`h-10 ${inputLook}`} />
      <Show
        when={own.error}
        fallback={
          <Show when={own.hint}>
            {(hint) => (
              <p id={`${id}-hint`} class="text-xs text-ink-faint">
                {hint()}
              </p>
            )}
          </Show>
        }
      >
        {(error) => (
          <p id={`${id}-error`} class="text-xs text-bad">
            {error()}
          </p>
        )}
      </Show>
    </div>
  )
}
