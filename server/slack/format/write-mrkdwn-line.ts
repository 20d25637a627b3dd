import { disarmBroadcasts, escapeMrkdwn, slackLinkTarget, withoutGuards, WORD_JOINER, ZERO_WIDTH_SPACE } from './escape.ts'
import { type MarkNode, nestMarks } from './nest-marks.ts'
import { type Mark, mergeRuns, type Run } from './rich-document.ts'

interface Piece {
  readonly text: string
  /** Whether Slack must see word boundaries around it. */
  readonly isMark: boolean
}

const signs: Readonly<Record<Mark, string>> = { bold: '*', italic: '_', strike: '~' }

/** Marks Slack could act on: several together, one that could open (no letter before, no space after) or close. */
const actingSigns = /[*_~`]{2,}|(?<![\p{L}\p{N}*_~`])[*_~`](?![*_~`\s])|(?<![\s*_~`])[*_~`](?![\p{L}\p{N}*_~`])/gu
/** What Slack, or our own reader, would take for a quote, a list's item or a divider at the beginning of a line. */
const actingLineStart = /^(\s*)(?=&gt;|＞|[•◦▪▫‣●○■]|\d{1,9}[.)](?:\s|$)|─{3,}$)/u

/**
 * One line of runs in Slack's mrkdwn. Whatever is only text is escaped, and guarded with invisible characters where
 * Slack would take it for a mark.
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */
export function writeMrkdwnLine(line: readonly Run[]): string {
  const clean = mergeRuns(line.map((run) => ({ ...run, text: withoutGuards(run.text) })))
  const written = writeNodes(nestMarks(joinLinks(clean)))
  return written.replace(actingLineStart, `$1${WORD_JOINER}`)
}

/** A link is written whole, so its runs become one, with the marks they share. */
function joinLinks(line: readonly Run[]): Run[] {
  const joined: Run[] = []
  for (const run of line) {
    const last = joined.at(-1)
    if (last?.url === undefined || last.url !== run.url) joined.push(run.url === undefined ? run : { ...run, code: false })
    else joined[joined.length - 1] = { ...last, text: last.text + run.text, marks: last.marks.filter((mark) => run.marks.includes(mark)) }
  }
  return joined
}

function writeNodes(nodes: readonly MarkNode[]): string {
  let written = ''
  let isAfterMark = false
  for (const node of nodes) {
    const piece = writeNode(node)
    if (piece.text === '') continue
    if (needsBoundary({ before: written, after: piece.text }, { isAfterMark, isBeforeMark: piece.isMark })) written += ZERO_WIDTH_SPACE
    written += piece.text
    isAfterMark = piece.isMark
  }
  return written
}

function needsBoundary(join: { before: string; after: string }, marks: { isAfterMark: boolean; isBeforeMark: boolean }): boolean {
  if (join.before === '') return false
  if (marks.isAfterMark && marks.isBeforeMark) return true
  if (marks.isAfterMark) return !/^[\s.,;:!?)\]}"'\u{200b}]/u.test(join.after)
  return marks.isBeforeMark && !/[\s([{"'\u{200b}]$/u.test(join.before.slice(-2))
}

function writeNode(node: MarkNode): Piece {
  if (node.type === 'run') return writeRun(node.run)
  const sign = signs[node.mark]
  const children = writeNodes(node.children)
  return { text: children === '' ? '' : sign + children + sign, isMark: children !== '' }
}

function writeRun(run: Run): Piece {
  if (run.url !== undefined) return { text: writeLink(run.text.trim(), run.url), isMark: false }
  if (run.code && run.text.trim() !== '' && !run.text.includes('`')) return { text: `\`${escapeMrkdwn(run.text)}\``, isMark: true }
  return { text: writeText(run.text), isMark: false }
}

function writeText(text: string): string {
  const guarded = text.replace(actingSigns, (marks) => WORD_JOINER + marks.split('').join(WORD_JOINER) + WORD_JOINER)
  return disarmBroadcasts(escapeMrkdwn(guarded))
}

function writeLink(label: string, url: string): string {
  const target = slackLinkTarget(url)
  if (target === undefined) return writeText(label === url || label === '' ? url : `${label} (${url})`)
  return label === url || label === '' ? `<${target}>` : `<${target}|${disarmBroadcasts(escapeMrkdwn(label))}>`
}
