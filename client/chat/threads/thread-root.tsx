import { Match, Show, Switch } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat-context.tsx'
import type { HistoryState } from '../messages/create-history.ts'
import type { Revisions } from '../messages/create-revisions.ts'
import { MessageRow } from '../messages/message-row.tsx'
import { countOfReplies } from './thread-words.rules.ts'

interface ThreadRootProps {
  /** Undefined while it is fetched, and for a visitor who came after it was written. */
  root: MessageView | undefined
  state: HistoryState
  otherName: string | null
  revisions: Revisions
  onOpenImage: (fileId: FileId) => void
}

/** The message that a thread began with, over its replies. */
export function ThreadRoot(props: ThreadRootProps) {
  const chat = useChat()
  return (
    <Switch>
      <Match when={props.root}>
        {(root) => (
          <>
            <MessageRow
              message={root()}
              previous={root()}
              firstUnread={false}
              startsGroup
              mine={root().authorId === chat.me()}
              hue={chat.hueOf(root().authorId)}
              describe={(mention) => chat.describeMention(mention)}
              otherName={props.otherName}
              onRetry={() => chat.retryDelivery(root().id)}
              revisions={props.revisions}
              onOpenImage={props.onOpenImage}
              onOpenThread={null}
            />
            <Show when={root().thread}>
              {(thread) => (
                <p class="mt-3 mb-1 flex items-center gap-3 px-4 text-xs font-medium text-ink-faint">
                  {countOfReplies(thread().replies)}
                  <span class="h-px grow bg-line" />
                </p>
              )}
            </Show>
          </>
        )}
      </Match>
      <Match when={props.state === 'ready'}>
        <p class="px-4 pb-3 text-sm text-ink-soft">This thread began before you came. You see the replies since then.</p>
      </Match>
    </Switch>
  )
}
