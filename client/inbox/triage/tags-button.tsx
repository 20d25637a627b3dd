import { Tag } from 'lucide-solid'
import { For } from 'solid-js'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { MENU_LOOK } from '../conversation/choices.tsx'
import { useInbox } from '../inbox-context.tsx'

/** The tags of a conversation, and a way to change them. */
export function TagsButton(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const tags = () => props.conversation.tagIds.flatMap((id) => inbox.feed.state.tags[id] ?? [])
  return (
    <>
      <For each={tags()}>{(tag) => <TagChip name={tag.name} />}</For>
      <button
        type="button"
        class={MENU_LOOK}
        aria-haspopup="dialog"
        onClick={() => inbox.ask({ kind: 'tags', ids: [props.conversation.id] })}
      >
        <Tag size={13} aria-hidden="true" /> {tags().length > 0 ? 'Edit tags' : 'Tag'}
      </button>
    </>
  )
}

export function TagChip(props: { name: string }) {
  return (
    <span class="inline-flex h-7 max-w-40 items-center rounded-md bg-sunken px-2 text-xs font-medium text-ink-soft">
      <span class="truncate">{props.name}</span>
    </span>
  )
}
