import { SlackError } from '../world/slack-error.ts'
import type { Json, Message } from '../world/types.ts'

export interface FoundElement {
  element: Json
  blockId: string
  /** Set when it sits in an attachment. */
  attachmentId?: number
}

export const elementsOf = (block: Json): Json[] =>
  [...((block.elements as Json[] | undefined) ?? []), block.accessory as Json | undefined, block.element as Json | undefined].filter(
    (element): element is Json => element !== undefined,
  )

const inBlocks = (blocks: Json[] | undefined, actionId: string, blockId?: string): FoundElement | undefined => {
  for (const block of blocks ?? []) {
    if (blockId && block.block_id !== blockId) continue
    const element = elementsOf(block).find((other) => other.action_id === actionId)
    if (element) return { element, blockId: String(block.block_id) }
  }
  return undefined
}

/** @throws SlackError `action_not_found` */
export function findInMessage(message: Message, actionId: string, blockId?: string): FoundElement {
  const own = inBlocks(message.blocks, actionId, blockId)
  if (own) return own
  for (const [index, attachment] of (message.attachments ?? []).entries()) {
    const found = inBlocks(attachment.blocks as Json[] | undefined, actionId, blockId)
    if (found) return { ...found, attachmentId: index + 1 }
  }
  throw new SlackError('action_not_found')
}

/** @throws SlackError `action_not_found` */
export function findInView(content: Json, actionId: string, blockId?: string): FoundElement {
  const found = inBlocks(content.blocks as Json[], actionId, blockId)
  if (!found) throw new SlackError('action_not_found')
  return found
}
