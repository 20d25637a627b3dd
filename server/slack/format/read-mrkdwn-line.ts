import { unescapeMrkdwn, withoutGuards, WORD_JOINER, ZERO_WIDTH_SPACE } from './escape.ts'
import { type Mark, mergeRuns, type Run } from './rich-document.ts'
import { readEntity, type SlackNames } from './slack-entity.ts'

/** A character, an entity or a whole code span: what the marks stand between. */
interface Atom {
  readonly source: string
  readonly runs?: readonly Run[]
}

const marksOfSigns: Readonly<Record<string, Mark>> = { '*': 'bold', _: 'italic', '~': 'strike' }
const atomPattern = /<[^<>\n]*>|&(?:amp|lt|gt);|(?<![\p{L}\p{N}\u{2060}`])`[^`\n]+`(?![\p{L}\p{N}\u{2060}`])|[^]/gu

/**
 * Reads one line of mrkdwn. A mark opens after a word's edge and before what is no space, and closes after what is no
 * space and before a word's edge, as Slack does.
 * @see https://docs.slack.dev/messaging/formatting-message-text/#basic-formatting
 */
export function readMrkdwnLine(line: string, names: SlackNames): Run[] {
  const atoms = atomsOf(line, names)
  const changes = markChanges(atoms)
  const active = new Set<Mark>()
  const runs = atoms.flatMap((atom, index) => {
    const mark = marksOfSigns[atom.source]
    const change = changes.get(index)
    if (!mark || !change) return (atom.runs ?? [{ text: atom.source, marks: [] }]).map((run) => ({ ...run, marks: [...active] }))
    if (change === 'opens') active.add(mark)
    else active.delete(mark)
    return []
  })
  return mergeRuns(runs.map((run) => ({ ...run, text: withoutGuards(run.text) })))
}

function atomsOf(line: string, names: SlackNames): Atom[] {
  return [...line.matchAll(atomPattern)].map(([source]) => {
    if (source.length === 1) return { source }
    if (source.startsWith('<')) return { source, runs: readEntity(source, names) }
    if (source.startsWith('&')) return { source, runs: [{ text: unescapeMrkdwn(source), marks: [] }] }
    if (source.startsWith('`')) return { source, runs: [{ text: codeText(source.slice(1, -1), names), marks: [], code: true }] }
    return { source }
  })
}

/** Slack keeps entities in code: a link is shown as its label, a mention as its name. */
export function codeText(source: string, names: SlackNames): string {
  const shown = source.replace(/<[^<>\n]*>/g, (entity) =>
    readEntity(entity, names)
      .map((run) => (run.mention?.kind === 'person' ? '@someone' : run.text))
      .join('')
      .replace(/[&<>]/g, (character) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[character] ?? ''};`),
  )
  return withoutGuards(unescapeMrkdwn(shown))
}

function markChanges(atoms: readonly Atom[]): Map<number, 'opens' | 'closes'> {
  const changes = new Map<number, 'opens' | 'closes'>()
  let open: number[] = []
  for (const [index, { source }] of atoms.entries()) {
    if (!marksOfSigns[source]) continue
    const sides = { sign: source, before: atoms[index - 1]?.source, after: atoms[index + 1]?.source }
    const depth = open.findIndex((opener) => atoms[opener]?.source === source)
    if (depth >= 0 && canClose(sides)) {
      changes.set(open[depth] ?? index, 'opens').set(index, 'closes')
      open = open.slice(0, depth)
    } else if (depth < 0 && canOpen(sides)) open.push(index)
  }
  return changes
}

interface Sides {
  readonly sign: string
  readonly before: string | undefined
  readonly after: string | undefined
}

function canOpen({ sign, before, after }: Sides): boolean {
  return !isWord(before) && before !== sign && !isSpace(after) && after !== sign
}

function canClose({ sign, before, after }: Sides): boolean {
  return !isSpace(before) && before !== sign && !isWord(after) && after !== sign
}

function isWord(source: string | undefined): boolean {
  return source !== undefined && (source === WORD_JOINER || /^[\p{L}\p{N}]$/u.test(source))
}

function isSpace(source: string | undefined): boolean {
  return source === undefined || source === ZERO_WIDTH_SPACE || /^\s$/u.test(source)
}
