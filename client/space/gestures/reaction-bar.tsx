import { For } from 'solid-js'
import { REACTIONS } from '@atrium/shared/space/gestures.ts'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useCurrentSpace } from '../current-space.tsx'
import { REACTION_NAMES } from './reaction-names.ts'

/** What one can show above one's own avatar. On the map the keys 1 to 6 do the same. */
export function ReactionBar(props: { class?: string }) {
  const { gestures } = useCurrentSpace()
  return (
    <div
      role="toolbar"
      aria-label="Reactions"
      onKeyDown={(event) => moveRovingFocus(event, 'horizontal')}
      class={`flex w-fit items-center gap-0.5 rounded-full border border-line bg-raised p-1 shadow-low ${props.class ?? ''}`}
    >
      <For each={REACTIONS}>
        {(reaction, index) => (
          <Tooltip text={`${REACTION_NAMES[reaction]} · ${index() + 1}`} side="top">
            <button
              type="button"
              data-roving
              aria-label={`React: ${REACTION_NAMES[reaction]}`}
              onClick={() => gestures.react(reaction)}
              class="grid size-8 place-items-center rounded-full font-emoji text-lg leading-none transition-transform hover:bg-hover active:scale-90 max-md:size-10"
            >
              {reaction}
            </button>
          </Tooltip>
        )}
      </For>
    </div>
  )
}
