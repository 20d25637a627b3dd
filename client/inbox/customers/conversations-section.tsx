import { A } from '@solidjs/router'
import { MessagesSquare } from 'lucide-solid'
import { createSignal, For, Show, untrack } from 'solid-js'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { ChoiceGroup } from '../../settings/parts/choice-group.tsx'
import { Section } from '../../settings/parts/page.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { fullTime, timeAgo } from '../../ui/relative-time.rules.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { createClock } from '../create-clock.ts'
import { STATUS_LABELS } from '../labels.ts'
import { StatusIcon } from '../status-icon.tsx'
import { createConversationPages, type ShownStatus, type WhoseConversations } from './create-conversation-pages.ts'

/** With a customer or a person. Whose they are does not change for as long as it is shown. */
export function ConversationsSection(props: { of: WhoseConversations }) {
  const [status, setStatus] = createSignal<ShownStatus>('all')
  const pages = createConversationPages(
    untrack(() => props.of),
    status,
  )
  return (
    <Section
      title="Conversations"
      flush
      action={
        <ChoiceGroup
          label="Which conversations"
          value={status()}
          options={[
            { value: 'all', text: 'All' } as const,
            { value: 'open', text: 'Open' } as const,
            { value: 'closed', text: 'Closed' } as const,
          ]}
          onChange={(value) => {
            setStatus(value)
            void pages.load()
          }}
        />
      }
    >
      <div aria-busy={pages.state() === 'loading'}>
        <Show
          when={pages.conversations().length > 0}
          fallback={
            <Show when={pages.state() !== 'loading'} fallback={<Skeleton lines={4} class="p-4" />}>
              <Show
                when={pages.state() === 'failed'}
                fallback={
                  <EmptyState
                    icon={<MessagesSquare size={20} />}
                    title="No conversations"
                    text="What they write in a watched channel appears here by itself."
                  />
                }
              >
                <EmptyState title="The conversations could not be loaded" text={pages.error()}>
                  <Button onClick={() => void pages.load()}>Try again</Button>
                </EmptyState>
              </Show>
            </Show>
          }
        >
          <ul aria-label="Conversations">
            <For each={pages.conversations()}>{(conversation) => <ConversationLine conversation={conversation} />}</For>
          </ul>
        </Show>
        <Show when={pages.more() && pages.conversations().length > 0}>
          <div class="flex justify-center border-t border-line p-2">
            <Button look="quiet" busy={pages.state() === 'loading-more'} onClick={() => void pages.loadMore()}>
              Show more
            </Button>
          </div>
        </Show>
      </div>
    </Section>
  )
}

function ConversationLine(props: { conversation: ConversationView }) {
  const feed = useFeed()
  const nowMs = createClock()
  const assignee = () => (props.conversation.assigneeId ? feed.state.members[props.conversation.assigneeId] : undefined)
  return (
    <li class="border-line not-last:border-b">
      <A
        href={`/inbox/${props.conversation.id}`}
        class="focus-inset flex min-h-12 items-center gap-2.5 px-4 py-2 transition-colors hover:bg-hover"
      >
        <StatusIcon status={props.conversation.status} size={15} />
        <span class="sr-only">{STATUS_LABELS[props.conversation.status]}: </span>
        <span class="min-w-0 grow">
          <span class="block truncate text-sm font-medium text-ink">{props.conversation.subject}</span>
          <span class="block truncate text-xs text-ink-faint">
            #{props.conversation.number} · {props.conversation.contact?.name ?? 'Somebody'} · {props.conversation.place}
          </span>
        </span>
        <Show when={assignee()}>
          {(member) => (
            <span class="shrink-0" title={`Assigned to ${member().name}`}>
              <Avatar name={member().name} hue={member().hue} size={20} />
              <span class="sr-only">Assigned to {member().name}</span>
            </span>
          )}
        </Show>
        <time
          class="w-12 shrink-0 text-right text-xs text-ink-faint"
          datetime={new Date(props.conversation.lastActivityAt).toISOString()}
          title={fullTime(props.conversation.lastActivityAt)}
        >
          {timeAgo(props.conversation.lastActivityAt, nowMs())}
        </time>
      </A>
    </li>
  )
}
