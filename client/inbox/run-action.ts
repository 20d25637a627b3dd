import type { Chat } from '../chat/chat-context.tsx'
import { SCOPES, type ScopeName } from './commands/scopes.ts'
import { changeAll } from './commands/triage-commands.ts'
import { focusedLine } from './create-keyboard.ts'
import type { InboxModel } from './inbox-context.tsx'
import { neighbour } from './inbox-view.rules.ts'
import type { InboxAction } from './keyboard.rules.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'

export interface Surroundings {
  focusLine: (id: ConversationId) => void
  focusSearch: () => void
  openCommands: Chat['search']['open']
}

/** What a key does. @returns whether there was anything to do. */
export function runAction(inbox: InboxModel, action: InboxAction, page: Surroundings): boolean {
  const view = /^view (\d+)$/.exec(action)
  if (view) return showView(inbox, Number(view[1]))
  if (action === 'keys' || action === 'filter') return done(inbox.ask({ kind: action }))
  if (action === 'search') return done(page.focusSearch())
  if (action === 'undo') return done(inbox.actions.undoLast())
  if (action === 'mark-all') return done(inbox.markAll())
  if (action === 'back') return goBack(inbox)
  if (action === 'next' || action === 'previous') return move(inbox, action === 'next' ? 1 : -1, page)
  return work(inbox, action, page)
}

const done = (_nothing: void) => true

function showView(inbox: InboxModel, place: number): boolean {
  const view = inbox.views()[place - 1]
  if (!view) return false
  inbox.showView(view.key)
  return true
}

function goBack(inbox: InboxModel): boolean {
  if (inbox.marked().size > 0) inbox.clearMarks()
  else if (inbox.search.words() !== '') inbox.search.clear()
  else if (inbox.openedId() !== null) inbox.leave()
  else return false
  return true
}

function move(inbox: InboxModel, step: 1 | -1, page: Surroundings): boolean {
  const line = focusedLine()
  const next = neighbour(inbox.shownIds(), line ? { id: line, index: -1 } : inbox.cursor(), step)
  if (next === null) return false
  inbox.setCursor(next)
  page.focusLine(next)
  return true
}

const SCOPED: Partial<Record<InboxAction, ScopeName>> = {
  assign: 'assign',
  priority: 'priority',
  tag: 'tag',
  snooze: 'snooze',
  macro: 'macro',
}

/** On all that are marked, or else on one. */
function work(inbox: InboxModel, action: InboxAction, page: Surroundings): boolean {
  // A focused line says itself what is meant; otherwise it is what one is reading.
  const id = focusedLine() ?? inbox.openedId() ?? inbox.cursor().id
  const marked = [...inbox.marked()]
  const conversation = id ? inbox.feed.state.conversations[id] : undefined
  if (!id || !conversation) return false
  const targets = marked.length > 0 ? marked : [id]
  const scope = SCOPED[action]
  if (scope) {
    inbox.setCursor(id)
    page.openCommands(SCOPES[scope])
  }
  if (action === 'mark') inbox.toggleMark(id)
  if (action === 'open') inbox.open(id)
  if (action === 'take') changeAll(inbox, targets, { assigneeId: inbox.me() })
  if (action === 'close') {
    const allClosed = targets.every((one) => inbox.feed.state.conversations[one]?.status === 'closed')
    changeAll(inbox, targets, { status: allClosed ? 'open' : 'closed' })
  }
  if (action === 'reply' || action === 'note') inbox.startWriting(id, action)
  return true
}
