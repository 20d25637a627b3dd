import { APART, type Seam } from './document-part.ts'
import { mergeRuns, type ListBlock, type RichBlock, type Run } from './rich-document.ts'

export interface CutPart {
  readonly blocks: readonly RichBlock[]
  readonly seam: Seam
}
/** How full a part would be with these blocks: above 1 it is too long. */
export type Fullness<T = readonly RichBlock[]> = (content: T) => number

interface Cut<T> {
  readonly head: T
  readonly rest: T
  readonly seam: Seam
}

/**
 * Cuts a document into parts none of which is too long: between blocks where that leaves no part half empty, else between items, lines,
 * words, characters. Marks, code, quotes and lists that go over a cut are whole on both sides of it, and `joinParts` makes them one again.
 */
export function cutDocument(document: readonly RichBlock[], fullness: Fullness): CutPart[] {
  const parts: CutPart[] = []
  let [rest, seam] = [document, APART]
  while (rest.length > 0) {
    const cut = fullness(rest) <= 1 ? undefined : (cutBlocks(rest, fullness) ?? afterFirst(rest))
    parts.push({ blocks: cut?.head ?? rest, seam })
    rest = cut?.rest ?? []
    seam = cut?.seam ?? APART
  }
  return parts
}

/** For what cannot be cut: a part that is too long loses nothing. */
function afterFirst([first, ...others]: readonly RichBlock[]): Cut<readonly RichBlock[]> {
  return { head: first ? [first] : [], rest: others, seam: before(others[0]) }
}

function before(block: RichBlock | undefined): Seam {
  return { depth: 0, with: block?.isApart === false ? 'beside' : 'apart', glue: '' }
}

/** Undefined: not the smallest beginning fits. */
function cutBlocks(blocks: readonly RichBlock[], fullness: Fullness): Cut<readonly RichBlock[]> | undefined {
  const count = mostThatFit(blocks.length, (length) => fullness(blocks.slice(0, length)))
  const [whole, next, others] = [blocks.slice(0, count), blocks[count], blocks.slice(count + 1)]
  const between = count > 0 ? { head: whole, rest: blocks.slice(count), seam: before(next) } : undefined
  if (!next || (between && fullness(whole) >= 0.5)) return between
  const cut = cutBlock(next, (beginning) => fullness([...whole, beginning]))
  return cut ? { head: [...whole, cut.head], rest: [cut.rest, ...others], seam: cut.seam } : between
}

function cutBlock(block: RichBlock, fullness: Fullness<RichBlock>): Cut<RichBlock> | undefined {
  switch (block.type) {
    case 'paragraph':
      return mapCut(
        cutRuns(block.runs, (runs) => fullness({ ...block, runs })),
        (runs) => ({ ...block, runs }),
      )
    case 'code':
      return mapCut(
        cutCode(block.text, (text) => fullness({ ...block, text })),
        (text) => ({ ...block, text }),
      )
    case 'quote':
      return mapCut(deeper(cutBlocks(block.blocks, (blocks) => fullness({ ...block, blocks }))), (blocks) => ({ ...block, blocks }))
    case 'list':
      return cutList(block, fullness)
    case 'divider':
      return undefined
  }
}

function mapCut<T, U>(cut: Cut<T> | undefined, wrap: (content: T) => U): Cut<U> | undefined {
  return cut && { head: wrap(cut.head), rest: wrap(cut.rest), seam: cut.seam }
}

function deeper<T>(cut: Cut<T> | undefined): Cut<T> | undefined {
  return cut && { ...cut, seam: { ...cut.seam, depth: cut.seam.depth + 1 } }
}

function cutList(list: ListBlock, fullness: Fullness<RichBlock>): Cut<RichBlock> | undefined {
  const beginning = (items: ListBlock['items']): ListBlock => ({ ...list, items })
  const count = mostThatFit(list.items.length, (length) => fullness(beginning(list.items.slice(0, length))))
  const [whole, next, others] = [list.items.slice(0, count), list.items[count], list.items.slice(count + 1)]
  const goingOn = (items: ListBlock['items']): ListBlock => ({ ...list, start: list.start + count, items })
  const between: Cut<RichBlock> | undefined =
    count > 0 ? { head: beginning(whole), rest: goingOn(list.items.slice(count)), seam: { depth: 0, with: 'item', glue: '' } } : undefined
  if (!next || (between && fullness(between.head) >= 0.5)) return between
  const cut = deeper(cutBlocks(next, (blocks) => fullness(beginning([...whole, blocks]))))
  return cut ? { head: beginning([...whole, cut.head]), rest: goingOn([cut.rest, ...others]), seam: cut.seam } : between
}

function cutCode(text: string, fullness: Fullness<string>): Cut<string> | undefined {
  const lines = text.split('\n')
  const count = mostThatFit(lines.length, (length) => fullness(lines.slice(0, length).join('\n')))
  if (count > 0) return { head: lines.slice(0, count).join('\n'), rest: lines.slice(count).join('\n'), seam: inText('\n') }
  const at = charactersThatFit(text, fullness)
  return at > 0 ? { head: text.slice(0, at), rest: text.slice(at), seam: inText('') } : undefined
}

function inText(glue: string): Seam {
  return { depth: 0, with: 'text', glue }
}

/** At a line's end, unless it comes too early; else between words; in a word, a link or code in a line only where it is too long alone. */
function cutRuns(runs: readonly Run[], fullness: Fullness<readonly Run[]>): Cut<readonly Run[]> | undefined {
  const pieces = runs.flatMap(piecesOf)
  const count = mostThatFit(pieces.length, (length) => fullness(mergeRuns(pieces.slice(0, length))))
  const spaces = [
    pieces.findLastIndex((piece, index) => index > count / 4 && index <= count && piece.text === '\n'),
    pieces.findLastIndex((piece, index) => index > 0 && index <= count && isSpace(piece)),
  ]
  const space = spaces.find((index) => index >= 0)
  if (space !== undefined)
    return { head: mergeRuns(pieces.slice(0, space)), rest: mergeRuns(pieces.slice(space + 1)), seam: inText(pieces[space]?.text ?? '') }
  if (count > 0) return { head: mergeRuns(pieces.slice(0, count)), rest: mergeRuns(pieces.slice(count)), seam: inText('') }
  const [first, ...others] = pieces
  if (!first) return undefined
  const at = charactersThatFit(first.text, (text) => fullness([{ ...first, text }]))
  if (at === 0) return undefined
  const rest = mergeRuns([{ ...first, text: first.text.slice(at) }, ...others])
  return { head: [{ ...first, text: first.text.slice(0, at) }], rest, seam: inText('') }
}

function piecesOf(run: Run): Run[] {
  if (run.mention || run.code || run.url !== undefined) return [run]
  return (run.text.match(/\n|[^\S\n]+|\S+/g) ?? []).map((text) => ({ ...run, text }))
}

function isSpace({ text, code, url, mention }: Run): boolean {
  return !code && url === undefined && !mention && text.trim() === ''
}

/** Between two characters as a person counts them, not in the name of an emoji and not at a space, unless one alone is too long. */
function charactersThatFit(text: string, fullness: Fullness<string>): number {
  const starts = [...graphemes.segment(text)].map(({ index }) => index)
  const names = [...text.matchAll(/:[a-z0-9_'+-]{1,100}:/g)].map(({ index, 0: name }) => ({ from: index, to: index + name.length }))
  const isWithin = (at: number) => /\s/.test(text.slice(at - 1, at + 1)) || names.some(({ from, to }) => from < at && at < to)
  const places = [...starts.slice(1).filter((at) => !isWithin(at)), text.length]
  const count = mostThatFit(places.length, (length) => fullness(text.slice(0, places[length - 1])))
  if (count > 0) return places[count - 1] ?? 0
  const characters = Array.from(text)
  return characters
    .slice(
      0,
      mostThatFit(characters.length, (length) => fullness(characters.slice(0, length).join(''))),
    )
    .join('').length
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The most of `length` that are not too full; what is longer is taken to be fuller. */
function mostThatFit(length: number, fullness: (length: number) => number): number {
  let [least, most] = [0, length]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (fullness(middle) <= 1) least = middle
    else most = middle - 1
  }
  return least
}
