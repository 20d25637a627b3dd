import type { BlockContent, DefinitionContent, Heading, List, PhrasingContent, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough'
import { splitBareUrls } from './bare-urls.ts'
import { mentionFromMarkdown, mentionSyntax } from './mention-syntax.ts'
import { type Mark, mergeRuns, type RichBlock, type Run } from './rich-document.ts'
import { tameMarkdown } from './tame-markdown.ts'

type FlowContent = RootContent | BlockContent | DefinitionContent

/** In a chat, HTML, indentation, `[a]: b` and a line of `=` are what somebody typed and no markup. */
const disabled = ['htmlFlow', 'htmlText', 'definition', 'codeIndented', 'setextUnderline']

/**
 * Reads Atrium's message text: CommonMark without HTML, link definitions, indented code and underlined headings, with
 * `~~strike~~`, mentions' tokens and bare web addresses. A line break is a line break.
 * @see https://spec.commonmark.org/0.31.2/
 */
export function readMarkdown(text: string): RichBlock[] {
  const tree = fromMarkdown(tameMarkdown(text), {
    extensions: [{ disable: { null: disabled } }, gfmStrikethrough({ singleTilde: false }), mentionSyntax],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), mentionFromMarkdown],
  })
  return blocksOf(tree.children)
}

function blocksOf(nodes: readonly FlowContent[]): RichBlock[] {
  let previousLine = 0
  return nodes.flatMap((node) => {
    const isApart = previousLine > 0 && (node.position?.start.line ?? 0) > previousLine + 1
    previousLine = node.position?.end.line ?? previousLine
    const block = blockOf(node, isApart)
    return block ? [block] : []
  })
}

function blockOf(node: FlowContent, isApart: boolean): RichBlock | undefined {
  switch (node.type) {
    case 'paragraph':
      return { type: 'paragraph', isApart, runs: runsOf(node.children, { text: '', marks: [] }) }
    case 'heading':
      return { type: 'paragraph', isApart, runs: headingRuns(node) }
    case 'blockquote':
      return { type: 'quote', isApart, blocks: blocksOf(node.children) }
    case 'list':
      return listOf(node, isApart)
    case 'code':
      return { type: 'code', isApart, text: node.value }
    case 'thematicBreak':
      return { type: 'divider', isApart }
    default:
      return undefined
  }
}

/** Signs with nothing after them head nothing: they are what somebody typed. */
function headingRuns(node: Heading): Run[] {
  if (node.children.length === 0) return [{ text: '#'.repeat(node.depth), marks: [] }]
  return runsOf(node.children, { text: '', marks: ['bold'] })
}

function listOf(node: List, isApart: boolean): RichBlock {
  const items = node.children.map((item) => blocksOf(item.children))
  return { type: 'list', isApart, isOrdered: node.ordered === true, start: node.start ?? 1, items }
}

function runsOf(nodes: readonly PhrasingContent[], look: Run): Run[] {
  return mergeRuns(nodes.flatMap((node) => runsOfNode(node, look)))
}

function runsOfNode(node: PhrasingContent, look: Run): Run[] {
  switch (node.type) {
    case 'text':
      return look.url === undefined ? splitBareUrls({ ...look, text: node.value }) : [{ ...look, text: node.value.replaceAll('\n', ' ') }]
    case 'strong':
      return runsOf(node.children, marked(look, 'bold'))
    case 'emphasis':
      return runsOf(node.children, marked(look, 'italic'))
    case 'delete':
      return runsOf(node.children, marked(look, 'strike'))
    case 'inlineCode':
      return [{ ...look, text: node.value.replaceAll('\n', ' '), code: true }]
    case 'break':
      return [{ ...look, text: look.url === undefined ? '\n' : ' ' }]
    case 'link':
      return linkRuns(runsOf(node.children, { ...look, url: node.url }), { ...look, url: node.url })
    case 'image':
      return linkRuns([{ ...look, text: node.alt ?? '', url: node.url }], { ...look, url: node.url })
    case 'mention':
      return [{ ...look, mention: node.mention }]
    default:
      return []
  }
}

/** A link without a label is labelled with its address, one without an address is its label. */
function linkRuns(label: readonly Run[], link: Run & { url: string }): Run[] {
  if (link.url === '') return label.map((run) => ({ ...run, url: undefined }))
  return label.some((run) => run.mention ?? run.text.trim() !== '') ? [...label] : [{ ...link, text: link.url }]
}

function marked(look: Run, mark: Mark): Run {
  return look.marks.includes(mark) ? look : { ...look, marks: [...look.marks, mark] }
}
