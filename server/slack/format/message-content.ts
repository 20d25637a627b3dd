import { readMarkdown } from './read-markdown.ts'
import { readMrkdwn } from './read-mrkdwn.ts'
import { readRichText, type RichTextNames } from './read-rich-text.ts'
import { mentionToken } from '@atrium/shared/chat/message-text.ts'
import { allOf, blockSchema, type ReceivedBlock, textObjectSchema } from './rich-text.schema.ts'
import type { Mark, RichBlock, Run } from './rich-document.ts'
import { isLinkTarget, type SlackNames } from './slack-entity.ts'
import { writeMarkdown } from './write-markdown.ts'

/** The content of a message as an event or the history has it. */
export interface SlackMessageContent {
  readonly text?: string | undefined
  readonly blocks?: readonly unknown[] | undefined
  readonly files?: readonly { readonly name?: string | null; readonly title?: string | null }[] | undefined
}

/**
 * What a Slack message says, as Atrium's message text: its blocks when they say anything, else its text, else the names
 * of its files. Slack shows a message's blocks, and some messages have no text beside them.
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 * @see https://docs.slack.dev/reference/block-kit/blocks/
 */
export function slackMessageToMarkdown(message: SlackMessageContent, names: SlackNames): string {
  const text = message.text ?? ''
  const groupNames = userGroupNamesIn(text)
  const allNames: RichTextNames = {
    personOfSlackUser: (userId) => names.personOfSlackUser(userId),
    nameOfChannel: (channelId) => names.nameOfChannel(channelId),
    nameOfUserGroup: (userGroupId) => groupNames.get(userGroupId),
  }
  const blocks = allOf(message.blocks ?? [], blockSchema).flatMap((block) => readBlock(block, allNames))
  const written = writeMarkdown(blocks) || writeMarkdown(readMrkdwn(text, names))
  return written || writeMarkdown((message.files ?? []).flatMap((file) => paragraph(file.title || file.name || '')))
}

function userGroupNamesIn(text: string): Map<string, string> {
  return new Map([...text.matchAll(/<!subteam\^([A-Z0-9]+)\|@?([^<>]+)>/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
}

function readBlock(block: ReceivedBlock, names: RichTextNames): RichBlock[] {
  switch (block.type) {
    case 'rich_text':
      return readRichText(block.elements, names)
    case 'section':
      return [block.text, ...block.fields].flatMap((text) => readTextObject(text, names))
    case 'header':
      return allOf([block.text], textObjectSchema).flatMap(({ text }) => paragraph(text, ['bold']))
    case 'context':
      return block.elements.flatMap((element) => [...readTextObject(element, names), ...readImages([element])])
    case 'image':
      return readImages([block])
    case 'divider':
      return [{ type: 'divider', isApart: true }]
    case 'markdown':
      return typeof block.text === 'string' ? readMarkdown(block.text).map(withoutMentions) : []
    case 'table':
      return block.rows.flatMap((row) => readRow(row, names))
    default:
      return []
  }
}

function readTextObject(value: unknown, names: RichTextNames): RichBlock[] {
  return allOf([value], textObjectSchema).flatMap(({ type, text }) => (type === 'mrkdwn' ? readMrkdwn(text, names) : paragraph(text)))
}

function readImages(values: readonly unknown[]): RichBlock[] {
  return allOf(values, blockSchema)
    .filter(({ type }) => type === 'image')
    .flatMap((image) => {
      const [title] = allOf([image.title], textObjectSchema)
      const label = title?.text || image.alt_text || 'image'
      const url = image.image_url ?? ''
      return isLinkTarget(url) ? paragraphOf([{ text: label.replace(/\s+/g, ' '), marks: [], url }]) : paragraph(label)
    })
}

/** A table's row on one line: Atrium's messages have no tables. */
function readRow(cells: readonly unknown[], names: RichTextNames): RichBlock[] {
  const runs = cells.flatMap((cell, index): Run[] => {
    const [received] = allOf([cell], blockSchema)
    const content = received?.type === 'rich_text' ? readRichText(received.elements, names) : readTextObject(cell, names)
    const cellRuns = content.flatMap((block) => (block.type === 'paragraph' ? block.runs : []))
    return [
      ...(index > 0 ? [{ text: ' | ', marks: [] }] : []),
      ...cellRuns.map((run) => ({ ...run, text: run.text.replaceAll('\n', ' ') })),
    ]
  })
  return paragraphOf(runs)
}

function paragraph(text: string, marks: readonly Mark[] = []): RichBlock[] {
  return paragraphOf([{ text, marks }])
}

function paragraphOf(runs: readonly Run[]): RichBlock[] {
  return runs.some((run) => run.mention ?? run.text.trim() !== '') ? [{ type: 'paragraph', isApart: true, runs }] : []
}

/** A `markdown` block of another app may hold what looks like our tokens: it calls nobody. */
function withoutMentions(block: RichBlock): RichBlock {
  if (block.type === 'quote') return { ...block, blocks: block.blocks.map(withoutMentions) }
  if (block.type === 'list') return { ...block, items: block.items.map((item) => item.map(withoutMentions)) }
  if (block.type !== 'paragraph') return block
  const runs = block.runs.map(({ mention, ...run }) => (mention ? { ...run, text: mentionToken(mention) } : run))
  return { ...block, runs }
}
