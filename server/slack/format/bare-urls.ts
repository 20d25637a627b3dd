import type { Run } from './rich-document.ts'

/** Splits a run of text into what is a bare web address, which becomes a link to itself, and what is not. */
export function splitBareUrls(run: Run): Run[] {
  const pieces: Run[] = []
  let read = 0
  for (const match of run.text.matchAll(/(?<![\p{L}\p{N}])https?:\/\/[^\s<>|"\u{200b}\u{2060}]+/giu)) {
    const url = withoutTrailingPunctuation(match[0])
    if (url.length <= 'https://'.length) continue
    pieces.push({ ...run, text: run.text.slice(read, match.index) }, { ...run, text: url, url })
    read = match.index + url.length
  }
  return [...pieces, { ...run, text: run.text.slice(read) }].filter((piece) => piece.text !== '')
}

/** What follows an address in a sentence is no part of it, nor a bracket that it does not open. */
function withoutTrailingPunctuation(url: string): string {
  let end = url.length
  let unopened = url.split(')').length - url.split('(').length
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1)
    if (last === ')' && unopened > 0) unopened -= 1
    else if (!/[?!.,:;*_~'’”、。)\]}]/.test(last) || last === ')') break
  }
  return url.slice(0, end)
}
