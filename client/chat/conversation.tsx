import { createMemo, Show, untrack } from 'solid-js'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { titleOf } from './channel-title.ts'
import { useChat } from './chat-context.tsx'
import { Composer } from './composer/composer.tsx'
import { createDestination } from './create-destination.ts'
import { createDraft } from './drafts.ts'
import { createImageViewer } from './files/create-image-viewer.ts'
import { DropArea } from './files/drop-area.tsx'
import { ImageViewer } from './files/image-viewer.tsx'
import { createRevisions } from './messages/create-revisions.ts'
import { DeleteDialog } from './messages/delete-dialog.tsx'
import { MessageList } from './messages/message-list.tsx'

/** One channel: its history and the place to write. Make a new one for another channel (`<Show keyed>`). */
export function Conversation(props: { channelId: ChannelId; autofocus: boolean }) {
  const chat = useChat()
  const channelId = untrack(() => props.channelId)
  const summary = () => chat.feed.state.channels[channelId]
  const revisions = createRevisions(chat, channelId)
  return (
    <Show when={summary()?.channel}>
      {(channel) => {
        const title = () => titleOf(chat.feed, channel(), chat.me())
        const draft = createDraft(channelId)
        const attachments = chat.attachmentsOf(channelId)
        const viewer = createImageViewer(() => chat.feed.state.messages[channelId] ?? [])
        const destination = createDestination(chat, channel, draft.text)
        const others = createMemo(() => chat.mentionable().filter((person) => person.id !== chat.me()))
        const isMention = () => channel().kind === 'mention'
        return (
          <DropArea onFiles={(files) => void attachments.add(files)}>
            <MessageList
              channelId={channelId}
              otherName={isMention() ? title().name : null}
              emptyText={emptyText(isMention(), title().name)}
              revisions={revisions}
              onOpenImage={viewer.open}
            />
            <Composer
              draft={draft}
              attachments={attachments}
              placeholder={isMention() ? `Write to ${title().name}` : `Write to everyone in ${title().name}`}
              people={others()}
              groups={!isMention()}
              notice={destination.notice()}
              onPicked={destination.onPicked}
              onSend={(text, files) => chat.outbox.send(channelId, destination.resolve(text), files)}
              autofocus={props.autofocus}
              onEditLast={revisions.editLastOwn}
              away={revisions.editing() !== null}
            />
            <DeleteDialog revisions={revisions} />
            <ImageViewer viewer={viewer} />
          </DropArea>
        )
      }}
    </Show>
  )
}

function emptyText(isMention: boolean, name: string): string {
  return isMention
    ? `What you write here only ${name} will see.`
    : `Say hello to everyone in ${name}. Mention someone to write to them alone.`
}
