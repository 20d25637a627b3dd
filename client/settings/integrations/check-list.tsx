import { For, Show } from 'solid-js'

export interface CheckOption<T extends string> {
  value: T
  /** What it does, in words. */
  text: string
  /** What programs call it. */
  name: string
}

/** Several of some things, each in words and as programs call it. `error`: what is wrong with the choice. */
export function CheckList<T extends string>(props: {
  label: string
  options: readonly CheckOption<T>[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
  error?: string | undefined
}) {
  const toggle = (value: T, on: boolean) =>
    props.onChange(props.options.map((option) => option.value).filter((known) => (known === value ? on : props.chosen.includes(known))))
  return (
    <fieldset aria-invalid={props.error ? 'true' : undefined}>
      <legend class="mb-1 text-sm font-medium text-ink">{props.label}</legend>
      <div class="grid gap-x-4 sm:grid-cols-2">
        <For each={props.options}>
          {(option) => (
            <label class="-mx-1 flex cursor-pointer items-start gap-2.5 rounded-md px-1 py-1.5 text-sm hover:bg-hover">
              <input
                type="checkbox"
                class="mt-0.5 size-4 shrink-0 accent-accent"
                checked={props.chosen.includes(option.value)}
                onChange={(event) => toggle(option.value, event.currentTarget.checked)}
              />
              <span class="min-w-0">
                <span class="block text-ink">{option.text}</span>
                <span class="block font-mono text-xs break-words text-ink-faint">{option.name}</span>
              </span>
            </label>
          )}
        </For>
      </div>
      <Show when={props.error}>
        <p role="alert" class="mt-1 text-xs text-bad">
          {props.error}
        </p>
      </Show>
    </fieldset>
  )
}
