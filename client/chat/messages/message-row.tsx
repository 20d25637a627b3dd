import { EllipsisVertical } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Markdown, type DescribeMention } from '../markdown/markdown.tsx'
import { dayLabel, startsDay, startsGroup, timeLabel } from '../message-groups.rules.ts'
import { useChat } from '../chat-context.tsx'
import { MessageFiles } from '../files/message-files.tsx'
import { BroadcastLine } from '../threads/broadcast-line.tsx'
import { ThreadLine } from '../threads/thread-line.tsx'
import { createRowAttention } from './create-row-attention.ts'
import type { Revisions } from './create-revisions.ts'
import { DeliveryState } from './delivery-state.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageEditor } from './message-editor.tsx'
import { ReactionPills } from './reaction-pills.tsx'

export interface MessageRowProps {
  message: MessageView
  previous: MessageView | undefined
  /** The first that this person has not read. */
  firstUnread: boolean
  /** It shows its author, whatever stands before it. */
  startsGroup?: boolean
  mine: boolean
  hue: number
  describe: DescribeMention
  /** Of a mention chat: the other one's name. */
  otherName: string | null
  onRetry: () => Promise<void>
  revisions: Revisions
  onOpenImage: (fileId: FileId) => void
  /** Null in a thread. */
  onOpenThread: ((threadRootId: MessageId) => void) | null
}

export function MessageRow(props: MessageRowProps) {
  const attention = createRowAttention()
  const stands = () => props.message.deletedAt === null
  const head = () => props.startsGroup || props.firstUnread || startsGroup(props.previous, props.message)
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
        data-message={props.message.id}
        tabindex="-1"
        {...attention.handlers}
        onKeyDown={(event) => onRowKey(event, props)}
        class="group/message relative grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-2.5 px-4 py-0.5 hover:bg-[color-mix(in_oklab,var(--color-hover)_55%,transparent)] focus-inset max-md:pr-9"
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
          <BroadcastLine message={props.message} onOpenThread={props.onOpenThread} />
          <Body {...props} />
          <ThreadLine message={props.message} onOpenThread={props.onOpenThread} />
        </div>
        <Show when={stands() && props.revisions.editing() !== props.message.id}>
          <Actions {...props} attention={attention} />
        </Show>
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

/** The thread that a message begins, or would begin, or stands in. Under what was deleted none begins. */
function threadOf({ id, threadRootId, deletedAt, thread }: MessageView): MessageId | null {
  return threadRootId ?? (deletedAt === null || thread ? id : null)
}

function onRowKey(event: KeyboardEvent & { currentTarget: HTMLElement }, props: MessageRowProps): void {
  const { message, revisions, onOpenThread } = props
  const threadRootId = threadOf(message)
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'e' && revisions.mayEdit(message)) revisions.edit(message.id)
  else if (event.key === 't' && onOpenThread && threadRootId) onOpenThread(threadRootId)
  else if (event.key === 'Delete' && revisions.mayDelete(message)) revisions.askToDelete(message)
  else return
  event.preventDefault()
}

/** Shown to a pointer over the row, to the focus in it, and where neither is, by its button or a long press. */
function Actions(props: MessageRowProps & { attention: ReturnType<typeof createRowAttention> }) {
  const [picking, setPicking] = createSignal(false)
  const { focused, asked, ask } = props.attention
  const isKept = () => picking() || asked() || focused()
  const act = (work: () => void) => () => {
    ask(false)
    work()
  }
  return (
    <>
      <button
        type="button"
        tabindex={focused() ? 0 : -1}
        aria-label="Message actions"
        aria-expanded={asked()}
        onClick={() => ask(!asked())}
        class="absolute top-0 right-0.5 grid size-8 place-items-center rounded-md text-ink-faint md:hidden"
      >
        <EllipsisVertical size={16} />
      </button>
      <div
        class="absolute -top-3 right-3 z-10 max-md:top-7"
        classList={{ 'hidden md:group-hover/message:block': !isKept(), 'max-md:hidden': !(asked() || picking()) }}
      >
        <MessageActions
          mayEdit={props.revisions.mayEdit(props.message)}
          mayDelete={props.revisions.mayDelete(props.message)}
          reachable={focused() || asked()}
          onPicking={setPicking}
          onReply={props.onOpenThread && act(() => props.onOpenThread?.(threadOf(props.message) ?? props.message.id))}
          onReact={(emoji) => act(() => void props.revisions.toggleReaction(props.message, emoji))()}
          onEdit={act(() => props.revisions.edit(props.message.id))}
          onDelete={act(() => props.revisions.askToDelete(props.message))}
        />
      </div>
    </>
  )
}

function Body(props: MessageRowProps) {
  return (
    <Show when={props.message.deletedAt === null} fallback={<p class="text-base text-ink-faint italic">This message was deleted.</p>}>
      <Show when={props.revisions.editing() !== props.message.id} fallback={<Editor {...props} />}>
        <Show when={props.message.text !== ''}>
          <div class="text-base text-ink">
            <Markdown text={props.message.text} describe={props.describe} />
          </div>
        </Show>
        <Show when={props.message.editedAt}>
          {(editedAt) => (
            <time class="text-xs text-ink-faint" datetime={new Date(editedAt()).toISOString()}>
              (edited)
            </time>
          )}
        </Show>
      </Show>
      <Show when={props.message.files.length > 0}>
        <MessageFiles files={props.message.files} onOpen={props.onOpenImage} />
      </Show>
      <Reactions {...props} />
      <Show when={props.mine && props.message.bridge}>
        {(bridge) => <DeliveryState bridge={bridge()} name={props.otherName ?? 'the recipient'} onRetry={props.onRetry} />}
      </Show>
    </Show>
  )
}

function Editor(props: MessageRowProps) {
  return (
    <MessageEditor
      text={props.revisions.textToEdit(props.message)}
      onSave={(text) => props.revisions.save(props.message, text)}
      onCancel={props.revisions.stopEditing}
    />
  )
}

function Reactions(props: MessageRowProps) {
  const chat = useChat()
  return (
    <ReactionPills
      reactions={props.message.reactions}
      me={chat.me()}
      nameOf={(id) => chat.feed.person(id)?.name ?? 'someone'}
      onToggle={(emoji) => void props.revisions.toggleReaction(props.message, emoji)}
    />
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
