import { Show } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Markdown, type DescribeMention } from '../markdown/markdown.tsx'
import { dayLabel, startsDay, startsGroup, timeLabel } from '../message-groups.rules.ts'
import { DeliveryState } from './delivery-state.tsx'

export interface MessageRowProps {
  message: MessageView
  previous: MessageView | undefined
  /** The first that this person has not read. */
  firstUnread: boolean
  mine: boolean
  hue: number
  describe: DescribeMention
  /** Of a mention chat: the other one's name. */
  otherName: string | null
  onRetry: () => Promise<void>
}

export function MessageRow(props: MessageRowProps) {
  const head = () => props.firstUnread || startsGroup(props.previous, props.message)
  return (
    <>
      <Show when={startsDay(props.previous, props.message)}>
        <Divider text={dayLabel(props.message.createdAt, Date.now())} />
      </Show>
      <Show when={props.firstUnread}>
        <Divider text="New" accent />
      </Show>
      <article
        aria-label={`${props.message.authorName}, ${timeLabel(props.message.createdAt)}`}
        class="group/message relative grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-2.5 px-4 py-0.5 hover:bg-[color-mix(in_oklab,var(--color-hover)_55%,transparent)]"
        classList={{ 'mt-2.5': head() }}
      >
        <Show when={head()} fallback={<SideTime atMs={props.message.createdAt} />}>
          <div class="pt-0.5">
            <Avatar name={props.message.authorName} hue={props.hue} size={36} visitor={props.message.authorKind === 'visitor'} />
          </div>
        </Show>
        <div class="min-w-0">
          <Show when={head()}>
            <Heading message={props.message} />
          </Show>
          <Body {...props} />
        </div>
      </article>
    </>
  )
}

function Heading(props: { message: MessageView }) {
  return (
    <p class="flex items-baseline gap-2 leading-5">
      <span class="truncate text-base font-semibold text-ink">{props.message.authorName}</span>
      <Show when={props.message.authorKind === 'visitor'}>
        <span class="text-xs text-ink-faint">visitor</span>
      </Show>
      <time class="shrink-0 text-xs text-ink-faint" datetime={new Date(props.message.createdAt).toISOString()}>
        {timeLabel(props.message.createdAt)}
      </time>
      <Show when={props.message.source === 'slack'}>
        <span class="shrink-0 text-xs text-ink-faint">from Slack</span>
      </Show>
    </p>
  )
}

function SideTime(props: { atMs: number }) {
  return (
    <time
      class="pt-1 text-right text-2xs whitespace-nowrap text-ink-faint opacity-0 group-hover/message:opacity-100"
      datetime={new Date(props.atMs).toISOString()}
    >
      {timeLabel(props.atMs)}
    </time>
  )
}

function Body(props: MessageRowProps) {
  return (
    <Show when={props.message.deletedAt === null} fallback={<p class="text-base text-ink-faint italic">This message was deleted.</p>}>
      <div class="text-base text-ink">
        <Markdown text={props.message.text} describe={props.describe} />
      </div>
      <Show when={props.message.editedAt !== null}>
        <span class="text-xs text-ink-faint">edited</span>
      </Show>
      <Show when={props.mine && props.message.bridge}>
        {(bridge) => <DeliveryState bridge={bridge()} name={props.otherName ?? 'the recipient'} onRetry={props.onRetry} />}
      </Show>
    </Show>
  )
}

function Divider(props: { text: string; accent?: boolean }) {
  return (
    <div
      class="my-3 flex items-center gap-3 px-4 text-xs font-medium"
      classList={{ 'text-accent-ink': props.accent, 'text-ink-faint': !props.accent }}
    >
      <span class="h-px grow" classList={{ 'bg-accent': props.accent, 'bg-line': !props.accent }} />
      {props.text}
      <span class="h-px grow" classList={{ 'bg-accent': props.accent, 'bg-line': !props.accent }} />
    </div>
  )
}
