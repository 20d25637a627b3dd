import { Inbox, Keyboard } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { useMe } from '../identity/session.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ConversationPane } from './conversation/conversation-pane.tsx'
import { createCommands } from './create-commands.ts'
import { createInbox } from './create-inbox.ts'
import { createKeyboard, focusedLine } from './create-keyboard.ts'
import { InboxProvider, type InboxModel } from './inbox-context.tsx'
import { belongsTo, coveredBy, neighbour, type ViewName } from './inbox-view.rules.ts'
import type { InboxAction } from './keyboard.rules.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { ConversationList } from './list/conversation-list.tsx'
import { createConversationList, type ConversationList as List } from './list/create-conversation-list.ts'
import { MarkedBar } from './list/marked-bar.tsx'
import { ViewsNav } from './list/views-nav.tsx'

export function InboxPage() {
  const me = useMe()
  return (
    <Show when={me().actor.kind === 'member'} fallback={<EmptyState icon={<Inbox size={20} />} title="The inbox is for members" />}>
      <Panes />
    </Show>
  )
}

/** Views, list and conversation beside each other; on a phone the list or the conversation. */
function Panes() {
  const inbox = createInbox()
  const counts = createCounts(inbox)
  createCommands(inbox)
  const [keysShown, setKeysShown] = createSignal(false)
  let list: List | undefined
  let focusLine: (id: ConversationId) => void = () => undefined
  createKeyboard((action) =>
    runAction(inbox, action, { ids: () => list?.ids() ?? [], focusLine: (id) => focusLine(id), showKeys: () => setKeysShown(true) }),
  )
  return (
    <InboxProvider value={inbox}>
      <div class="grid h-full grid-rows-[auto_minmax(0,1fr)] md:grid-cols-[minmax(17rem,21rem)_minmax(0,1fr)] xl:grid-cols-[10.75rem_20.5rem_minmax(0,1fr)] xl:grid-rows-1">
        <div class="min-w-0 border-line max-xl:bg-surface md:border-r" classList={{ 'max-md:hidden': inbox.openedId() !== null }}>
          <div class="flex h-13 items-center gap-2 pr-2 pl-4">
            <h1 class="grow text-base font-semibold text-ink">Inbox</h1>
            <span class="max-md:hidden">
              <IconButton label="Keys (?)" size="small" onClick={() => setKeysShown(true)}>
                <Keyboard size={15} />
              </IconButton>
            </span>
          </div>
          <ViewsNav countOf={counts.of} />
        </div>
        <div
          class="flex min-h-0 min-w-0 flex-col border-line bg-surface max-xl:row-start-2 md:border-r"
          classList={{ 'max-md:hidden': inbox.openedId() !== null }}
        >
          <Show when={inbox.view()} keyed>
            {(view) => {
              list = createConversationList(inbox, view, counts.tell)
              return (
                <>
                  <MarkedBar />
                  <ConversationList list={list} onFocuser={(focus) => (focusLine = focus)} />
                </>
              )
            }}
          </Show>
        </div>
        <section
          aria-label="Opened conversation"
          class="min-h-0 min-w-0 max-xl:row-span-2 max-xl:row-start-1 max-md:col-start-1 md:max-xl:col-start-2"
          classList={{ 'max-md:hidden': inbox.openedId() === null }}
        >
          <Show when={inbox.openedId()} keyed fallback={<NoneOpen />}>
            {(id) => <ConversationPane id={id} />}
          </Show>
        </section>
      </div>
      <KeysDialog open={keysShown()} onClose={() => setKeysShown(false)} />
    </InboxProvider>
  )
}

function NoneOpen() {
  return (
    <div class="grid h-full place-items-center">
      <EmptyState icon={<Inbox size={20} />} title="No conversation open" text="Choose one, or press J and then Enter." />
    </div>
  )
}

/** Numbers beside the views: exact once all of it was fetched, "50+" before, nothing while unknown. */
function createCounts(inbox: InboxModel) {
  const [whole, setWhole] = createSignal<Partial<Record<ViewName, boolean>>>({})
  return {
    tell: (view: ViewName, isWhole: boolean) =>
      setWhole((known) => ({ ...known, ...Object.fromEntries(coveredBy(view).map((covered) => [covered, isWhole])) })),
    of(view: ViewName): string {
      const known = whole()[view]
      if (known === undefined) return ''
      const count = Object.values(inbox.feed.state.conversations).filter((conversation) => belongsTo(view, conversation, inbox.me())).length
      return known ? String(count || '') : `${count}+`
    },
  }
}

interface Surroundings {
  ids: () => ConversationId[]
  focusLine: (id: ConversationId) => void
  showKeys: () => void
}

/** @returns whether there was anything to do. */
function runAction(inbox: InboxModel, action: InboxAction, page: Surroundings): boolean {
  if (action === 'keys') {
    page.showKeys()
    return true
  }
  if (action === 'back') {
    if (inbox.marked().size > 0) {
      inbox.clearMarks()
      return true
    }
    if (inbox.openedId() === null) return false
    inbox.leave()
    return true
  }
  // A focused line says itself what is meant; otherwise it is what one is reading.
  const id = focusedLine() ?? inbox.openedId() ?? inbox.cursorId()
  if (action === 'next' || action === 'previous') {
    const next = neighbour(page.ids(), id, action === 'next' ? 1 : -1)
    if (next === null) return false
    inbox.setCursor(next)
    page.focusLine(next)
    return true
  }
  const conversation = id ? inbox.feed.state.conversations[id] : undefined
  if (!id || !conversation) return false
  if (action === 'mark') inbox.toggleMark(id)
  if (action === 'open') inbox.open(id)
  const marked = [...inbox.marked()]
  if (marked.length > 0 && (action === 'close' || action === 'take')) {
    if (action === 'close') void inbox.actions.triage(marked, { status: 'closed' }, `${marked.length} conversations are closed.`)
    else void inbox.actions.triage(marked, { assigneeId: inbox.me() }, `${marked.length} conversations are assigned to you.`)
    inbox.clearMarks()
    return true
  }
  if (action === 'close') inbox.actions.setStatus(id, conversation.status === 'closed' ? 'open' : 'closed')
  if (action === 'take') inbox.actions.assign(id, inbox.me())
  if (action === 'reply' || action === 'note') inbox.startWriting(id, action)
  return true
}
