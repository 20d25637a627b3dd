import { escapeMrkdwn, withoutGuards, ZERO_WIDTH_SPACE } from './escape.ts'
import { type ListBlock, linesOfRuns, nameMentions, type PersonNames, type RichBlock } from './rich-document.ts'
import { writeMrkdwnLine } from './write-mrkdwn-line.ts'

/** mrkdwn knows no divider: this line stands for one, and is read as one. */
const dividerLine = '─'.repeat(10)
const bullets = ['•', '◦', '▪'] as const

/** Writes blocks as mrkdwn. Lists are drawn with `•` and numbers as Slack draws them in a message's `text`. */
export function writeMrkdwn(blocks: readonly RichBlock[], names: PersonNames): string {
  return linesOfBlocks(blocks, names).join('\n')
}

function linesOfBlocks(blocks: readonly RichBlock[], names: PersonNames): string[] {
  return blocks.flatMap((block, index) => {
    const lines = linesOfBlock(block, names)
    return index > 0 && block.isApart ? ['', ...lines] : lines
  })
}

function linesOfBlock(block: RichBlock, names: PersonNames): string[] {
  switch (block.type) {
    case 'paragraph':
      return linesOfRuns(nameMentions(block.runs, names))
        .map(writeMrkdwnLine)
        .filter((line) => line.trim() !== '')
    case 'list':
      return linesOfList(block, { names, level: 0 })
    case 'quote':
      return linesOfBlocks(block.blocks, names).map((line) => `> ${line.replace(/^> /, '')}`)
    case 'code':
      return ['```', ...codeLines(block.text), '```']
    case 'divider':
      return [dividerLine]
  }
}

/** Three backticks in a row would end the block. */
function codeLines(text: string): string[] {
  return escapeMrkdwn(withoutGuards(text).replace(/`(?=``)/g, `\`${ZERO_WIDTH_SPACE}`)).split('\n')
}

interface ListPlace {
  readonly names: PersonNames
  readonly level: number
}

function linesOfList(list: ListBlock, place: ListPlace): string[] {
  const indent = '    '.repeat(place.level)
  const bullet = bullets[Math.min(place.level, bullets.length - 1)] ?? bullets[0]
  return list.items.flatMap((item, index) => {
    const sign = list.isOrdered ? `${list.start + index}.` : bullet
    const [first = '', ...others] = linesOfItem(item, place)
    const startsWithText = item[0]?.type === 'paragraph'
    return startsWithText ? [`${indent}${sign} ${first}`, ...others] : [`${indent}${sign}`, ...(first === '' ? [] : [first]), ...others]
  })
}

function linesOfItem(item: readonly RichBlock[], place: ListPlace): string[] {
  const indent = `${'    '.repeat(place.level)}  `
  return item.flatMap((block, index) => {
    if (block.type === 'list') return linesOfList(block, { ...place, level: place.level + 1 })
    const lines = linesOfBlock(block, place.names)
    if (block.type !== 'paragraph') return lines
    return lines.map((line, at) => (index === 0 && at === 0 ? line : indent + line))
  })
}
