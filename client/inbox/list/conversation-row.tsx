import { Check } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useInbox, whoOf } from '../inbox-context.tsx'
import { PRIORITY_LABELS, STATUS_LABELS } from '../labels.ts'
import { PriorityIcon } from '../priority-icon.tsx'
import { SlaChip } from '../triage/sla-clocks.tsx'
import { fullTime, timeAgo } from '../../ui/relative-time.rules.ts'

export const ROW_PX = 88
const MOST_TAGS_SHOWN = 2

export interface ConversationRowProps {
  conversation: ConversationView
  index: number
  /** How many there are, known or not: -1. */
  count: number
  top: number
  tabStop: boolean
}

export function ConversationRow(props: ConversationRowProps) {
  const inbox = useInbox()
  const id = () => `conversation-${props.conversation.id}`
  const opened = () => inbox.openedId() === props.conversation.id
  const assignee = () => (props.conversation.assigneeId ? inbox.feed.state.members[props.conversation.assigneeId] : undefined)
  const tags = () => props.conversation.tagIds.flatMap((tag) => inbox.feed.state.tags[tag] ?? []).slice(0, MOST_TAGS_SHOWN)
  const found = () => (inbox.search.isOn() ? plainText(inbox.search.textOf(props.conversation.id), () => undefined) : '')
  const latest = () => (props.conversation.preview.startsWith(props.conversation.subject) ? '' : props.conversation.preview)
  const preview = () => found() || latest()
  return (
    <li
      aria-labelledby={id()}
      aria-setsize={props.count}
      aria-posinset={props.index + 1}
      class="absolute inset-x-0 top-0 px-2 py-px transition-transform duration-150 ease-out in-data-[still]:transition-none"
      style={{ transform: `translateY(${props.top}px)`, height: `${ROW_PX}px` }}
    >
      <a
        href={inbox.hrefOf(props.conversation.id)}
        data-conversation={props.conversation.id}
        tabindex={props.tabStop ? 0 : -1}
        aria-current={opened() ? 'true' : undefined}
        onFocus={() => inbox.setCursor(props.conversation.id)}
        class="focus-inset animate-fade-in flex h-full gap-2.5 rounded-lg py-2.5 pr-3 pl-2 transition-colors hover:bg-hover aria-[current=true]:bg-accent-wash"
      >
        <Show when={inbox.marked().has(props.conversation.id)}>
          <span class="grid h-5 w-4 shrink-0 place-items-center text-accent-ink">
            <Check size={14} aria-hidden="true" />
            <span class="sr-only">Marked</span>
          </span>
        </Show>
        <WaitingDot waiting={props.conversation.waiting && props.conversation.status !== 'closed'} />
        <span class="flex min-w-0 grow flex-col gap-0.5">
          <span class="flex items-center gap-2">
            <span class="truncate text-sm text-ink-soft" classList={{ 'font-medium text-ink': props.conversation.waiting }}>
              {whoOf(props.conversation)}
            </span>
            <Show when={props.conversation.customer}>{(customer) => <CustomerChip name={customer().name} />}</Show>
            <span class="grow" />
            <Show when={props.conversation.priority === 'urgent' || props.conversation.priority === 'high'}>
              <PriorityIcon priority={props.conversation.priority} size={13} />
              <span class="sr-only">{PRIORITY_LABELS[props.conversation.priority]} priority</span>
            </Show>
            <time
              class="shrink-0 text-xs text-ink-faint"
              datetime={new Date(props.conversation.lastActivityAt).toISOString()}
              title={fullTime(props.conversation.lastActivityAt)}
            >
              {timeAgo(props.conversation.lastActivityAt, inbox.nowMs())}
            </time>
          </span>
          <span
            id={id()}
            class="truncate text-base text-ink"
            classList={{ 'font-semibold': props.conversation.waiting, 'font-medium': !props.conversation.waiting }}
          >
            {props.conversation.subject}
          </span>
          <span class="flex h-5 items-center gap-2">
            <span class="min-w-0 grow truncate text-xs text-ink-faint">
              <Show when={inbox.search.isOn()} fallback={props.conversation.place}>
                #{props.conversation.number} {STATUS_LABELS[props.conversation.status].toLowerCase()}
              </Show>
              <Show when={preview()}> · {preview()}</Show>
            </span>
            <For each={tags()}>
              {(tag) => <span class="max-w-20 shrink-0 truncate rounded-sm bg-sunken px-1 text-2xs text-ink-soft">{tag.name}</span>}
            </For>
            <SlaChip sla={props.conversation.status === 'closed' ? null : props.conversation.sla} />
            <Show when={assignee()}>
              {(member) => (
                <span class="shrink-0" title={`Assigned to ${member().name}`}>
                  <Avatar name={member().name} hue={member().hue} size={20} />
                  <span class="sr-only">Assigned to {member().name}</span>
                </span>
              )}
            </Show>
          </span>
        </span>
      </a>
    </li>
  )
}

/** The customer wrote last and nobody has answered. */
function WaitingDot(props: { waiting: boolean }) {
  return (
    <span class="grid h-5 w-2.5 shrink-0 place-items-center">
      <Show when={props.waiting}>
        <span class="size-2 rounded-full bg-accent" aria-hidden="true" />
        <span class="sr-only">Waiting for an answer</span>
      </Show>
    </span>
  )
}

export function CustomerChip(props: { name: string }) {
  return (
    <span class="max-w-32 shrink-0 truncate rounded-full border border-line bg-sunken px-1.5 text-2xs font-medium text-ink-soft">
      {props.name}
    </span>
  )
}
