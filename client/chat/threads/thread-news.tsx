import { MessageSquareReply } from 'lucide-solid'
import { Show } from 'solid-js'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat-context.tsx'
import { newsOfThreads } from './thread-words.rules.ts'

/** Over a chat: replies that concern this person, wherever their threads began. Opens the thread of the oldest. */
export function ThreadNews(props: { channelId: ChannelId; openThread: MessageId | null; onOpenThread: (threadRootId: MessageId) => void }) {
  const chat = useChat()
  // What is in the open thread is being read.
  const replies = () =>
    (chat.feed.state.channels[props.channelId]?.unreadReplies ?? []).filter(({ threadRootId }) => threadRootId !== props.openThread)
  const words = () => newsOfThreads({ replies: replies().length, threads: new Set(replies().map(({ threadRootId }) => threadRootId)).size })
  return (
    <Show when={replies()[0]}>
      {(oldest) => (
        <button
          type="button"
          onClick={() => props.onOpenThread(oldest().threadRootId)}
          class="flex h-9 shrink-0 items-center gap-2 border-b border-line bg-accent-wash px-4 text-sm font-medium text-accent-ink hover:underline focus-inset max-md:h-11"
        >
          <MessageSquareReply size={14} aria-hidden="true" />
          {words()}
        </button>
      )}
    </Show>
  )
}
