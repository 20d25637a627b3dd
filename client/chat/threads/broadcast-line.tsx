import { MessageSquareReply } from 'lucide-solid'
import { Match, Show, Switch } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat-context.tsx'
import { lineOf } from '../files/describe-files.rules.ts'
import { excerptOf } from './thread-words.rules.ts'

interface BroadcastLineProps {
  message: MessageView
  /** Null in the thread itself. */
  onOpenThread: ((threadRootId: MessageId) => void) | null
}

/** Over a reply that was also sent to the channel: in the channel what it replies to, in its thread where it stands as well. */
export function BroadcastLine(props: BroadcastLineProps) {
  return (
    <Show when={props.message.alsoInChannel && props.message.threadRootId}>
      {(threadRootId) => (
        <Show when={props.onOpenThread} fallback={<p class="text-xs text-ink-faint">Also sent to the chat</p>}>
          {(open) => <RepliedTo message={props.message} threadRootId={threadRootId()} onOpen={() => open()(threadRootId())} />}
        </Show>
      )}
    </Show>
  )
}

function RepliedTo(props: { message: MessageView; threadRootId: MessageId; onOpen: () => void }) {
  const chat = useChat()
  const root = () => {
    const { messages, roots } = chat.feed.state
    return messages[props.message.channelId]?.find(({ id }) => id === props.threadRootId) ?? roots[props.threadRootId]
  }
  const excerpt = ({ text, files }: MessageView) =>
    excerptOf(
      lineOf(
        plainText(text, (id) => chat.feed.person(id as PersonId)?.name),
        files,
      ),
    )
  return (
    <button
      type="button"
      onClick={() => props.onOpen()}
      class="-ml-1 flex max-w-full items-center gap-1 rounded px-1 text-left text-xs text-ink-soft hover:bg-hover hover:text-ink max-md:min-h-8"
    >
      <MessageSquareReply size={12} class="shrink-0" aria-hidden="true" />
      <span class="truncate">
        <Switch fallback="replied to a thread">
          <Match when={root()?.deletedAt}>replied to a thread: a deleted message</Match>
          <Match when={root()}>{(known) => <>replied to a thread: {excerpt(known())}</>}</Match>
        </Switch>
      </span>
    </button>
  )
}
