import * as Kobalte from '@kobalte/core/popover'
import { SmilePlus } from 'lucide-solid'
import { createSignal, For } from 'solid-js'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { emojiName, PALETTE } from '../emoji-palette.ts'
import { pickerButtonClass, type ReactionPickerProps } from './reaction-picker.tsx'

/** The emoji themselves, open from the start: they are made when the button is pressed for the first time. */
export function ReactionPickerContent(props: ReactionPickerProps) {
  const [open, setOpen] = createSignal(true)
  const change = (next: boolean) => {
    setOpen(next)
    props.onOpenChange(next)
  }
  const pick = (emoji: string) => {
    change(false)
    props.onPick(emoji)
  }
  return (
    <Kobalte.Root open={open()} onOpenChange={change} placement="top-end" gutter={6}>
      <Kobalte.Trigger aria-label="Add reaction" tabindex={props.tabindex} class={pickerButtonClass}>
        <SmilePlus size={16} />
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content
          aria-label="Choose a reaction"
          class="animate-appear z-50 max-w-[min(20rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised p-2 shadow-raised focus:outline-none"
        >
          <div
            role="group"
            aria-label="Emoji"
            onKeyDown={(event) => moveRovingFocus(event, 'horizontal')}
            class="grid max-h-64 grid-cols-8 gap-0.5 overflow-y-auto max-md:grid-cols-6"
          >
            <For each={Object.keys(PALETTE)}>
              {(emoji, index) => (
                <button
                  type="button"
                  data-roving
                  tabindex={index() === 0 ? 0 : -1}
                  aria-label={emojiName(emoji)}
                  title={emojiName(emoji)}
                  onClick={() => pick(emoji)}
                  class="grid size-9 place-items-center rounded-md font-emoji text-xl hover:bg-hover max-md:size-11"
                >
                  {emoji}
                </button>
              )}
            </For>
          </div>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}
