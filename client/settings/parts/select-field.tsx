import { ChevronDown } from 'lucide-solid'
import { createUniqueId, For, Show, splitProps, type JSX } from 'solid-js'
import { inputLook } from '../../ui/field.tsx'

export interface SelectFieldProps extends JSX.SelectHTMLAttributes<HTMLSelectElement> {
  label: string
  hint?: string
  options: { value: string; text: string }[]
}

/** The browser's own list, which every phone and screen reader knows. */
export function SelectField(props: SelectFieldProps) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'options', 'class'])
  const id = createUniqueId()
  return (
    <div class={`flex flex-col gap-1.5 ${own.class ?? ''}`}>
      <label for={id} class="text-sm font-medium text-ink">
        {own.label}
      </label>
      <span class="relative block">
        <select
          id={id}
          {...rest}
          aria-describedby={own.hint ? `${id}-hint` : undefined}
          class={`h-10 appearance-none truncate pr-8 ${inputLook}`}
        >
          <For each={own.options}>
            {(option) => (
              // A form that is reset goes back to what is selected by default.
              <option
                ref={(element) => (element.defaultSelected = option.value === rest.value)}
                value={option.value}
                selected={option.value === rest.value}
              >
                {option.text}
              </option>
            )}
          </For>
        </select>
        <ChevronDown size={15} class="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-faint" aria-hidden="true" />
      </span>
      <Show when={own.hint}>
        <p id={`${id}-hint`} class="text-xs text-ink-faint">
          {own.hint}
        </p>
      </Show>
    </div>
  )
}
