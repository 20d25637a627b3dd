import { createEffect, createSignal, For, Match, on, Show, Switch, untrack, type Accessor, type JSX } from 'solid-js'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat } from '../chat-context.tsx'
import { startsGroup } from '../message-groups.rules.ts'
import type { OutgoingMessage } from '../outbox.ts'
import type { History } from './create-history.ts'
import type { Unread } from './create-unread.ts'
import { ToFirstUnread, ToNewest } from './jump-buttons.tsx'
import type { Revisions } from './create-revisions.ts'
import { MessageRow } from './message-row.tsx'
import { leadToMessage } from './lead-to-message.ts'
import { OutgoingRow } from './outgoing-row.tsx'
import { createEndSticker } from './stick-to-end.ts'
import { countAfter } from './unread.rules.ts'

const LOAD_OLDER_AT_PX = 240

export interface MessageListProps {
  label: string
  history: History
  outgoing: OutgoingMessage[]
  /** Follows what is read. `visible`: the newest message is on the screen. */
  watchReading: (visible: Accessor<boolean>) => { look: () => void }
  /** Knows where reading stopped. `loadOlder` loads a page before the oldest and keeps what one reads where it is. */
  followUnread: (loadOlder: () => Promise<void>) => Unread
  otherName: string | null
  /** Says what the place is for. */
  emptyText: string
  revisions: Revisions
  onOpenImage: (fileId: FileId) => void
  /** The message that somebody is to be led to. */
  target: MessageId | null
  /** Opens the thread of a message; null in a thread. */
  onOpenThread: ((threadRootId: MessageId) => void) | null
  /** Stands before the oldest message, and the list begins at the top. */
  head?: JSX.Element
}

/** The history of one channel or thread; another one makes a new list. */
export function MessageList(props: MessageListProps) {
  const chat = useChat()
  const connection = useConnection()
  const { history } = untrack(() => props)
  const sticker = createEndSticker()
  const marker = untrack(() => props.watchReading)(sticker.atEnd)
  const describe = (mention: Parameters<typeof chat.describeMention>[0]) => chat.describeMention(mention)
  const loadOlder = async (limit?: number) => {
    const restore = sticker.beforePrepend()
    const count = history.messages().length
    await history.loadOlder(limit)
    if (history.messages().length > count) restore()
  }
  const unread = untrack(() => props.followUnread)(loadOlder)
  createEffect(
    on(
      () => props.outgoing.length,
      (now, before = 0) => now > before && unread.wrote(),
    ),
  )
  const below = createBelow(sticker.atEnd, () => history.messages().at(-1)?.id ?? null)
  const onScroll = (event: Event & { currentTarget: HTMLElement }) => {
    sticker.onScroll()
    marker.look()
    unread.look()
    if (event.currentTarget.scrollTop < LOAD_OLDER_AT_PX && history.more() && history.state() === 'ready') void loadOlder()
  }
  const ownHeading = (createdAt: number) => {
    const [last, me] = [history.messages().at(-1), chat.feed.person(chat.me())]
    return me && startsGroup(last, { authorId: chat.me(), createdAt, deletedAt: null }) ? me : null
  }
  let box!: HTMLDivElement
  let content!: HTMLDivElement
  leadToMessage({ target: () => props.target, history, loadOlder, box: () => box, reached: chat.reached })
  const watch = (element: HTMLDivElement) => {
    content = element
    unread.watch(box)
    sticker.watch(box, content)
  }

  return (
    <div class="relative min-h-0 grow">
      <div
        ref={(element) => (box = element)}
        role="log"
        aria-label={props.label}
        aria-live="off"
        aria-busy={history.state() === 'loading'}
        tabindex="0"
        onScroll={onScroll}
        onKeyDown={moveAmongMessages}
        class="focus-inset h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div ref={watch} class="flex min-h-full flex-col pt-4 pb-3" classList={{ 'justify-end': props.head === undefined }}>
          {props.head}
          <Before history={history} empty={history.messages().length + props.outgoing.length === 0} emptyText={props.emptyText} />
          <For each={history.messages()}>
            {(message, index) => {
              const previous = () => history.messages()[index() - 1]
              return (
                <MessageRow
                  message={message}
                  previous={previous()}
                  firstUnread={unread.isFirst(message)}
                  mine={message.authorId === chat.me()}
                  hue={chat.hueOf(message.authorId)}
                  describe={describe}
                  otherName={props.otherName}
                  onRetry={() => chat.retryDelivery(message.id)}
                  revisions={props.revisions}
                  onOpenImage={props.onOpenImage}
                  onOpenThread={props.onOpenThread}
                />
              )
            }}
          </For>
          <For each={props.outgoing}>
            {(message, index) => (
              <OutgoingRow
                message={message}
                author={index() === 0 ? ownHeading(message.createdAt) : null}
                offline={connection.state().name === 'reconnecting'}
                describe={describe}
                onRetry={() => chat.outbox.retry(message.clientId)}
                onDiscard={() => chat.outbox.discard(message.clientId)}
              />
            )}
          </For>
        </div>
      </div>
      <Show when={unread.above() > 0}>
        <ToFirstUnread count={unread.above()} busy={unread.jumping()} onJump={() => void unread.jump()} onDismiss={unread.dismiss} />
      </Show>
      <Show when={!sticker.atEnd()}>
        <ToNewest count={countAfter(history.messages(), { after: below(), me: chat.me() })} onClick={sticker.toEnd} />
      </Show>
    </div>
  )
}

/** The last message that stood on the screen before somebody scrolled up. */
function createBelow(atEnd: () => boolean, newest: () => MessageId | null) {
  const [below, setBelow] = createSignal<MessageId | null>(null)
  createEffect(on(atEnd, (isAtEnd) => setBelow(isAtEnd ? null : untrack(newest))))
  return below
}

/** From the list itself to its newest message, and from one to the next. */
function moveAmongMessages(event: KeyboardEvent & { currentTarget: HTMLElement; target: Element }): void {
  const isOwn = event.target === event.currentTarget || event.target.matches('[data-message]')
  if (!isOwn || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')]
  const at = rows.findIndex((row) => row === event.target)
  const next =
    event.key === 'ArrowUp' ? rows.at(at === -1 ? -1 : Math.max(0, at - 1)) : rows.at(Math.min(rows.length - 1, at === -1 ? -1 : at + 1))
  event.preventDefault()
  next?.focus()
}

/** What stands above the messages, or in their place. */
function Before(props: { history: History; empty: boolean; emptyText: string }) {
  return (
    <Switch>
      <Match when={props.history.state() === 'loading' && props.history.messages().length === 0}>
        <Skeleton lines={5} withAvatar class="px-4" />
      </Match>
      <Match when={props.history.state() === 'failed'}>
        <EmptyState title="The messages could not be loaded" text={props.history.error()}>
          <Button onClick={() => void props.history.load()}>Try again</Button>
        </EmptyState>
      </Match>
      <Match when={props.history.state() === 'loading-older'}>
        {/* Takes no room, or what one reads would jump. */}
        <div class="relative">
          <div class="absolute inset-x-0 -top-2 flex justify-center text-ink-faint">
            <Spinner />
          </div>
        </div>
      </Match>
      <Match when={props.history.state() === 'ready' && props.empty}>
        <EmptyState title="Nothing here yet" text={props.emptyText} />
      </Match>
    </Switch>
  )
}
