import { codeRangesOf, isEscaped } from './message-text-code.ts'
import { readableProse } from './message-text-prose.ts'

/** Whom a mention calls: one person, everyone in the channel, everyone online there, or everyone in the room. */
export type MentionGroup = 'all' | 'here' | 'room'
export type Mention = { readonly kind: 'person'; readonly id: string } | { readonly kind: 'group'; readonly group: MentionGroup }

export interface MentionTokens {
  /** Members' and visitors' ids, each once, in the order of their first mention. */
  readonly personIds: string[]
  readonly groups: MentionGroup[]
}

export interface NamedPerson {
  readonly id: string
  readonly name: string
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const token = `<@(?:p:(${uuid})|(all|here|room))>`
const wholeToken = new RegExp(`^${token}$`)

/** The mention an entire token (`<@p:UUID>`, `<@all>`, `<@here>`, `<@room>`) stands for. */
export function mentionOfToken(text: string): Mention | undefined {
  const match = wholeToken.exec(text)
  if (match?.[1] !== undefined) return { kind: 'person', id: match[1] }
  return match?.[2] === undefined ? undefined : { kind: 'group', group: match[2] as MentionGroup }
}

export function mentionToken(mention: Mention): string {
  return mention.kind === 'person' ? `<@p:${mention.id}>` : `<@${mention.group}>`
}

/** Whom a stored message calls. A token in code, or with a backslash before it, calls nobody. */
export function mentionTokensOf(text: string): MentionTokens {
  const personIds = new Set<string>()
  const groups = new Set<MentionGroup>()
  const isCode = codeTest(text)
  for (const match of text.matchAll(new RegExp(token, 'g'))) {
    const mention = mentionOfToken(match[0])
    if (!mention || isCode(match.index) || isEscaped(text, match.index)) continue
    if (mention.kind === 'person') personIds.add(mention.id)
    else groups.add(mention.group)
  }
  return { personIds: [...personIds], groups: [...groups] }
}

/**
 * Makes tokens of the mentions a person typed: `@all`, `@here`, `@room`, else the longest full name, else a first name
 * that only one person has; case does not matter and `＠` counts as `@`. Ambiguous or unknown ones, those in code, with
 * a backslash before them, in an e-mail address or in a link's address stay text.
 */
export function resolveTypedMentions(text: string, people: readonly NamedPerson[]): string {
  const book = nameBookOf(people)
  const isCode = codeTest(text)
  let resolved = ''
  let copied = 0
  for (const match of text.matchAll(/[@＠]/g)) {
    const at = match.index
    if (at < copied || isCode(at) || isEscaped(text, at) || continuesAWord(text, at)) continue
    const found = mentionAt(text.slice(at + 1, at + 2 + book.longestTyped), book)
    if (!found) continue
    resolved += text.slice(copied, at) + mentionToken(found.mention)
    copied = at + 1 + found.length
  }
  return resolved + text.slice(copied)
}

/** One line for previews and search: no marks, a link's label, mentions as `@Name` (`@someone` when the name is unknown). */
export function plainText(text: string, nameOf: (personId: string) => string | undefined): string {
  const nameOfToken = (found: string): string | undefined => {
    const mention = mentionOfToken(found)
    if (!mention) return undefined
    return mention.kind === 'group' ? `@${mention.group}` : `@${nameOf(mention.id) ?? 'someone'}`
  }
  let plain = ''
  let read = 0
  for (const code of codeRangesOf(text)) {
    plain += readableProse(text.slice(read, code.outer.start), nameOfToken) + text.slice(code.inner.start, code.inner.end)
    read = code.outer.end
  }
  plain += readableProse(text.slice(read), nameOfToken)
  return plain.replace(/\s+/g, ' ').trim()
}

/** A test for ascending indexes: whether each lies in code. */
function codeTest(text: string): (index: number) => boolean {
  const ranges = codeRangesOf(text)
  let current = 0
  return (index) => {
    while ((ranges[current]?.outer.end ?? Infinity) <= index) current += 1
    return (ranges[current]?.outer.start ?? Infinity) <= index
  }
}

interface NameBook {
  /** By folded name; undefined when several people have it. */
  readonly fullNames: ReadonlyMap<string, Mention | undefined>
  readonly firstNames: ReadonlyMap<string, Mention | undefined>
  /** Twice the longest name, in UTF-16 code units: room for what folding shortens. */
  readonly longestTyped: number
}

function nameBookOf(people: readonly NamedPerson[]): NameBook {
  const fullNames = new Map<string, Mention | undefined>()
  const firstNames = new Map<string, Mention | undefined>()
  let longestName = 'here'.length
  for (const person of people) {
    const name = folded(person.name)
    if (name === '') continue
    longestName = Math.max(longestName, name.length)
    enter(fullNames, name, person.id)
    enter(firstNames, name.split(' ')[0] ?? name, person.id)
  }
  for (const group of ['all', 'here', 'room'] as const) fullNames.set(group, { kind: 'group', group })
  return { fullNames, firstNames, longestTyped: longestName * 2 }
}

function enter(names: Map<string, Mention | undefined>, name: string, id: string): void {
  const known = names.get(name)
  const isTaken = names.has(name) && !(known?.kind === 'person' && known.id === id)
  names.set(name, isTaken ? undefined : { kind: 'person', id })
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

function mentionAt(typed: string, book: NameBook): { mention: Mention; length: number } | undefined {
  const lengths = nameLengthsOf(typed).filter((length) => length <= book.longestTyped)
  for (const names of [book.fullNames, book.firstNames]) {
    for (const length of lengths) {
      const name = folded(typed.slice(0, length))
      if (!names.has(name)) continue
      const mention = names.get(name)
      return mention && { mention, length }
    }
  }
  return undefined
}

const nameEnd = /(?<=[\p{L}\p{N}\p{M}.)])(?![\p{L}\p{N}\p{M}_]|[-.@/][\p{L}\p{N}_])/gu
const scriptChange =
  /(?<=\p{Script=Han})(?:(?!\p{Script=Han})|(?=[様氏殿君]))|(?<=\p{Script=Katakana})(?![\p{Script=Katakana}ー])|(?<=[\p{Script=Latin}\p{N}])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu

/** Where a name that begins the text may end, longest first: between words, and between scripts that are written without spaces. */
function nameLengthsOf(typed: string): number[] {
  if (/^\s/.test(typed)) return []
  const ends = [...typed.matchAll(nameEnd), ...typed.matchAll(scriptChange)].map((match) => match.index)
  return [...new Set(ends)].sort((a, b) => b - a)
}

const wordBefore = /(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_%+/=<@＠])$/u

function continuesAWord(text: string, at: number): boolean {
  return wordBefore.test(text.slice(Math.max(0, at - 2), at))
}
