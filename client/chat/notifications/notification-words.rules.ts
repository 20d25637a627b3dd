/** One message, ready to be told. */
export interface Told {
  authorName: string
  /** In one line. */
  text: string
  /** Where it was written; null in the chat of the two. */
  where: string | null
}
export interface Words {
  title: string
  body: string
}

/** Of the text of a message so much is shown, in characters. */
const LONGEST = 140

/** What a notification of one chat or thread says; `told` in the order in which they came, at least one. */
export function wordsOf(told: readonly Told[]): Words {
  const last = told.at(-1)
  if (!last) throw new Error('a notification of nothing')
  const text = shorten(last.text)
  if (told.length === 1) return { title: last.where === null ? last.authorName : `${last.authorName} · ${last.where}`, body: text }
  const title = `${told.length} new messages · ${last.where ?? last.authorName}`
  return { title, body: last.where === null ? text : `${last.authorName}: ${text}` }
}

/** When more came at once than anybody reads one by one. */
export function summaryOf({ messages, chats }: { messages: number; chats: number }): Words {
  return { title: `${messages} new messages`, body: `In ${chats} chats and threads.` }
}

/** Cut between characters, never within one. */
function shorten(text: string): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text
}
