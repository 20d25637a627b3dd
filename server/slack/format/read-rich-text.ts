import { type FlatItem, nestListItems } from './nest-list.ts'
import { allOf, type InlineElement, inlineSchema, partSchema, type RichTextPartReceived } from './rich-text.schema.ts'
import { linesOfRuns, type Mark, mergeRuns, type RichBlock, type Run } from './rich-document.ts'
import { isLinkTarget, slackUserRun, type SlackNames } from './slack-entity.ts'

/** `SlackNames`, and what the message's own text says of its user groups, which a `rich_text` block only numbers. */
export interface RichTextNames extends SlackNames {
  nameOfUserGroup(userGroupId: string): string | undefined
}

/**
 * Reads the parts of a `rich_text` block.
 * @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
 */
export function readRichText(elements: readonly unknown[], names: RichTextNames): RichBlock[] {
  const blocks: RichBlock[] = []
  let items: FlatItem[] = []
  for (const part of allOf(elements, partSchema)) {
    if (part.type === 'rich_text_list') {
      items.push(...itemsOf(part, names))
      continue
    }
    blocks.push(...nestListItems(items), ...blocksOfPart(part, names))
    items = []
  }
  return [...blocks, ...nestListItems(items)]
}

function itemsOf(list: RichTextPartReceived, names: RichTextNames): FlatItem[] {
  return allOf(list.elements, partSchema).map((item, index) => ({
    indent: list.indent ?? 0,
    number: list.style === 'ordered' ? (list.offset ?? 0) + index + 1 : undefined,
    blocks: paragraphsOf(runsOf(item.elements, names)),
  }))
}

function blocksOfPart(part: RichTextPartReceived, names: RichTextNames): RichBlock[] {
  const runs = runsOf(part.elements, names)
  if (part.type === 'rich_text_preformatted') {
    const text = runs.map((run) => run.text).join('')
    return [{ type: 'code', isApart: false, text: text.replace(/\n$/, '') }]
  }
  const blocks = paragraphsOf(runs)
  if (part.type === 'rich_text_quote') return blocks.length > 0 ? [{ type: 'quote', isApart: false, blocks }] : []
  return blocks
}

function paragraphsOf(runs: readonly Run[]): RichBlock[] {
  const paragraphs: Run[][] = []
  let isOpen = false
  for (const line of linesOfRuns(runs)) {
    const isBlank = line.every((run) => !run.mention && run.text.trim() === '')
    if (!isBlank && isOpen) paragraphs.at(-1)?.push({ text: '\n', marks: [] }, ...line)
    else if (!isBlank) paragraphs.push([...line])
    isOpen = !isBlank
  }
  return paragraphs.map((paragraph, index) => ({ type: 'paragraph', isApart: index > 0, runs: mergeRuns(paragraph) }))
}

function runsOf(elements: readonly unknown[], names: RichTextNames): Run[] {
  return allOf(elements, inlineSchema).map((element) => {
    const marks = (['bold', 'italic', 'strike'] as const).filter((mark: Mark) => element.style?.[mark])
    const run = runOf(element, names)
    return { ...run, marks, ...(element.style?.code && !run.mention ? { code: true } : {}) }
  })
}

function runOf(element: InlineElement, names: RichTextNames): Run {
  switch (element.type) {
    case 'link':
      return linkRun(element)
    case 'user':
      return slackUserRun({ userId: element.user_id ?? '', label: '' }, names)
    case 'usergroup':
      return textRun(`@${names.nameOfUserGroup(element.usergroup_id ?? '') ?? 'group'}`)
    case 'channel':
      return textRun(`#${names.nameOfChannel(element.channel_id ?? '') ?? 'channel'}`)
    case 'emoji':
      return textRun(`:${element.name ?? ''}:`)
    case 'broadcast':
      return textRun(`@${element.range ?? 'channel'}`)
    case 'date':
      return dateRun(element)
    case 'color':
      return textRun(element.value ?? '')
    default:
      return textRun(element.text ?? '')
  }
}

function linkRun({ url = '', text }: InlineElement): Run {
  const label = text || url.replace(/^(?:mailto|tel):/i, '')
  return isLinkTarget(url) ? { ...textRun(label.replaceAll('\n', ' ')), url } : textRun(text ? `${text} (${url})` : url)
}

function dateRun({ fallback, timestamp, url }: InlineElement): Run {
  const date = timestamp === undefined || Math.abs(timestamp) > 8.64e12 ? '' : new Date(timestamp * 1_000).toISOString()
  const run = textRun(fallback ?? date)
  return url !== undefined && isLinkTarget(url) ? { ...run, url } : run
}

function textRun(text: string): Run {
  return { text, marks: [] }
}
