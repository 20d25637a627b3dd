import { type FlatItem, nestListItems } from './nest-list.ts'
import { readMrkdwnLine } from './read-mrkdwn-line.ts'
import type { ListBlock, RichBlock } from './rich-document.ts'
import type { SlackNames } from './slack-entity.ts'

interface DrawnItem extends Omit<FlatItem, 'blocks'> {
  readonly lines: string[]
}

const drawnItem = /^([ \t]*)(?:([•◦▪▫‣●○■])\u{fe0e}?|(\d{1,9})[.)])(?:[ \t]+(.*))?$/u

export function isDrawnItem(line: string): boolean {
  return drawnItem.test(line)
}

/** A line below an item that is indented belongs to it. */
export function isItemContinuation(line: string): boolean {
  return /^[ \t]{2,}\S/.test(line)
}

/** Reads lists as Slack draws them in a message's text: `•`, `◦`, `▪` or numbers, deeper levels indented. */
export function readDrawnLists(lines: readonly string[], names: SlackNames): ListBlock[] {
  return nestListItems(itemsOf(lines).map((item) => ({ ...item, blocks: textOfItem(item, names) })))
}

function itemsOf(lines: readonly string[]): DrawnItem[] {
  const items: DrawnItem[] = []
  for (const line of lines) {
    const [whole, indentation = '', , digits, content = ''] = drawnItem.exec(line) ?? []
    if (whole === undefined) {
      if (line.trim() !== '') items.at(-1)?.lines.push(line.trim())
      continue
    }
    const indent = indentation.replaceAll('\t', '    ').length
    items.push({ indent, number: digits === undefined ? undefined : Number(digits), lines: [content] })
  }
  return items
}

function textOfItem(item: DrawnItem, names: SlackNames): RichBlock[] {
  const runs = item.lines.flatMap((line, index) => [...(index > 0 ? [{ text: '\n', marks: [] }] : []), ...readMrkdwnLine(line, names)])
  return runs.length === 0 ? [] : [{ type: 'paragraph', isApart: false, runs }]
}
