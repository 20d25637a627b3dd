import { createMemo, For, Show } from 'solid-js'
import { removed } from '@atrium/shared/space/plan-steps.rules.ts'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import type { Editor, Pick } from './create-editor.ts'
import { thingsOf } from './thing-names.rules.ts'

/** Everything on the map in words: what the drawing shows, for whoever does without it. */
export function ThingsList(props: { editor: Editor; spaceName: (id: string) => string }) {
  const { editor } = props
  const groups = createMemo(() => thingsOf(editor.plan(), props.spaceName))
  const isPicked = (pick: Pick) => {
    const now = editor.pick()
    return pick === 'entrance' || now === 'entrance' ? pick === now : now?.id === pick?.id
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const picked = editor.pick()
    if (event.key !== 'Delete' || !picked || picked === 'entrance') return moveRovingFocus(event as never)
    event.preventDefault()
    if (editor.edit(removed(editor.plan(), picked))) editor.setPick(null)
  }
  const Entry = (entry: { pick: Pick; name: string }) => (
    <button
      type="button"
      data-roving
      aria-pressed={isPicked(entry.pick)}
      onClick={() => editor.setPick(entry.pick)}
      class="focus-inset block h-8 w-full truncate rounded-md px-2 text-left text-sm text-ink-soft hover:bg-hover hover:text-ink aria-pressed:bg-accent-wash aria-pressed:font-medium aria-pressed:text-accent-ink max-md:h-11"
    >
      {entry.name}
    </button>
  )
  return (
    <nav aria-label="Things on the map" onKeyDown={onKeyDown} class="flex flex-col gap-1">
      <For each={groups()}>
        {(group) => (
          <Show when={group.things.length > 0}>
            {/* Of walls there are many, and they come with the rooms. */}
            <details open={group.label !== 'Walls' && group.label !== 'Furniture'}>
              <summary class="flex h-8 cursor-pointer items-center rounded-md px-2 text-xs font-medium text-ink-faint hover:text-ink max-md:h-11">
                {group.label} · {group.things.length}
              </summary>
              <For each={group.things}>{(thing) => <Entry pick={thing.picked} name={thing.name} />}</For>
            </details>
          </Show>
        )}
      </For>
      <Entry pick="entrance" name="Entrance" />
    </nav>
  )
}
