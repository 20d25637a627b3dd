import { escapeMrkdwn } from '../format/escape.ts'
import { markdownToBlocks } from '../format/markdown-to-blocks.ts'
import { markdownToMrkdwn } from '../format/markdown-to-mrkdwn.ts'
import type { PersonNames } from '../format/rich-document.ts'
import { splitMrkdwn } from '../format/split-message.ts'

/** What one `chat.postMessage` says. */
export interface ComposedPost {
  text: string
  /** Null: the text is shown as it is. */
  blocks: Record<string, unknown>[] | null
}

/** Slack refuses blocks above about 13,000 characters in all, and cuts texts long before their limit. */
const MOST_BLOCK_CHARACTERS = 12_000
const MOST_TEXT = 9_000
/** Of names and of what we say about them. */
const MOST_HEADER = 300

/**
 * Atrium's message text as one post, or as several when it is longer than Slack takes. The text stands beside the blocks
 * for notifications and for whoever shows no blocks. None for no text.
 * @param header says who wrote it, where the post itself cannot; plain text
 */
export function composePosts(markdown: string, names: PersonNames, header: string | null): ComposedPost[] {
  if (markdown === '') return []
  const said = header === null ? '' : `${headerLine(header)}\n`
  const written = markdownToMrkdwn(markdown, names)
  const text = written.trim() === '' ? escapeMrkdwn(markdown) : written
  const blocks = withHeader(markdownToBlocks(markdown, names), said)
  if (blocks.length > 0 && blocks.length <= 50 && text.length <= MOST_TEXT && JSON.stringify(blocks).length <= MOST_BLOCK_CHARACTERS) {
    return [{ text: said + text, blocks }]
  }
  return splitMrkdwn(text, MOST_TEXT).map((part, index) => ({ text: index === 0 ? said + part : part, blocks: null }))
}

/** Who wrote what follows, as mrkdwn. */
export function headerLine(header: string): string {
  return `*${escapeMrkdwn(header.slice(0, MOST_HEADER)).replaceAll('*', '')}*`
}

/** `chat.update` takes less text than a post may have; where blocks are shown, the text stands for notifications alone. */
const MOST_UPDATE_TEXT = 3_900
const LONGEST_SECTION = 2_900

/** What a post says, as `chat.update` takes it: a long text goes into sections. */
export function updateOf({ text, blocks }: ComposedPost): ComposedPost {
  if (text.length <= MOST_UPDATE_TEXT) return { text, blocks }
  const sections = splitMrkdwn(text, LONGEST_SECTION).map((part) => ({ type: 'section', text: { type: 'mrkdwn', text: part } }))
  return { text: splitMrkdwn(text, MOST_UPDATE_TEXT)[0] ?? '', blocks: blocks ?? sections }
}

/** A whole text as one update, for a message that somebody wrote in Slack in one piece. */
export function composeUpdate(markdown: string, names: PersonNames): ComposedPost {
  const [first, ...others] = composePosts(markdown, names, null)
  if (!first || others.length === 0) return updateOf(first ?? { text: escapeMrkdwn(markdown), blocks: null })
  return updateOf({ text: [first, ...others].map(({ text }) => text).join('\n'), blocks: null })
}

function withHeader(blocks: object[], said: string): Record<string, unknown>[] {
  const content = blocks.map((block) => ({ ...block }))
  if (said === '') return content
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: said.trimEnd() }] }, ...content]
}
