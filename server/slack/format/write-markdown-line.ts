import { mentionToken } from '@atrium/shared/chat/message-text.ts'
import { characterReference, escapeLineStart, escapeMarkdown } from './escape-markdown.ts'
import { type MarkNode, nestMarks } from './nest-marks.ts'
import type { Mark, Run } from './rich-document.ts'

interface Piece {
  text: string
  readonly type: 'text' | 'marked' | 'link' | 'other'
  readonly mark?: Mark
}

const signs: Readonly<Record<Mark, string>> = { bold: '**', italic: '_', strike: '~~' }
const word = /^[\p{L}\p{N}]$/u
/** What every reader of Markdown takes for a space or for punctuation, also one that knows no more than ASCII. */
const edge = /^[\s!-/:-@[-`{-~]$/
const autolink = /^(?:https?:\/\/[^\s<>\\]+|mailto:[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i
const reference = /&(?:#|[a-z0-9]+;)/i

/**
 * One line of runs as Markdown that is read as these runs. Where a mark could not stand beside its neighbour, the
 * neighbour is written as a character reference.
 * @see https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis
 */
export function writeMarkdownLine(line: readonly Run[]): string {
  const written = writeNodes(nestMarks(line)).trim()
  return escapeLineStart(written)
}

function writeNodes(nodes: readonly MarkNode[]): string {
  return joinPieces(
    linkGroups(nodes)
      .map(writeGroup)
      .filter((piece) => piece.text !== ''),
  )
}

/** Neighbours with one address are one link, whatever marks are inside it. */
function linkGroups(nodes: readonly MarkNode[]): MarkNode[][] {
  const groups: MarkNode[][] = []
  for (const node of nodes) {
    const url = urlOf(node)
    const last = groups.at(-1)
    if (url !== undefined && last?.[0] && urlOf(last[0]) === url) last.push(node)
    else groups.push([node])
  }
  return groups
}

/** The address that all runs of a node share. */
function urlOf(node: MarkNode): string | undefined {
  if (node.type === 'run') return node.run.url
  const [first, ...others] = node.children.map(urlOf)
  return others.every((url) => url === first) ? first : undefined
}

function writeGroup(group: readonly MarkNode[]): Piece {
  const [first] = group
  const url = first && urlOf(first)
  if (url !== undefined) return { type: 'link', text: writeLink(group.map(withoutUrl), url) }
  if (!first || first.type === 'run') return first ? writeRun(first.run) : { type: 'text', text: '' }
  return { type: 'marked', mark: first.mark, text: writeNodes(first.children) }
}

function withoutUrl(node: MarkNode): MarkNode {
  if (node.type === 'marked') return { ...node, children: node.children.map(withoutUrl) }
  const { url: _, ...run } = node.run
  return { type: 'run', run }
}

function writeRun(run: Run): Piece {
  if (run.mention) return { type: 'other', text: mentionToken(run.mention) }
  if (run.code && run.text !== '') return { type: 'other', text: writeCode(run.text) }
  return { type: 'text', text: escapeMarkdown(run.text) }
}

function writeCode(text: string): string {
  const lengths = new Set((text.match(/`+/g) ?? []).map((run) => run.length))
  let length = 1
  while (lengths.has(length)) length += 1
  const fence = '`'.repeat(length)
  const needsPadding = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== '')
  return needsPadding ? `${fence} ${text} ${fence}` : fence + text + fence
}

function writeLink(label: readonly MarkNode[], url: string): string {
  const [only, ...others] = label
  const isItself = others.length === 0 && only?.type === 'run' && !only.run.code && only.run.text === url.replace(/^mailto:/i, '')
  if (isItself && autolink.test(url) && !reference.test(url)) return `<${only.run.text}>`
  const isPlain = /^[^\s<>()\\]+$/.test(url) && !reference.test(url)
  const target = isPlain ? url : `<${url.replace(/[\s<>\\]/g, encodeURIComponent).replace(/&(?=#|[a-z0-9]+;)/gi, '\\&')}>`
  return `[${writeNodes(label)}](${target})`
}

function joinPieces(pieces: readonly Piece[]): string {
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1]
    if (piece.type === 'link' && before?.type === 'text') before.text = before.text.replace(/!$/, String.raw`\!`)
    if (piece.type === 'marked') wrap(piece, { before, after: pieces[index + 1] })
  }
  return pieces.map((piece) => piece.text).join('')
}

interface Neighbours {
  readonly before: Piece | undefined
  readonly after: Piece | undefined
}

/** Puts the signs around a marked piece, and references in the place of neighbours that would keep them from acting. */
function wrap(piece: Piece, { before, after }: Neighbours): void {
  const isWordlike = word.test(piece.text.charAt(0)) && word.test(piece.text.slice(-1))
  const last = before?.type === 'text' ? (Array.from(before.text.slice(-2)).at(-1) ?? ' ') : ' '
  const first = after?.type === 'text' ? (Array.from(after.text.slice(0, 2))[0] ?? ' ') : ' '
  const sign = signFor(piece, {
    isWordlike,
    isFree: edge.test(last) && edge.test(first),
    isBesideMark: isMarked(before) || isMarked(after),
  })
  const needsEdges = sign === '_' || !isWordlike
  if (before && needsEdges && !edge.test(last)) before.text = before.text.slice(0, -last.length) + characterReference(last)
  if (after && needsEdges && !edge.test(first)) after.text = characterReference(first) + after.text.slice(first.length)
  piece.text = sign + piece.text + sign
}

/** `_` does not act inside a word; `*` does, but may not touch another of its kind. */
function signFor(piece: Piece, place: { isWordlike: boolean; isFree: boolean; isBesideMark: boolean }): string {
  const takesAsterisk = piece.mark === 'italic' && place.isWordlike && !place.isFree && !place.isBesideMark && !piece.text.includes('*')
  return takesAsterisk ? '*' : piece.mark ? signs[piece.mark] : ''
}

function isMarked(piece: Piece | undefined): boolean {
  return piece?.type === 'marked'
}
