import { A } from '@solidjs/router'
import { Building2, ChartColumn, Inbox, Keyboard } from 'lucide-solid'
import { Show, type JSX } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat/chat-context.tsx'
import { useMe } from '../identity/session.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { createCommands } from './commands/create-commands.ts'
import { ConversationPane } from './conversation/conversation-pane.tsx'
import { createInbox } from './create-inbox.ts'
import { createKeyboard } from './create-keyboard.ts'
import { InboxDialogs } from './inbox-dialogs.tsx'
import { InboxProvider, useInbox } from './inbox-context.tsx'
import { ConversationList } from './list/conversation-list.tsx'
import { ListBar } from './list/list-bar.tsx'
import { MarkedBar } from './list/marked-bar.tsx'
import { runAction } from './run-action.ts'
import { ViewsNav } from './views/views-nav.tsx'

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
  const chat = useChat()
  const inbox = createInbox()
  createCommands(inbox)
  let focusLine: (id: ConversationId) => void = () => undefined
  let searchField: HTMLInputElement | undefined
  createKeyboard((action) =>
    runAction(inbox, action, {
      focusLine: (id) => focusLine(id),
      focusSearch: () => searchField?.focus(),
      openCommands: (scope) => chat.search.open(scope),
    }),
  )
  return (
    <InboxProvider value={inbox}>
      <div class="grid h-full grid-rows-[auto_minmax(0,1fr)] md:grid-cols-[minmax(17rem,21rem)_minmax(0,1fr)] xl:grid-cols-[11.5rem_20.5rem_minmax(0,1fr)] xl:grid-rows-1">
        <div
          class="flex min-h-0 min-w-0 flex-col border-line max-xl:bg-surface md:border-r"
          classList={{ 'max-md:hidden': inbox.openedId() !== null }}
        >
          <div class="flex h-13 shrink-0 items-center gap-2 pr-2 pl-4">
            <h1 class="grow text-base font-semibold text-ink">Inbox</h1>
            <PageLink href="/customers" label="Customers">
              <Building2 size={15} />
            </PageLink>
            <PageLink href="/reports" label="Reports">
              <ChartColumn size={15} />
            </PageLink>
            <span class="max-md:hidden">
              <IconButton label="Keys (?)" size="small" onClick={() => inbox.ask({ kind: 'keys' })}>
                <Keyboard size={15} />
              </IconButton>
            </span>
          </div>
          <ViewsNav />
        </div>
        <div
          class="flex min-h-0 min-w-0 flex-col border-line bg-surface max-xl:row-start-2 md:border-r"
          classList={{ 'max-md:hidden': inbox.openedId() !== null }}
        >
          <Show when={inbox.marked().size > 0} fallback={<ListBar onField={(field) => (searchField = field)} />}>
            <MarkedBar />
          </Show>
          <Show when={inbox.list()} keyed fallback={<NoView />}>
            {(list) => <ConversationList list={list} onFocuser={(focus) => (focusLine = focus)} />}
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
      <InboxDialogs />
    </InboxProvider>
  )
}

/** The address names a view that is not known yet, or not any more. */
function NoView() {
  const inbox = useInbox()
  return (
    <Show when={inbox.viewsKnown()} fallback={<Skeleton lines={6} class="p-4" />}>
      <EmptyState title="There is no such view" text="It was deleted, or its owner keeps it to themselves.">
        <Button onClick={() => inbox.showView('open')}>Show all open</Button>
      </EmptyState>
    </Show>
  )
}

function PageLink(props: { href: string; label: string; children: JSX.Element }) {
  return (
    <A
      href={props.href}
      aria-label={props.label}
      title={props.label}
      class="grid size-7 shrink-0 place-items-center rounded-md text-ink-soft transition-colors hover:bg-hover hover:text-ink"
    >
      {props.children}
    </A>
  )
}

function NoneOpen() {
  return (
    <div class="grid h-full place-items-center">
      <EmptyState
        icon={<Inbox size={20} />}
        title="No conversation open"
        text="Choose one, or press J and then Enter. Press ? for all keys."
      />
    </div>
  )
}
