import type { ConversationMessageView, NoteView } from '@atrium/shared/inbox/views.ts'
import type { MemberId } from '@atrium/shared/ids.ts'

/** A message has an author of either side; a note has the id of a member. */
export type Entry = ConversationMessageView | NoteView

export function isNote(entry: Entry): entry is NoteView {
  return !('author' in entry)
}

export function authorNameOf(entry: Entry): string {
  return isNote(entry) ? entry.authorName : entry.author.name
}

const authorOf = (entry: Entry) => (isNote(entry) ? entry.authorId : entry.author.id)

/** Both in the order they were written. Each list is in that order already. */
export function interleave(messages: readonly ConversationMessageView[], notes: readonly NoteView[]): Entry[] {
  return [...messages, ...notes].sort((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1))
}

const GROUP_MS = 5 * 60_000

export function startsDay(previous: Entry | undefined, entry: Entry): boolean {
  return previous === undefined || new Date(previous.createdAt).toDateString() !== new Date(entry.createdAt).toDateString()
}

/** Whether it shows its author: a note is never grouped, so that it cannot be taken for a message. */
export function startsGroup(previous: Entry | undefined, entry: Entry): boolean {
  if (previous === undefined || isNote(entry) || isNote(previous) || startsDay(previous, entry)) return true
  return authorOf(previous) !== authorOf(entry) || entry.createdAt - previous.createdAt > GROUP_MS
}

export interface Outgoing {
  kind: 'reply' | 'note'
  text: string
  createdAt: number
}

/** This device's clock and the server's may differ by so much. */
const CLOCKS_APART_MS = 60_000

/** Without those that have arrived over the feed before the answer to their own call did: they would stand there twice. */
export function withoutArrived<T extends Outgoing>(outgoing: readonly T[], entries: readonly Entry[], me: MemberId): T[] {
  if (outgoing.length === 0) return []
  const mine = entries.slice(-20).filter((entry) => authorOf(entry) === me)
  const taken = new Set<Entry>()
  return outgoing.filter((sent) => {
    const arrived = mine.find(
      (entry) =>
        !taken.has(entry) &&
        isNote(entry) === (sent.kind === 'note') &&
        entry.text === sent.text.trim() &&
        entry.createdAt >= sent.createdAt - CLOCKS_APART_MS,
    )
    if (arrived) taken.add(arrived)
    return !arrived
  })
}
