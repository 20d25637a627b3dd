import { mentionOfToken } from '@atrium/shared/chat/message-text.ts'
import { safeHref, type Inline } from './document.ts'

interface Delimiter {
  mark: '*' | '_' | '~'
  length: number
  opens: boolean
  closes: boolean
}
type Piece = { node: Inline } | { delimiter: Delimiter }

/** Markdown inside one block. Line ends are breaks, as people expect of a chat. */
export function parseInline(text: string): Inline[] {
  return nest(tokenize(text))
}

const matchers: ((rest: string, before: string) => { length: number; pieces: Piece[] } | null)[] = [
  (rest) => whole(/^\\([!-/:-@[-`{-~])/.exec(rest), (match) => text(match[1] ?? '')),
  (rest) => whole(/^ *\n */.exec(rest), () => ({ type: 'break' })),
  codeSpan,
  mentionOrAutolink,
  labelledLink,
  bareUrl,
  delimiterRun,
]

function tokenize(source: string): Piece[] {
  const pieces: Piece[] = []
  let plain = ''
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const next = rest.search(/[\\\n`<[*_~ h]/)
    if (next !== 0) {
      const length = next === -1 ? rest.length : next
      plain += rest.slice(0, length)
      at += length
      continue
    }
    const found = firstMatch(rest, source.charAt(at - 1))
    if (!found) {
      plain += source.charAt(at)
      at += 1
      continue
    }
    if (plain) pieces.push({ node: text(plain) })
    plain = ''
    pieces.push(...found.pieces)
    at += found.length
  }
  if (plain) pieces.push({ node: text(plain) })
  return pieces
}

function firstMatch(rest: string, before: string) {
  for (const matcher of matchers) {
    const found = matcher(rest, before)
    if (found) return found
  }
  return null
}

function text(value: string): Inline {
  return { type: 'text', text: value }
}

function whole(match: RegExpExecArray | null, node: (match: RegExpExecArray) => Inline | null) {
  const made = match && node(match)
  return match && made ? { length: match[0].length, pieces: [{ node: made }] } : null
}

function codeSpan(rest: string) {
  const run = /^`+/.exec(rest)?.[0]
  if (run === undefined) return null
  const closing = new RegExp(`(?<!\`)${run}(?!\`)`, 'g')
  closing.lastIndex = run.length
  const end = closing.exec(rest)?.index
  if (end === undefined) return { length: run.length, pieces: [{ node: text(run) }] }
  const inner = rest.slice(run.length, end).replace(/\n/g, ' ')
  const trimmed = /^ .*\S.* $/s.test(inner) ? inner.slice(1, -1) : inner
  return { length: end + run.length, pieces: [{ node: { type: 'code', text: trimmed } as Inline }] }
}

function mentionOrAutolink(rest: string) {
  return whole(/^<([^<>\s]{1,2048})>/.exec(rest), (match) => {
    const mention = mentionOfToken(match[0])
    if (mention) return { type: 'mention', mention }
    const href = safeHref(match[1] ?? '')
    return href === null ? null : { type: 'link', href, children: [text((match[1] ?? '').replace(/^mailto:/, ''))] }
  })
}

function labelledLink(rest: string) {
  return whole(/^\[((?:\\.|[^\]\\]){0,1000})\]\(<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"]*")?\)/.exec(rest), (match) => {
    const href = safeHref(match[2] ?? '')
    return href === null ? null : { type: 'link', href, children: withoutLinks(parseInline(match[1] ?? '')) }
  })
}

function withoutLinks(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node) => (node.type === 'link' ? node.children : [node]))
}

function bareUrl(rest: string, before: string) {
  if (/[\p{L}\p{N}]/u.test(before)) return null
  return whole(/^https?:\/\/[^\s<>"`]*[^\s<>"`.,:;!?'*_~]/i.exec(trimUnpaired(rest)), (match) => {
    const href = safeHref(match[0])
    return href === null ? null : { type: 'link', href, children: [text(match[0])] }
  })
}

/** `(see https://a.example/x)`: the last bracket belongs to the sentence unless one was opened in the address. */
function trimUnpaired(rest: string): string {
  const address = /^https?:\/\/[^\s<>"`]*/i.exec(rest)?.[0] ?? ''
  let depth = 0
  for (let index = 0; index < address.length; index++) {
    if (address[index] === '(') depth += 1
    else if (address[index] === ')' && --depth < 0) return address.slice(0, index)
  }
  return address
}

function delimiterRun(rest: string, before: string) {
  const run = /^(\*+|_+|~+)/.exec(rest)?.[0]
  if (run === undefined) return null
  const after = rest.charAt(run.length)
  const mark = run.charAt(0) as Delimiter['mark']
  if (mark === '~' && run.length > 2) return { length: run.length, pieces: [{ node: text(run) }] }
  const isSpace = (character: string) => character === '' || /\s/.test(character)
  const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character)
  const opens = !isSpace(after) && (mark !== '_' || !isWord(before))
  const closes = !isSpace(before) && (mark !== '_' || !isWord(after))
  return { length: run.length, pieces: [{ delimiter: { mark, length: run.length, opens, closes } }] }
}

interface Opener extends Delimiter {
  /** Where its content begins among the collected nodes. */
  at: number
}

/** Pairs delimiters: the nearest opener of the same mark wins, two of a mark are strong, one is emphasis; what stays alone is text. */
function nest(pieces: Piece[]): Inline[] {
  const nodes: Inline[] = []
  const open: Opener[] = []
  for (const piece of pieces) {
    if ('node' in piece) nodes.push(piece.node)
    else close(piece.delimiter, nodes, open)
  }
  for (const opener of open.reverse()) nodes.splice(opener.at, 0, text(opener.mark.repeat(opener.length)))
  return merged(nodes)
}

function close(delimiter: Delimiter, nodes: Inline[], open: Opener[]): void {
  let left = delimiter.length
  while (delimiter.closes && left > 0) {
    const index = open.findLastIndex(
      (opener) => opener.mark === delimiter.mark && (opener.mark !== '~' || opener.length === delimiter.length),
    )
    const opener = open[index]
    if (!opener || opener.at >= nodes.length) break
    const used = opener.mark === '~' ? opener.length : Math.min(2, opener.length, left)
    for (const lost of open.splice(index + 1).reverse()) nodes.splice(lost.at, 0, text(lost.mark.repeat(lost.length)))
    nodes.push({ type: typeOf(opener.mark, used), children: merged(nodes.splice(opener.at)) })
    opener.length -= used
    left -= used
    if (opener.length === 0) open.splice(index, 1)
  }
  if (left === 0) return
  if (delimiter.opens) open.push({ ...delimiter, length: left, at: nodes.length })
  else nodes.push(text(delimiter.mark.repeat(left)))
}

function typeOf(mark: Delimiter['mark'], length: number): 'strong' | 'emphasis' | 'strike' {
  if (mark === '~') return 'strike'
  return length === 2 ? 'strong' : 'emphasis'
}

function merged(nodes: Inline[]): Inline[] {
  const result: Inline[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.type === 'text' && last?.type === 'text') result[result.length - 1] = text(last.text + node.text)
    else result.push(node)
  }
  return result
}
