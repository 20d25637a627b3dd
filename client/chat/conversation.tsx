import { createEffect, createMemo, Show, untrack, type Accessor } from 'solid-js'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { standingOf, titleOf } from './channel-title.ts'
import type { Feed } from '../realtime/feed.tsx'
import { useChat } from './chat-context.tsx'
import { Composer } from './composer/composer.tsx'
import { createDestination } from './create-destination.ts'
import { createDraft } from './drafts.ts'
import { createImageViewer } from './files/create-image-viewer.ts'
import { DropArea } from './files/drop-area.tsx'
import { ImageViewer } from './files/image-viewer.tsx'
import { createChannelHistory } from './messages/channel-history.ts'
import { createReadMarker } from './messages/create-read-marker.ts'
import { createRevisions } from './messages/create-revisions.ts'
import { createUnread } from './messages/create-unread.ts'
import { DeleteDialog } from './messages/delete-dialog.tsx'
import { MessageList } from './messages/message-list.tsx'
import { reportTyping } from './typing/report-typing.ts'
import { TypingLine } from './typing/typing-line.tsx'
import { ThreadNews } from './threads/thread-news.tsx'

interface ConversationProps {
  channelId: ChannelId
  autofocus: boolean
  /** Something stands before it: nothing of it is being read. */
  covered: boolean
  openThread: MessageId | null
  onOpenThread: (threadRootId: MessageId) => void
}

/** One channel: its history and the place to write. Make a new one for another channel (`<Show keyed>`). */
export function Conversation(props: ConversationProps) {
  const chat = useChat()
  const channelId = untrack(() => props.channelId)
  const spot = { channelId, threadRootId: null }
  const summary = () => chat.feed.state.channels[channelId]
  createEffect(() => !props.covered && chat.shown.add(spot))
  const history = createChannelHistory(chat, channelId)
  const revisions = createRevisions(chat, { channelId, messages: history.messages })
  const followUnread = (loadOlder: () => Promise<void>) =>
    createUnread({ feed: chat.feed, me: () => chat.me(), channelId, history, loadOlder })
  const watchReading = (visible: Accessor<boolean>) =>
    createReadMarker(chat, { channelId, newest: () => history.messages().at(-1), visible: () => visible() && !props.covered })
  return (
    <Show when={summary()?.channel}>
      {(channel) => {
        const title = () => titleOf(chat.feed, channel(), chat.me())
        const kept = createDraft(spot)
        const attachments = chat.attachmentsOf(spot)
        const viewer = createImageViewer(history.messages)
        const destination = createDestination(chat, { channel, spot, draft: kept.text })
        const draft = reportTyping(chat, kept, destination.spot)
        const others = createMemo(() => chat.mentionable().filter((person) => person.id !== chat.me()))
        const isMention = () => channel().kind === 'mention'
        const over = () => isOver(chat.feed, channel())
        return (
          <DropArea onFiles={(files) => void attachments.add(files)}>
            <ThreadNews channelId={channelId} openThread={props.openThread} onOpenThread={props.onOpenThread} />
            <MessageList
              label="Messages"
              history={history}
              outgoing={chat.outgoingIn(spot)}
              watchReading={watchReading}
              followUnread={followUnread}
              otherName={isMention() ? title().name : null}
              emptyText={emptyText(isPrivate(channel()), title().name)}
              revisions={revisions}
              onOpenImage={viewer.open}
              target={props.openThread === null ? chat.target() : null}
              onOpenThread={props.onOpenThread}
            />
            <Show when={!over()} fallback={<PartedNote />}>
              <TypingLine spot={spot} />
              <Composer
                draft={draft}
                attachments={attachments}
                placeholder={isPrivate(channel()) ? `Write to ${title().name}` : `Write to everyone in ${title().name}`}
                people={others()}
                groups={!isPrivate(channel()) && chat.groupMentions()}
                notice={destination.notice()}
                onPicked={destination.onPicked}
                onSend={(text, files) => chat.outbox.send(spot, { text: destination.resolve(text), files })}
                autofocus={props.autofocus}
                onEditLast={revisions.editLastOwn}
                away={revisions.editing() !== null}
              />
            </Show>
            <DeleteDialog revisions={revisions} />
            <ImageViewer viewer={viewer} />
          </DropArea>
        )
      }}
    </Show>
  )
}

/** Nobody can write there: its people do not stand together any more. */
function isOver(feed: Feed, channel: ChannelView): boolean {
  return channel.kind === 'nearby' && standingOf(feed, channel) === 'over'
}

function PartedNote() {
  return (
    <p class="border-t border-line px-4 py-3 text-sm text-pretty text-ink-faint">
      You do not stand together any more. The same people find this chat again when they do.
    </p>
  )
}

function emptyText(isOfCertain: boolean, name: string): string {
  return isOfCertain
    ? `What you write here only ${name} will see.`
    : `Say hello to everyone in ${name}. Mention someone to write to them alone.`
}
