import { createUniqueId, For } from 'solid-js'

/** A few choices beside each other, as radio buttons: one tab stop, arrows move. */
export function ChoiceGroup<T extends string>(props: {
  label: string
  value: T
  options: readonly { value: T; text: string }[]
  onChange: (value: T) => void
  disabled?: boolean
}) {
  const name = createUniqueId()
  return (
    <div role="radiogroup" aria-label={props.label} class="inline-flex flex-wrap rounded-lg border border-line bg-sunken p-0.5">
      <For each={props.options}>
        {(option) => (
          <label class="relative flex h-7 cursor-pointer items-center rounded-md px-2.5 text-sm font-medium text-ink-soft transition-colors hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:shadow-low has-focus-visible:outline-2 has-focus-visible:outline-accent">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={props.value === option.value}
              disabled={props.disabled}
              onChange={() => props.onChange(option.value)}
              class="absolute inset-0 cursor-pointer opacity-0"
            />
            {option.text}
          </label>
        )}
      </For>
    </div>
  )
}
