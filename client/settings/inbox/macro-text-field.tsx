import { createUniqueId, For, Show } from 'solid-js'
import { MACRO_VARIABLES, type MacroVariable } from '@atrium/shared/inbox/macro.ts'
import { inputLook } from '../../ui/field.tsx'
import { VARIABLE_WORDS } from './macro-preview.rules.ts'

interface MacroTextFieldProps {
  value: string
  onChange: (text: string) => void
  error: string | undefined
}

/** The text of a macro, and the variables that can be put where the caret is. */
export function MacroTextField(props: MacroTextFieldProps) {
  const id = createUniqueId()
  let area!: HTMLTextAreaElement
  const put = (variable: MacroVariable) => {
    area.setRangeText(`{{${variable}}}`, area.selectionStart, area.selectionEnd, 'end')
    props.onChange(area.value)
    area.focus()
  }
  return (
    <div class="flex flex-col gap-1.5">
      <label for={id} class="text-sm font-medium text-ink">
        Text for the reply
      </label>
      <textarea
        ref={(element) => (area = element)}
        id={id}
        rows={5}
        maxLength={12_000}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={`${id}-about`}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        class={`py-2 ${inputLook}`}
      />
      <div id={`${id}-about`} class="text-xs text-ink-faint">
        <Show when={props.error} fallback="May be empty. It comes into the reply, where it can be changed before it is sent. Variables:">
          {(error) => <span class="text-bad">{error()}</span>}
        </Show>
      </div>
      <ul class="flex flex-wrap gap-1.5">
        <For each={MACRO_VARIABLES}>
          {(variable) => (
            <li>
              <button
                type="button"
                onClick={() => put(variable)}
                class="inline-flex h-7 items-center gap-1.5 rounded-md border border-line px-2 text-xs text-ink-soft hover:bg-hover hover:text-ink"
              >
                <code class="text-ink">{`{{${variable}}}`}</code> {VARIABLE_WORDS[variable]}
              </button>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
