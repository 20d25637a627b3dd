import { DoorOpen, Hash, Users } from 'lucide-solid'
import { For, Match, Show, Switch } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import { unreadOf } from '@atrium/shared/chat/unread.ts'
import type { ChannelSummary, ChannelView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, PersonId } from '@atrium/shared/ids.ts'
import { Avatar } from '../ui/avatar.tsx'
import { UnreadBadge } from '../ui/badge.tsx'
import { moveRovingFocus } from '../ui/roving-focus.ts'
import { titleOf } from './channel-title.ts'
import { useChat } from './chat-context.tsx'
import { whenLabel } from './message-groups.rules.ts'
import { lineOf } from './files/describe-files.rules.ts'

/** Chats with who, and the last line of each; the newest first. */
export function ChannelList(props: {
  channels: ChannelSummary[]
  current: ChannelId | null
  onSelect: (channelId: ChannelId) => void
  label: string
}) {
  return (
    <ul aria-label={props.label} onKeyDown={(event) => moveRovingFocus(event)} class="flex flex-col gap-px">
      <For each={props.channels}>
        {(summary, index) => (
          <Row summary={summary} current={summary.channel.id === props.current} onSelect={props.onSelect} first={index() === 0} />
        )}
      </For>
    </ul>
  )
}

function Row(props: { summary: ChannelSummary; current: boolean; first: boolean; onSelect: (channelId: ChannelId) => void }) {
  const chat = useChat()
  const title = () => titleOf(chat.feed, props.summary.channel, chat.me())
  const status = () => {
    const other = title().other
    return other ? chat.feed.state.presence[other.id]?.status : undefined
  }
  const preview = () => {
    const last = props.summary.lastMessage
    if (!last) return title().about
    const text =
      last.deletedAt === null
        ? lineOf(
            plainText(last.text, (id) => chat.feed.person(id as PersonId)?.name),
            last.files,
          )
        : 'Message deleted'
    return last.authorId === chat.me()
      ? `You: ${text}`
      : props.summary.channel.kind === 'mention'
        ? text
        : `${last.authorName.split(' ')[0]}: ${text}`
  }
  return (
    <li>
      <button
        type="button"
        data-roving
        tabindex={props.first || props.current ? 0 : -1}
        aria-current={props.current ? 'true' : undefined}
        onClick={() => props.onSelect(props.summary.channel.id)}
        class="focus-inset flex w-full items-center gap-3 rounded-lg px-3 py-2.5 text-left hover:bg-hover aria-[current]:bg-press"
      >
        <Show when={title().other} fallback={<Symbol kind={props.summary.channel.kind} />}>
          {(other) => <Avatar name={other().name} hue={other().hue} size={36} status={status()} visitor={other().kind === 'visitor'} />}
        </Show>
        <span class="min-w-0 grow">
          <span class="flex items-baseline gap-2">
            <span
              class="grow truncate text-base text-ink"
              classList={{ 'font-semibold': unreadOf(props.summary) > 0, 'font-medium': unreadOf(props.summary) === 0 }}
            >
              {title().name}
            </span>
            <Show when={props.summary.lastMessage}>
              {(last) => <span class="shrink-0 text-xs text-ink-faint">{whenLabel(last().createdAt, Date.now())}</span>}
            </Show>
          </span>
          <span class="flex items-center gap-2">
            <span class="grow truncate text-sm text-ink-faint">{preview()}</span>
            <UnreadBadge count={unreadOf(props.summary)} />
          </span>
        </span>
      </button>
    </li>
  )
}

function Symbol(props: { kind: ChannelView['kind'] }) {
  return (
    <span class="grid size-9 shrink-0 place-items-center rounded-lg bg-hover text-ink-soft" aria-hidden="true">
      <Switch fallback={<Hash size={17} />}>
        <Match when={props.kind === 'room'}>
          <DoorOpen size={17} />
        </Match>
        <Match when={props.kind === 'nearby'}>
          <Users size={17} />
        </Match>
      </Switch>
    </span>
  )
}
