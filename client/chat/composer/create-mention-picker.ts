import { createMemo, createSignal } from 'solid-js'
import type { MentionGroup } from '@atrium/shared/chat/message-text.ts'
import type { MentionablePerson } from '../chat-context.tsx'
import { fold, mentionQueryAt, suggest } from './mention-query.rules.ts'

export type Suggestion = { kind: 'person'; entry: MentionablePerson } | { kind: 'group'; group: MentionGroup; about: string }

const SHOWN = 8
const GROUPS: { group: MentionGroup; about: string }[] = [
  { group: 'all', about: 'Everyone in this space' },
  { group: 'here', about: 'Everyone who is in the space now' },
  { group: 'room', about: 'Everyone in your room' },
]

/** What the list under the caret offers, and which line is lit. `groups` is false where a mention of many makes no sense. */
export function createMentionPicker(options: { people: () => MentionablePerson[]; groups: () => boolean }) {
  const [typed, setTyped] = createSignal({ text: '', caret: 0 })
  const [dismissedAt, setDismissedAt] = createSignal<number | null>(null)
  const [chosen, setChosen] = createSignal(0)
  const query = createMemo(() => {
    const found = mentionQueryAt(typed().text, typed().caret)
    return found && found.start !== dismissedAt() ? found : null
  })
  const suggestions = createMemo((): Suggestion[] => {
    const now = query()
    if (!now || isWhole(now.query, options.people())) return []
    const word = now.query.toLowerCase()
    const groups = options.groups() ? GROUPS.filter(({ group }) => group.startsWith(word)) : []
    const people = suggest(now.query, options.people(), SHOWN).map((entry): Suggestion => ({ kind: 'person', entry }))
    const grouped = groups.map((group): Suggestion => ({ kind: 'group', ...group }))
    return word === '' ? [...people, ...grouped].slice(0, SHOWN + GROUPS.length) : [...grouped, ...people].slice(0, SHOWN)
  })
  const active = () => Math.min(chosen(), suggestions().length - 1)
  return {
    query,
    suggestions,
    active,
    open: () => suggestions().length > 0,
    /** Call after every change of the text or the caret. */
    look(text: string, caret: number) {
      if (text === typed().text && caret === typed().caret) return
      setTyped({ text, caret })
      setChosen(0)
      if (mentionQueryAt(text, caret) === null) setDismissedAt(null)
    },
    move(step: 1 | -1) {
      const count = suggestions().length
      setChosen((active() + step + count) % count)
    },
    light: setChosen,
    dismiss: () => setDismissedAt(query()?.start ?? null),
  }
}

/** A key that was pressed while the list is open. @returns whether it was for the list; `pick` has been called where it chose something */
export function keyForList(picker: MentionPicker, event: KeyboardEvent, pick: (suggestion: Suggestion) => void): boolean {
  const lit = picker.suggestions()[picker.active()]
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') picker.move(event.key === 'ArrowDown' ? 1 : -1)
  else if (event.key === 'Escape') picker.dismiss()
  else if ((event.key === 'Enter' || event.key === 'Tab') && lit && !event.shiftKey) pick(lit)
  else return false
  return true
}

/** The name is written out and left behind: Enter sends now. */
function isWhole(query: string, people: readonly MentionablePerson[]): boolean {
  if (!/\s$/.test(query)) return false
  const name = fold(query)
  return GROUPS.some(({ group }) => group === name) || people.some((person) => person.folded === name)
}
export type MentionPicker = ReturnType<typeof createMentionPicker>

/** The text with the mention that was being typed completed, and where the caret goes. */
export function complete(text: string, query: { start: number; query: string }, name: string): { text: string; caret: number } {
  const end = query.start + 1 + query.query.length
  const inserted = `@${name} `
  const rest = text.slice(end).replace(/^ /, '')
  return { text: text.slice(0, query.start) + inserted + rest, caret: query.start + inserted.length }
}
