export interface ExcerptPart {
  text: string
  /** Was looked for. */
  isHit: boolean
}

/** So many characters before the first hit, and in all. */
const BEFORE = 40
const LONGEST = 180

/** The part of a line around what was looked for, and what of it that was: words by their beginning, case, accents and width aside, as the server finds them. */
export function excerptOf(line: string, asked: string): ExcerptPart[] {
  const { folded, from } = foldWithPlaces(line)
  const hits = mergeRanges(
    wordsOf(asked)
      .flatMap((word) => placesOf(word, folded))
      .map(([start, end]) => [from[start] ?? 0, from[end] ?? line.length]),
  )
  const first = hits[0]?.[0] ?? 0
  const start = first > BEFORE && line.length > LONGEST ? first - BEFORE : 0
  const end = Math.min(line.length, start + LONGEST)
  const parts: ExcerptPart[] = []
  let at = start
  for (const [hitStart, hitEnd] of hits) {
    if (hitStart >= end) break
    if (hitStart > at) parts.push({ text: line.slice(at, hitStart), isHit: false })
    parts.push({ text: line.slice(Math.max(at, hitStart), Math.min(end, hitEnd)), isHit: true })
    at = Math.min(end, hitEnd)
  }
  if (at < end) parts.push({ text: line.slice(at, end), isHit: false })
  if (start > 0) parts.unshift({ text: '…', isHit: false })
  if (end < line.length) parts.push({ text: '…', isHit: false })
  return parts
}

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()

/** `from`: by each place in `folded` the place in the text that it comes from. */
function foldWithPlaces(text: string): { folded: string; from: number[] } {
  let folded = ''
  const from: number[] = []
  let at = 0
  for (const character of text) {
    const part = fold(character)
    for (let index = 0; index < part.length; index++) from.push(at)
    folded += part
    at += character.length
  }
  return { folded, from }
}

function wordsOf(asked: string): string[] {
  return fold(asked)
    .split(/[\s@,;()"]+/)
    .filter((word) => word !== '')
}

/** Where a word begins with it, or anywhere in what is written without spaces. */
function placesOf(word: string, folded: string): [start: number, end: number][] {
  const places: [number, number][] = []
  const unspaced = /^[\u0e00-\u0e7f\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]/.test(word)
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
    if (unspaced || at === 0 || !/[\p{L}\p{N}]/u.test(folded[at - 1] ?? '')) places.push([at, at + word.length])
  }
  return places
}

function mergeRanges(ranges: [number, number][]): [number, number][] {
  const merged: [number, number][] = []
  for (const [start, end] of ranges.toSorted((one, other) => one[0] - other[0])) {
    const last = merged.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}
