import { type ListBlock, linesOfRuns, type RichBlock } from './rich-document.ts'
import { writeMarkdownLine } from './write-markdown-line.ts'

/** Writes blocks as Markdown that is read as these blocks. */
export function writeMarkdown(blocks: readonly RichBlock[]): string {
  let previous: RichBlock | undefined
  let isOtherSign = false
  return blocks
    .map((block) => {
      isOtherSign = block.type === 'list' && previous?.type === 'list' && previous.isOrdered === block.isOrdered && !isOtherSign
      previous = block
      return writeBlock(block, isOtherSign)
    })
    .filter((written) => written !== '')
    .join('\n\n')
}

function writeBlock(block: RichBlock, isOtherSign: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return linesOfRuns(block.runs).map(writeMarkdownLine).filter(Boolean).join('\n')
    case 'list':
      return writeList(block, isOtherSign)
    case 'quote':
      return prefixLines(writeMarkdown(block.blocks), '> ')
    case 'code':
      return writeCode(block.text)
    case 'divider':
      return '---'
  }
}

function prefixLines(text: string, prefix: string): string {
  return text
    .split('\n')
    .map((line) => `${prefix}${line}`.trimEnd())
    .join('\n')
}

function writeCode(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}${text === '' ? '' : '\n'}${fence}`
}

/** `isOtherSign`: two lists in a row are two only when their signs differ. */
function writeList(list: ListBlock, isOtherSign: boolean): string {
  const items = list.items.map((item, index) => {
    const sign = list.isOrdered ? `${list.start + index}${isOtherSign ? ')' : '.'}` : isOtherSign ? '*' : '-'
    const content = writeItem(item)
    if (content === '') return sign
    return `${sign} ${prefixLines(content, ' '.repeat(sign.length + 1)).trimStart()}`
  })
  return items.join('\n')
}

function writeItem(item: readonly RichBlock[]): string {
  const [first, second, ...others] = item
  const isTight = first?.type === 'paragraph' && second?.type === 'list' && others.length === 0 && (!second.isOrdered || second.start === 1)
  return isTight ? `${writeBlock(first, false)}\n${writeBlock(second, false)}` : writeMarkdown(item)
}
