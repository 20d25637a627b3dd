import { For, Show } from 'solid-js'
import { unreadInThread } from '@atrium/shared/chat/unread.ts'
import type { MessageView, ThreadSummary } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useChat } from '../chat-context.tsx'
import { whenLabel } from '../message-groups.rules.ts'
import { countOfReplies } from './thread-words.rules.ts'

/** Under a message that has replies: who replied last, how many there are, and what of it is new. Opens the thread. */
export function ThreadLine(props: { message: MessageView; onOpenThread: ((threadRootId: MessageId) => void) | null }) {
  return (
    <Show when={props.onOpenThread && props.message.thread}>
      {(thread) => <Line message={props.message} thread={thread()} onOpen={() => props.onOpenThread?.(props.message.id)} />}
    </Show>
  )
}

function Line(props: { message: MessageView; thread: ThreadSummary; onOpen: () => void }) {
  const chat = useChat()
  const unread = () => {
    const summary = chat.feed.state.channels[props.message.channelId]
    return summary ? unreadInThread(summary, props.message.id) : 0
  }
  return (
    <button
      type="button"
      onClick={() => props.onOpen()}
      class="mt-1 -ml-1.5 flex h-8 max-w-full items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover max-md:h-10"
    >
      <span class="flex shrink-0 -space-x-1.5">
        <For each={props.thread.people}>
          {(id) => (
            <span class="rounded-full ring-2 ring-surface">
              <Avatar name={chat.feed.person(id)?.name ?? '?'} hue={chat.hueOf(id)} size={20} />
            </span>
          )}
        </For>
      </span>
      <span class="shrink-0 font-medium text-accent-ink">{countOfReplies(props.thread.replies)}</span>
      <span class="truncate text-xs text-ink-faint">last {whenLabel(props.thread.lastReplyAt, Date.now())}</span>
      <Show when={unread() > 0}>
        <Badge tone="accent">{unread()} new</Badge>
      </Show>
    </button>
  )
}
