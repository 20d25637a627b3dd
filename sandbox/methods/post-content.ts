import { z } from 'zod'
import { makeBlockId } from '../actions/post-message.ts'
import { validateBlocks } from '../blocks/validate-blocks.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'
import { json, jsonList, text } from './arguments.ts'

/** The arguments that every posting method shares. */
export const contentArgs = {
  text: text.optional(),
  markdown_text: text.optional(),
  blocks: json('invalid_blocks_format').optional(),
  attachments: jsonList('invalid_attachments').optional(),
  metadata: json('invalid_metadata_format').optional(),
}

export interface RawContent {
  text?: string | undefined
  markdown_text?: string | undefined
  blocks?: unknown
  attachments?: Json[] | undefined
  metadata?: unknown
}

export interface Content {
  text: string
  blocks?: Json[]
  attachments?: Json[]
  metadata?: Json
}

const metadataShape = z.object({ event_type: z.string().min(1).max(255), event_payload: z.record(z.string(), z.unknown()) })
const MAX_ATTACHMENTS = 100
const MAX_METADATA_BYTES = 8_000

const checkMetadata = (value: unknown): Json => {
  const parsed = metadataShape.safeParse(value)
  if (!parsed.success) throw new SlackError('invalid_metadata_format')
  if (JSON.stringify(value).length > MAX_METADATA_BYTES) throw new SlackError('metadata_too_large')
  return parsed.data
}

const checkAttachments = (attachments: Json[]): Json[] => {
  if (attachments.length > MAX_ATTACHMENTS) throw new SlackError('too_many_attachments')
  return attachments.map((attachment, index) => ({
    id: index + 1,
    fallback: attachment.fallback ?? attachment.text ?? '[no preview available]',
    ...attachment,
    ...(attachment.blocks === undefined ? {} : { blocks: validateBlocks(attachment.blocks, 'message', makeBlockId) }),
  }))
}

/**
 * Checks what is to be posted.
 * @throws SlackError `no_text`, `msg_too_long`, `invalid_blocks`, `msg_blocks_too_long`, `markdown_text_conflict`…
 */
export function checkContent(raw: RawContent, maxText: number): Content {
  const hasBlocks = Array.isArray(raw.blocks) ? raw.blocks.length > 0 : raw.blocks !== undefined
  if (raw.markdown_text !== undefined && (raw.text !== undefined || hasBlocks)) throw new SlackError('markdown_text_conflict')
  if ((raw.markdown_text ?? '').length > 12_000) throw new SlackError('msg_too_long')
  const content = raw.text ?? raw.markdown_text ?? ''
  if (content.length > maxText) throw new SlackError('msg_too_long')
  if (content.trim() === '' && !hasBlocks && !raw.attachments?.length) throw new SlackError('no_text')
  return {
    text: content,
    ...(hasBlocks ? { blocks: validateBlocks(raw.blocks, 'message', makeBlockId) } : {}),
    ...(raw.attachments ? { attachments: checkAttachments(raw.attachments) } : {}),
    ...(raw.metadata === undefined ? {} : { metadata: checkMetadata(raw.metadata) }),
  }
}
