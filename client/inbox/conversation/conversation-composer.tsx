import { Lock, SendHorizontal, TriangleAlert } from 'lucide-solid'
import { createSignal, createUniqueId, onCleanup, onMount, Show, untrack } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { useChat } from '../../chat/chat-context.tsx'
import { createTypingReporter } from '../../chat/typing/typing-reporter.ts'
import { fitHeight } from '../../ui/auto-grow.ts'
import { Button } from '../../ui/button.tsx'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { useInbox, whoOf, type Writing } from '../inbox-context.tsx'
import { createDraft } from './create-draft.ts'
import { createNewerMessages } from './create-newer-messages.ts'
import { createNoteMentions } from './create-note-mentions.ts'
import type { OpenedConversation } from './create-opened-conversation.ts'
import { WritingArea } from './writing-area.tsx'

const sendKeys = navigator.platform.startsWith('Mac') ? '⌘ ↵' : 'Ctrl ↵'

/** A reply goes to the customer, a note never does; the two look so different that nobody takes one for the other (IN4). */
export function ConversationComposer(props: { conversation: ConversationView; opened: OpenedConversation }) {
  const inbox = useInbox()
  const id = createUniqueId()
  const conversationId = untrack(() => props.conversation.id)
  const typing = createTypingReporter<ConversationId>({
    tell: (there, isOn) => inbox.tellAttending(there, 'writing', isOn),
    nowMs: () => Date.now(),
    isSame: (one, other) => one === other,
  })
  onCleanup(typing.stop)
  /** Without the earlier ones that were asked for: they are nothing new. */
  const messages = () => {
    const [known, from] = [inbox.feed.state.conversationMessages[conversationId] ?? [], props.opened.beginsAt()]
    return from === null ? known : known.filter(({ id: messageId }) => messageId >= from)
  }
  const isKnown = () => props.opened.state() === 'ready'
  const newer = createNewerMessages({ messages, isKnown, me: inbox.me }, createDraft(conversationId, 'reply'))
  const drafts = { reply: newer.draft, note: createDraft(conversationId, 'note') }
  const mentions = createNoteMentions(useChat())
  const [kind, setKind] = createSignal<Writing>('reply')
  const areas: Partial<Record<Writing, HTMLTextAreaElement>> = {}
  const noting = () => kind() === 'note'
  const write = (next: Writing) => {
    setKind(next)
    areas[next]?.focus()
  }
  const show = (area: HTMLTextAreaElement | undefined, text: string) => {
    if (!area) return
    area.value = text
    fitHeight(area)
    area.focus()
  }
  const send = (event: Event) => {
    event.preventDefault()
    const text = drafts[kind()].text().trim()
    if (text === '' || (!noting() && newer.holdsBack())) return
    if (noting()) inbox.outbox.send({ conversationId, kind: 'note', text: mentions.resolve(text) })
    else inbox.outbox.send({ conversationId, kind: 'reply', text, lastSeenId: newer.lastSeenId() })
    drafts[kind()].setText('')
    typing.stop()
    show(areas[kind()], '')
  }
  const insert = (text: string) => {
    const { before, after } = aroundCaret(areas.reply, drafts.reply.text())
    const whole = `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${text}${after}`
    drafts.reply.setText(whole)
    show(areas.reply, whole)
  }
  const composer = {
    focus: (wished: Writing) => queueMicrotask(() => write(wished)),
    insert: (text: string) => queueMicrotask(() => insert(text)),
  }
  onMount(() => onCleanup(inbox.offerComposer(conversationId, composer)))

  const area = (of: Writing) => (
    <WritingArea
      kind={of}
      describedBy={`${id}-about`}
      placeholder={of === 'reply' ? `Reply to ${whoOf(props.conversation)}…` : 'Write a note for your team, @ calls a teammate…'}
      draft={drafts[of]}
      onElement={(element) => (areas[of] = element)}
      onTyped={(text) => (text === '' ? typing.stop() : typing.typed(conversationId))}
      mentions={of === 'note' ? mentions : null}
      onSend={send}
    />
  )

  return (
    <form onSubmit={send} class="mx-auto w-full max-w-3xl px-4 pb-4 max-md:px-2 max-md:pb-2">
      <div
        class="rounded-xl border shadow-low focus-within:ring-1"
        classList={{
          'border-control bg-surface focus-within:border-accent focus-within:ring-accent': !noting(),
          'border-warn bg-warn-wash focus-within:ring-warn': noting(),
        }}
      >
        <div
          role="tablist"
          aria-label="Reply or note"
          onKeyDown={(event) => moveRovingFocus(event, 'horizontal')}
          class="flex gap-1 px-1.5 pt-1.5"
        >
          <Tab id={`${id}-reply`} label="Reply" selected={!noting()} panel={`${id}-panel`} onSelect={() => setKind('reply')} />
          <Tab id={`${id}-note`} label="Note" selected={noting()} panel={`${id}-panel`} onSelect={() => setKind('note')} />
        </div>
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${kind()}`}>
          <Show when={noting()} fallback={area('reply')}>
            {area('note')}
          </Show>
          <Show when={!noting()}>
            <NewerNotice count={newer.count()} asksOnceMore={newer.asksOnceMore()} />
          </Show>
          <Footer
            id={`${id}-about`}
            noting={noting()}
            anyway={!noting() && newer.asksOnceMore()}
            destination={destinationOf(props.conversation)}
            empty={drafts[kind()].text().trim() === ''}
          />
        </div>
      </div>
    </form>
  )
}

/** Something was said since this one began to answer. */
function NewerNotice(props: { count: number; asksOnceMore: boolean }) {
  const words = () => (props.count === 1 ? 'A message has come since you began.' : `${props.count} messages have come since you began.`)
  return (
    <div role="alert">
      <Show when={props.count > 0}>
        <p class="mx-3 mb-2 flex items-center gap-2 rounded-md bg-warn-wash px-2.5 py-1.5 text-sm text-warn">
          <TriangleAlert size={14} class="shrink-0" aria-hidden="true" />
          <span>
            {words()}
            <Show when={props.asksOnceMore}> Read what is new above, then send once more to send it as it is.</Show>
          </span>
        </p>
      </Show>
    </div>
  )
}

/** Where a text comes in; at the end where nobody has been in it. */
function aroundCaret(area: HTMLTextAreaElement | undefined, text: string): { before: string; after: string } {
  const at = area?.isConnected && area.value === text ? area.selectionStart : text.length
  return { before: text.slice(0, at), after: text.slice(at) }
}

function Footer(props: { id: string; noting: boolean; anyway: boolean; destination: string; empty: boolean }) {
  return (
    <div class="flex items-center gap-3 pr-1.5 pb-1.5 pl-3">
      <p
        id={props.id}
        class="flex min-w-0 grow items-center gap-1.5 text-xs"
        classList={{ 'text-warn': props.noting, 'text-ink-faint': !props.noting }}
      >
        <Show when={props.noting} fallback={<span class="truncate">{props.destination}</span>}>
          <Lock size={12} class="shrink-0" aria-hidden="true" /> Only your team sees this
        </Show>
      </p>
      <span class="text-2xs whitespace-nowrap text-ink-faint max-md:hidden" aria-hidden="true">
        {sendKeys}
      </span>
      <Button type="submit" size="small" look={props.noting ? 'plain' : 'primary'} disabled={props.empty}>
        <Show when={props.noting} fallback={<SendHorizontal size={13} aria-hidden="true" />}>
          <Lock size={13} aria-hidden="true" />
        </Show>
        {props.noting ? 'Add note' : props.anyway ? 'Send anyway' : 'Send reply'}
      </Button>
    </div>
  )
}

function destinationOf({ origin, place, contact }: ConversationView): string {
  if (origin === 'direct') return `Goes to ${contact?.name ?? 'them'} in Slack`
  return origin === 'manual' ? 'The customer can read this' : `Goes to ${place} in Slack`
}

function Tab(props: { id: string; label: string; selected: boolean; panel: string; onSelect: () => void }) {
  return (
    <button
      type="button"
      role="tab"
      id={props.id}
      data-roving
      aria-selected={props.selected}
      aria-controls={props.panel}
      tabindex={props.selected ? 0 : -1}
      onClick={() => props.onSelect()}
      onFocus={() => props.onSelect()}
      class="h-7 rounded-md px-2.5 text-sm font-medium text-ink-soft transition-colors hover:text-ink aria-selected:bg-hover aria-selected:text-ink"
    >
      {props.label}
    </button>
  )
}
