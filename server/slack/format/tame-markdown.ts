import { codeRangesOf } from '@atrium/shared/chat/message-text-code.ts'
import { WORD_JOINER } from './escape.ts'

const mostMarks = 1_500
const mostBrackets = 300
const deepestBlock = 20

const marks = /\\[^]|[*_]+|~~|\[/g
/** A line, no divider, with more signs of quotes and lists before its text than anybody means. */
const tooDeep = new RegExp(
  String.raw`^(?![ \t]*([-*_])(?:[ \t]*\1)+[ \t]*$)((?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){${deepestBlock}}[ \t]*)`,
  'gm',
)

/**
 * The same text, of which a Markdown parser takes no more marks and no deeper blocks than a person writes: what goes
 * beyond is left as characters. The parser is quadratic in both, and a message of a few kilobytes could stop the server.
 */
export function tameMarkdown(text: string): string {
  const seen = { marks: 0, brackets: 0 }
  let tame = ''
  let read = 0
  for (const { outer } of codeRangesOf(text)) {
    tame += tameProse(text.slice(read, outer.start), seen) + text.slice(outer.start, outer.end)
    read = outer.end
  }
  return tame + tameProse(text.slice(read), seen)
}

function tameProse(prose: string, seen: { marks: number; brackets: number }): string {
  return prose.replace(tooDeep, `$2${WORD_JOINER}`).replace(marks, (mark) => {
    if (mark.startsWith('\\')) return mark
    const isTooMany = mark === '[' ? (seen.brackets += 1) > mostBrackets : (seen.marks += 1) > mostMarks
    return isTooMany ? mark.replace(/[^]/g, String.raw`\$&`) : mark
  })
}
