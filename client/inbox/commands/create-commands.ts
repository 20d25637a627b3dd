import { onCleanup, onMount } from 'solid-js'
import { useNavigate } from '@solidjs/router'
import type { Command } from '../../chat/search/commands.rules.ts'
import { useChat } from '../../chat/chat-context.tsx'
import type { InboxModel } from '../inbox-context.tsx'
import { filterCommands } from './filter-commands.ts'
import { triageCommands } from './triage-commands.ts'

/** Everything that can be done with what is marked, or else with the conversation in hand, and with the list, from the search that Ctrl K opens. */
export function createCommands(inbox: InboxModel): void {
  const chat = useChat()
  const navigate = useNavigate()
  const elsewhere = (): Command[] => [
    { id: 'keys', title: 'Show the keys of the inbox', run: () => inbox.ask({ kind: 'keys' }) },
    { id: 'undo', title: 'Undo the last change', run: inbox.actions.undoLast },
    { id: 'page-customers', title: 'Go to customers', run: () => navigate('/customers') },
    { id: 'page-reports', title: 'Go to reports', run: () => navigate('/reports') },
    { id: 'settings', title: 'Settings of the inbox: macros, tags, teams, SLA', run: () => navigate('/settings/inbox') },
  ]
  const all = () => [
    ...triageCommands(inbox, inbox.targets(), (scope) => chat.search.open(scope)),
    ...viewCommands(inbox),
    ...filterCommands(inbox),
    ...elsewhere(),
  ]
  onMount(() => onCleanup(chat.search.offer(all)))
}

function viewCommands(inbox: InboxModel): Command[] {
  const current = inbox.view()
  return [
    ...inbox.views().map((view) => ({ id: `view-${view.key}`, title: `Show: ${view.label}`, run: () => inbox.showView(view.key) })),
    { id: 'view-save', title: 'Save as a view', run: () => inbox.ask({ kind: 'save-view', view: null }) },
    ...(current?.saved ? savedViewCommands(inbox, current.saved) : []),
  ]
}

function savedViewCommands(inbox: InboxModel, view: NonNullable<NonNullable<ReturnType<InboxModel['view']>>['saved']>): Command[] {
  const command = (id: string, title: string, run: () => void): Command => ({ id: `view-${id}`, title, detail: view.name, run })
  return [
    command('edit', 'Rename or share the view', () => inbox.ask({ kind: 'save-view', view })),
    command('delete', 'Delete the view', () => inbox.ask({ kind: 'delete-view', view })),
  ]
}
