import { MessageSquareReply, Pencil, Trash2 } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { IconButton } from '../../ui/icon-button.tsx'
import { QUICK_EMOJI, emojiName } from '../emoji-palette.ts'
import { ReactionPicker } from './reaction-picker.tsx'

export interface MessageActionsProps {
  mayEdit: boolean
  mayDelete: boolean
  onReact: (emoji: string) => void
  /** Null in a thread. */
  onReply: (() => void) | null
  onEdit: () => void
  onDelete: () => void
  /** Its buttons can be reached with Tab: the message has the focus. */
  reachable: boolean
  /** The list of emoji is open: the bar stays. */
  onPicking: (picking: boolean) => void
}

/** What can be done with a message, over its upper edge. */
export function MessageActions(props: MessageActionsProps) {
  const tabindex = () => (props.reachable ? 0 : -1)
  return (
    <div role="toolbar" aria-label="Message actions" class="flex items-center rounded-lg border border-line bg-raised p-0.5 shadow-raised">
      <For each={QUICK_EMOJI}>
        {(emoji) => (
          <button
            type="button"
            tabindex={tabindex()}
            aria-label={`React with ${emojiName(emoji)}`}
            onClick={() => props.onReact(emoji)}
            class="grid size-7 place-items-center rounded-md font-emoji hover:bg-hover max-md:size-9"
          >
            {emoji}
          </button>
        )}
      </For>
      <ReactionPicker tabindex={tabindex()} onPick={props.onReact} onOpenChange={props.onPicking} />
      <Show when={props.onReply}>
        {(reply) => (
          <IconButton label="Reply in thread" size="small" class="max-md:size-9" tabindex={tabindex()} onClick={() => reply()()}>
            <MessageSquareReply size={15} />
          </IconButton>
        )}
      </Show>
      <Show when={props.mayEdit}>
        <IconButton label="Edit message" size="small" class="max-md:size-9" tabindex={tabindex()} onClick={() => props.onEdit()}>
          <Pencil size={15} />
        </IconButton>
      </Show>
      <Show when={props.mayDelete}>
        <IconButton label="Delete message" size="small" class="max-md:size-9" tabindex={tabindex()} onClick={() => props.onDelete()}>
          <Trash2 size={15} />
        </IconButton>
      </Show>
    </div>
  )
}
