import { onCleanup, onMount } from 'solid-js'
import { useNavigate } from '@solidjs/router'
import { PRIORITIES } from '@atrium/shared/inbox/views.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { Command } from '../chat/search/commands.rules.ts'
import { useChat } from '../chat/chat-context.tsx'
import type { InboxModel } from './inbox-context.tsx'
import { VIEW_NAMES, VIEWS } from './inbox-view.rules.ts'
import { PRIORITY_LABELS, STATUS_LABELS } from './labels.ts'
import { snoozeChoices } from './triage/snooze.rules.ts'

/** Everything that can be done with what is marked, or else with the conversation in hand, from the search that Ctrl K opens. */
export function createCommands(inbox: InboxModel): void {
  const chat = useChat()
  const navigate = useNavigate()
  const views = (): Command[] =>
    VIEW_NAMES.map((view) => ({ id: `view-${view}`, title: `Show: ${VIEWS[view].label}`, run: () => navigate(inbox.hrefOfView(view)) }))
  onMount(() => onCleanup(chat.search.offer(() => [...commandsFor(inbox, inbox.targets()), ...views()])))
}

function commandsFor(inbox: InboxModel, ids: readonly ConversationId[]): Command[] {
  const [first] = ids.flatMap((id) => inbox.feed.state.conversations[id] ?? [])
  if (!first) return []
  const detail = ids.length > 1 ? `${ids.length} conversations` : `#${first.number} ${first.subject}`
  const command = (id: string, title: string, run: () => void): Command => ({ id, title, detail, run })
  const { triage } = inbox.actions
  const said = (what: string) => `${ids.length > 1 ? `${ids.length} conversations` : `#${first.number}`}: ${what}.`
  const people = inbox.feed.activeMembers()
  const { teams, tags } = inbox.feed.state
  return [
    ...(['closed', 'pending', 'open'] as const).map((status) => {
      const title = { closed: 'Close', pending: 'Set to pending', open: 'Reopen' }[status]
      return command(`status-${status}`, title, () => void triage(ids, { status }, said(STATUS_LABELS[status].toLowerCase())))
    }),
    ...snoozeChoices(inbox.nowMs()).map(({ label, until }) =>
      command(`snooze-${label}`, `Snooze: ${label.toLowerCase()}`, () => inbox.snooze(ids, until)),
    ),
    command('take', 'Assign to me', () => void triage(ids, { assigneeId: inbox.me() }, said('assigned to you'))),
    command('nobody', 'Assign to nobody', () => void triage(ids, { assigneeId: null }, said('assigned to nobody'))),
    ...people.map(({ id, name }) =>
      command(`assign-${id}`, `Assign to ${name}`, () => void triage(ids, { assigneeId: id }, said(`assigned to ${name}`))),
    ),
    ...PRIORITIES.map((priority) => {
      const label = PRIORITY_LABELS[priority].toLowerCase()
      return command(`priority-${priority}`, `Priority: ${label}`, () => void triage(ids, { priority }, said(`${label} priority`)))
    }),
    ...Object.values(teams).map(({ id, name }) =>
      command(`team-${id}`, `Give to team ${name}`, () => void triage(ids, { teamId: id }, said(`given to ${name}`))),
    ),
    ...Object.values(tags).map(({ id, name }) =>
      command(`tag-${id}`, `Tag: ${name}`, () => void triage(ids, { addTagIds: [id] }, said(`tagged ${name}`))),
    ),
  ]
}
