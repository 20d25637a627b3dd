export interface MentionQuery {
  /** Where the @ or ＠ stands. */
  start: number
  /** What follows it, up to the caret. */
  query: string
}

const LONGEST = 40

/** The mention that is being typed before the caret; null when there is none. */
export function mentionQueryAt(text: string, caret: number): MentionQuery | null {
  const from = Math.max(0, caret - LONGEST - 1)
  const window = text.slice(from, caret)
  const at = Math.max(window.lastIndexOf('@'), window.lastIndexOf('＠'))
  if (at === -1) return null
  const query = window.slice(at + 1)
  const before = window.charAt(at - 1) || text.charAt(from + at - 1)
  // In Japanese nothing stands between a word and the mention after it; in an address only ASCII does.
  if (/[a-zA-Z0-9._%+\\-]/.test(before) || /\n/.test(query) || /^\s/.test(query)) return null
  return { start: from + at, query }
}

export interface Mentionable {
  id: string
  name: string
  /** `fold(name)`, made once. */
  folded: string
}

/** Width, case and accents aside. */
export function fold(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The best `limit`: names that begin so, then those with a word that does, then those that hold it. Linear and free of allocation per person. */
export function suggest<T extends Mentionable>(query: string, people: readonly T[], limit: number): T[] {
  const wanted = fold(query)
  if (wanted === '') return people.slice(0, limit)
  const ranks: [T[], T[], T[]] = [[], [], []]
  for (const person of people) {
    const at = person.folded.indexOf(wanted)
    if (at === -1) continue
    const rank = at === 0 ? 0 : person.folded.includes(` ${wanted}`) ? 1 : 2
    if (ranks[rank].length < limit) ranks[rank].push(person)
  }
  return ranks.flat().slice(0, limit)
}
