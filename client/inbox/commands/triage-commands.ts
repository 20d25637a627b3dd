import type { ConversationId } from '@atrium/shared/ids.ts'
import type { TriageChange } from '@atrium/shared/inbox/triage.ts'
import { PRIORITIES, type ConversationView } from '@atrium/shared/inbox/views.ts'
import type { Command, CommandScope } from '../../chat/search/commands.rules.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { undoMerge } from '../merge/undo-merge.ts'
import { PRIORITY_LABELS } from '../labels.ts'
import { macrosFor, applyMacro } from '../macros/apply-macro.ts'
import { snoozeChoices } from '../triage/snooze.rules.ts'
import { SCOPES, type ScopeName } from './scopes.ts'

/** What becomes of these conversations. What has a key of its own stands first. `open`: shows one kind of command alone. */
export function triageCommands(inbox: InboxModel, ids: readonly ConversationId[], open: (scope: CommandScope) => void): Command[] {
  const known = ids.flatMap((id) => inbox.feed.state.conversations[id] ?? [])
  const [first] = known
  if (!first) return []
  const detail = known.length > 1 ? `${known.length} conversations` : `#${first.number} ${first.subject}`
  const command = (id: string, title: string, run: () => void, scope?: ScopeName): Command => ({
    ...{ id, title, detail, run },
    ...(scope ? { scope } : {}),
  })
  const change = (id: string, title: string, wanted: TriageChange, scope?: ScopeName) =>
    command(id, title, () => changeAll(inbox, ids, wanted), scope)
  return [
    ...(known.every(({ status }) => status === 'closed')
      ? [change('open', 'Reopen', { status: 'open' })]
      : [change('close', 'Close', { status: 'closed' })]),
    change('take', 'Assign to me', { assigneeId: inbox.me() }),
    command('scope-snooze', 'Snooze …', () => open(SCOPES.snooze)),
    command('scope-tag', 'Tag …', () => open(SCOPES.tag)),
    command('scope-assign', 'Give to …', () => open(SCOPES.assign)),
    command('scope-priority', 'Priority …', () => open(SCOPES.priority)),
    command('scope-macro', 'Macro …', () => open(SCOPES.macro)),
    ...(known.length === 1 ? singleCommands(inbox, first) : []),
    change('pending', 'Set to pending', { status: 'pending' }),
    ...(known.some(({ status }) => status !== 'open') ? [change('reopen', 'Set to open', { status: 'open' })] : []),
    ...snoozeChoices(inbox.nowMs()).map(({ label, until }) =>
      change(`snooze-${label}`, `Snooze: ${label}`, { status: 'snoozed', snoozedUntil: until }, 'snooze'),
    ),
    command('snooze-at', 'Snooze: choose a time', () => inbox.ask({ kind: 'snooze', ids }), 'snooze'),
    ...assigning(inbox, change),
    ...PRIORITIES.map((priority) =>
      change(`priority-${priority}`, `Priority: ${PRIORITY_LABELS[priority].toLowerCase()}`, { priority }, 'priority'),
    ),
    ...tagging(inbox, known, change),
    command('tags', 'Tag: new or several', () => inbox.ask({ kind: 'tags', ids }), 'tag'),
    ...macrosFor(inbox, known).map((macro) =>
      command(`macro-${macro.id}`, `Macro: ${macro.name}`, () => applyMacro(inbox, ids, macro), 'macro'),
    ),
  ]
}

/** Then nothing is marked any more: it was for this. */
export function changeAll(inbox: InboxModel, ids: readonly ConversationId[], change: TriageChange): void {
  inbox.change(ids, change)
  inbox.clearMarks()
}

type Change = (id: string, title: string, wanted: TriageChange, scope?: ScopeName) => Command

function assigning(inbox: InboxModel, change: Change): Command[] {
  const me = inbox.me()
  const people = inbox.feed.activeMembers()
  const teams = Object.values(inbox.feed.state.teams).toSorted((one, other) => one.name.localeCompare(other.name))
  return [
    change('assign-me', 'Give to: me', { assigneeId: me }, 'assign'),
    ...people.filter(({ id }) => id !== me).map(({ id, name }) => change(`assign-${id}`, `Give to: ${name}`, { assigneeId: id }, 'assign')),
    change('nobody', 'Give to: nobody', { assigneeId: null }, 'assign'),
    ...teams.map(({ id, name }) => change(`team-${id}`, `Give to: team ${name}`, { teamId: id }, 'assign')),
    ...(teams.length > 0 ? [change('no-team', 'Give to: no team', { teamId: null }, 'assign')] : []),
  ]
}

function tagging(inbox: InboxModel, known: readonly ConversationView[], change: Change): Command[] {
  const tags = Object.values(inbox.feed.state.tags).toSorted((one, other) => one.name.localeCompare(other.name))
  return tags.map(({ id, name }) =>
    known.every(({ tagIds }) => tagIds.includes(id))
      ? change(`untag-${id}`, `Remove tag: ${name}`, { removeTagIds: [id] }, 'tag')
      : change(`tag-${id}`, `Tag: ${name}`, { addTagIds: [id] }, 'tag'),
  )
}

/** For one alone. */
function singleCommands(inbox: InboxModel, { id, number, subject, mergedInto }: ConversationView): Command[] {
  const detail = `#${number} ${subject}`
  if (mergedInto !== null) return [{ id: 'undo-merge', title: 'Undo the merge', detail, run: () => void undoMerge(inbox, id) }]
  return [
    { id: 'reply', title: 'Write a reply', detail, run: () => inbox.startWriting(id, 'reply') },
    { id: 'note', title: 'Write a note', detail, run: () => inbox.startWriting(id, 'note') },
    { id: 'merge', title: 'Merge into another conversation', detail, run: () => inbox.ask({ kind: 'merge', id }) },
    { id: 'split', title: 'Split into two conversations', detail, run: () => openAndSplit(inbox, id) },
  ]
}

/** What was said in it is known once it is open. */
function openAndSplit(inbox: InboxModel, id: ConversationId): void {
  inbox.open(id)
  inbox.ask({ kind: 'split', id })
}
