import { Users } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { Avatar } from '../../ui/avatar.tsx'
import type { MentionPicker, Suggestion } from './create-mention-picker.ts'

export const optionId = (listId: string, index: number) => `${listId}-${index}`

/** The list over the composer. Focus stays in the text; the lit line is told by aria-activedescendant. */
export function MentionList(props: { id: string; picker: MentionPicker; onPick: (suggestion: Suggestion) => void }) {
  return (
    <div
      id={props.id}
      role="listbox"
      aria-label="People to mention"
      class="animate-appear absolute inset-x-0 bottom-full z-30 mb-2 max-h-72 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-raised"
    >
      <For each={props.picker.suggestions()}>
        {(suggestion, index) => (
          <div
            id={optionId(props.id, index())}
            role="option"
            tabindex="-1"
            aria-selected={index() === props.picker.active()}
            class="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm"
            classList={{ 'bg-hover': index() === props.picker.active() }}
            onPointerMove={() => props.picker.light(index())}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onPick(suggestion)}
          >
            <Line suggestion={suggestion} />
          </div>
        )}
      </For>
    </div>
  )
}

function Line(props: { suggestion: Suggestion }) {
  const person = () => (props.suggestion.kind === 'person' ? props.suggestion.entry.person : null)
  const group = () => (props.suggestion.kind === 'group' ? props.suggestion : null)
  return (
    <>
      <Show when={person()}>
        {(known) => (
          <>
            <Avatar name={known().name} hue={known().hue} size={24} visitor={known().kind === 'visitor'} />
            <span class="truncate font-medium text-ink">{known().name}</span>
            <Show when={known().kind === 'visitor'}>
              <span class="text-xs text-ink-faint">visitor</span>
            </Show>
          </>
        )}
      </Show>
      <Show when={group()}>
        {(known) => (
          <>
            <span class="grid size-6 place-items-center rounded-full bg-hover text-ink-soft">
              <Users size={13} aria-hidden="true" />
            </span>
            <span class="font-medium text-ink">@{known().group}</span>
            <span class="truncate text-xs text-ink-faint">{known().about}</span>
          </>
        )}
      </Show>
    </>
  )
}
