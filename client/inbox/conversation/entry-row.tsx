import { Lock } from 'lucide-solid'
import { Show } from 'solid-js'
import type { ConversationMessageView, NoteView } from '@atrium/shared/inbox/views.ts'
import { Markdown } from '../../chat/markdown/markdown.tsx'
import { dayLabel, timeLabel } from '../../chat/message-groups.rules.ts'
import { DeliveryState } from '../../chat/messages/delivery-state.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useInbox } from '../inbox-context.tsx'
import { authorNameOf, isNote, startsDay, startsGroup, type Entry } from '../timeline.rules.ts'

const rowLook = 'grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 px-4 py-0.5'

export function EntryRow(props: { entry: Entry; previous: Entry | undefined }) {
  return (
    <>
      <Show when={startsDay(props.previous, props.entry)}>
        <div class="my-3 flex items-center gap-3 px-4 text-xs font-medium text-ink-faint">
          <span class="h-px grow bg-line" />
          {dayLabel(props.entry.createdAt, Date.now())}
          <span class="h-px grow bg-line" />
        </div>
      </Show>
      <Show
        when={isNote(props.entry)}
        fallback={<MessageRow message={props.entry as ConversationMessageView} head={startsGroup(props.previous, props.entry)} />}
      >
        <NoteRow note={props.entry as NoteView} />
      </Show>
    </>
  )
}

function MessageRow(props: { message: ConversationMessageView; head: boolean }) {
  const inbox = useInbox()
  const team = () => props.message.author.kind !== 'contact'
  const badge = () => (props.message.author.kind === 'automation' ? props.message.author.by || 'Automation' : 'Team')
  return (
    <article
      data-message={props.message.id}
      aria-label={`${authorNameOf(props.message)}, ${timeLabel(props.message.createdAt)}`}
      class={rowLook}
      classList={{ 'mt-3': props.head }}
    >
      <Show when={props.head} fallback={<span />}>
        <span class="pt-0.5">
          <Avatar name={authorNameOf(props.message)} hue={inbox.hueOf(props.message.author.id)} size={32} />
        </span>
      </Show>
      <div class="min-w-0">
        <Show when={props.head}>
          <p class="flex items-baseline gap-2 leading-5">
            <span class="truncate text-base font-semibold text-ink">{authorNameOf(props.message)}</span>
            <Show when={team()}>
              <span class="self-center">
                <Badge>{badge()}</Badge>
              </span>
            </Show>
            <Time atMs={props.message.createdAt} />
          </p>
        </Show>
        <Show when={props.message.deletedAt === null} fallback={<p class="text-base text-ink-faint italic">This message was deleted.</p>}>
          <div class="text-base text-ink">
            <Markdown text={props.message.text} describe={inbox.describeMention} />
            <Show when={props.message.editedAt !== null}>
              <span class="text-xs text-ink-faint">(edited)</span>
            </Show>
          </div>
        </Show>
        <Show when={team() && props.message.bridge}>
          {(bridge) => <DeliveryState bridge={bridge()} name="the customer" onRetry={() => inbox.retryDelivery(props.message.id)} />}
        </Show>
      </div>
    </article>
  )
}

function NoteRow(props: { note: NoteView }) {
  const inbox = useInbox()
  return (
    <article
      data-message={props.note.id}
      aria-label={`Note by ${props.note.authorName}, ${timeLabel(props.note.createdAt)}`}
      class={`${rowLook} mt-3`}
    >
      <span class="pt-1.5">
        <Avatar name={props.note.authorName} hue={inbox.hueOf(props.note.authorId)} size={32} />
      </span>
      <div class="min-w-0 rounded-lg bg-warn-wash px-3 py-2">
        <p class="flex items-baseline gap-2 leading-5">
          <span class="truncate text-base font-semibold text-ink">{props.note.authorName}</span>
          <span class="flex shrink-0 items-center gap-1 self-center text-xs font-medium text-warn">
            <Lock size={11} aria-hidden="true" /> Note
          </span>
          <Time atMs={props.note.createdAt} />
        </p>
        <div class="text-base text-ink">
          <Markdown text={props.note.text} describe={inbox.describeMention} />
        </div>
      </div>
    </article>
  )
}

function Time(props: { atMs: number }) {
  return (
    <time class="shrink-0 text-xs text-ink-faint" datetime={new Date(props.atMs).toISOString()}>
      {timeLabel(props.atMs)}
    </time>
  )
}
