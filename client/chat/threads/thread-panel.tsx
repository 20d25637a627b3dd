import { ArrowLeft, X } from 'lucide-solid'
import { createMemo, createSignal, onMount, Show, untrack } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { standingOf, titleOf } from '../channel-title.ts'
import { useChat } from '../chat-context.tsx'
import { Composer } from '../composer/composer.tsx'
import { createDestination } from '../create-destination.ts'
import { createDraft } from '../drafts.ts'
import { createImageViewer } from '../files/create-image-viewer.ts'
import { DropArea } from '../files/drop-area.tsx'
import { ImageViewer } from '../files/image-viewer.tsx'
import { createRevisions } from '../messages/create-revisions.ts'
import { markUnread } from '../messages/create-unread.ts'
import { DeleteDialog } from '../messages/delete-dialog.tsx'
import { MessageList } from '../messages/message-list.tsx'
import { reportTyping } from '../typing/report-typing.ts'
import { TypingLine } from '../typing/typing-line.tsx'
import { AlsoSend } from './also-send.tsx'
import { createThreadHistory } from './thread-history.ts'
import { createThreadReadMarker } from './thread-read-marker.ts'
import { ThreadRoot } from './thread-root.tsx'

export interface ThreadPanelProps {
  channel: ChannelView
  threadRootId: MessageId
  onClose: () => void
  /** Fills the screen of a phone: closing leads back. */
  fullScreen: boolean
}

/** A thread and the place to reply in it. Escape closes it. Make a new one for another thread (`<Show keyed>`). */
export function ThreadPanel(props: ThreadPanelProps) {
  const chat = useChat()
  const title = () => titleOf(chat.feed, props.channel, chat.me())
  const where = () => (props.channel.kind === 'mention' ? `With ${title().name}` : title().name)
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const isOwn = event.target instanceof Node && event.currentTarget.contains(event.target)
    if (event.key !== 'Escape' || event.defaultPrevented || !isOwn) return
    event.preventDefault()
    props.onClose()
  }
  let panel!: HTMLElement
  // Where the keyboard would cover it, one reads first.
  onMount(() => props.fullScreen && panel.focus())
  return (
    <section
      ref={(element) => (panel = element)}
      aria-label="Thread"
      tabindex="-1"
      class="flex h-full min-h-0 flex-col bg-surface outline-none"
      onKeyDown={onKeyDown}
    >
      <header class="flex h-13 shrink-0 items-center gap-2.5 border-b border-line pr-2 pl-4 max-md:pl-2">
        <Show when={props.fullScreen}>
          <button
            type="button"
            aria-label="Back to the chat"
            onClick={() => props.onClose()}
            class="grid size-10 place-items-center rounded-md text-ink-soft hover:bg-hover"
          >
            <ArrowLeft size={19} />
          </button>
        </Show>
        <div class="min-w-0 grow">
          <Dynamic component={props.fullScreen ? 'h1' : 'h2'} class="truncate text-base leading-5 font-semibold text-ink">
            Thread
          </Dynamic>
          <p class="truncate text-xs leading-4 text-ink-faint">{where()}</p>
        </div>
        <Show when={!props.fullScreen}>
          <IconButton label="Close thread" onClick={() => props.onClose()}>
            <X size={16} />
          </IconButton>
        </Show>
      </header>
      <Thread {...props} />
    </section>
  )
}

function Thread(props: ThreadPanelProps) {
  const chat = useChat()
  const spot = untrack(() => ({ channelId: props.channel.id, threadRootId: props.threadRootId }))
  const { channelId, threadRootId } = spot
  chat.shown.add(spot)
  const firstUnread = untrack(
    () => chat.feed.state.channels[channelId]?.unreadReplies.find((reply) => reply.threadRootId === threadRootId)?.id,
  )
  const history = createThreadHistory(chat, threadRootId)
  const root = () => chat.feed.state.roots[threadRootId]
  const shown = createMemo(() => [...(root() ? [root()!] : []), ...history.messages()])
  const revisions = createRevisions(chat, { channelId, messages: shown })
  const viewer = createImageViewer(shown)
  const attachments = chat.attachmentsOf(spot)
  const kept = createDraft(spot)
  const destination = createDestination(chat, { channel: () => props.channel, spot, draft: kept.text })
  const draft = reportTyping(chat, kept, destination.spot)
  const others = createMemo(() => chat.mentionable().filter((person) => person.id !== chat.me()))
  const [also, setAlso] = createSignal(false)
  const isMention = () => props.channel.kind === 'mention'
  const name = () => titleOf(chat.feed, props.channel, chat.me()).name
  const ended = () =>
    ((root()?.deletedAt ?? null) !== null && root()?.thread === null) ||
    (props.channel.kind === 'nearby' && standingOf(chat.feed, props.channel) === 'over')
  return (
    <DropArea onFiles={(files) => void attachments.add(files)}>
      <MessageList
        label="Replies"
        history={history}
        outgoing={chat.outgoingIn(spot)}
        watchReading={(visible) => createThreadReadMarker(chat, { ...spot, newest: () => history.messages().at(-1), visible })}
        followUnread={() => markUnread(firstUnread)}
        otherName={isMention() ? name() : null}
        emptyText="What you reply here stands under this message."
        revisions={revisions}
        onOpenImage={viewer.open}
        target={chat.target()}
        onOpenThread={null}
        head={
          <ThreadRoot
            root={root()}
            state={history.state()}
            otherName={isMention() ? name() : null}
            revisions={revisions}
            onOpenImage={viewer.open}
          />
        }
      />
      <Show when={!ended()}>
        <TypingLine spot={spot} />
        <Composer
          label="Reply"
          draft={draft}
          attachments={attachments}
          placeholder="Reply…"
          people={others()}
          groups={!isPrivate(props.channel) && chat.groupMentions()}
          notice={destination.notice()}
          onPicked={destination.onPicked}
          onSend={(text, files) => {
            chat.outbox.send(spot, { text: destination.resolve(text), files, alsoInChannel: also() })
            setAlso(false)
          }}
          autofocus={!props.fullScreen}
          onEditLast={revisions.editLastOwn}
          away={revisions.editing() !== null}
          options={<AlsoSend to={isMention() ? `the chat with ${name()}` : name()} checked={also()} onChange={setAlso} />}
        />
      </Show>
      <DeleteDialog revisions={revisions} />
      <ImageViewer viewer={viewer} />
    </DropArea>
  )
}
