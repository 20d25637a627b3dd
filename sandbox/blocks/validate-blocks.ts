import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'
import { checkBlock, type Problem } from './block-rules.ts'
import { elementKind } from './element-kinds.ts'

const MAX_TOTAL_CHARACTERS = 13_000

const textLength = (value: unknown): number => {
  if (typeof value === 'string') return value.length
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0)
  if (value && typeof value === 'object') return Object.values(value).reduce((sum: number, item) => sum + textLength(item), 0)
  return 0
}

const fail = (problems: Problem[], error = 'invalid_blocks'): never => {
  const messages = problems.map(({ what, at }) => `[ERROR] ${what} [json-pointer:${at}]`)
  throw new SlackError(error, { response_metadata: { messages } })
}

const duplicates = (blocks: Json[]): Problem[] => {
  const seen = new Set<unknown>()
  return blocks.flatMap((block, index) => {
    if (block.block_id === undefined) return []
    if (!seen.has(block.block_id)) {
      seen.add(block.block_id)
      return []
    }
    return [{ what: `"${String(block.block_id)}" is not a unique block_id`, at: `/blocks/${index}/block_id` }]
  })
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Slack names what the app has not: every block, and every element that can be used. */
function withIds(block: Json, makeId: () => string): Json {
  const named = (element: unknown): unknown =>
    isObject(element) && elementKind(element.type) ? { ...element, action_id: element.action_id ?? makeId() } : element
  const { accessory, element, elements } = block
  return {
    ...block,
    block_id: block.block_id ?? makeId(),
    ...(accessory === undefined ? {} : { accessory: named(accessory) }),
    ...(element === undefined ? {} : { element: named(element) }),
    ...(block.type === 'actions' && Array.isArray(elements) ? { elements: elements.map(named) } : {}),
  }
}

/**
 * Checks blocks the way Slack does and returns them as Slack keeps them: with ids.
 * @throws SlackError `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export function validateBlocks(blocks: unknown, surface: 'message' | 'view', makeBlockId: () => string): Json[] {
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format')
  const list = blocks as Json[]
  const max = surface === 'message' ? 50 : 100
  if (list.length > max) fail([{ what: `no more than ${max} items allowed`, at: '/blocks' }])
  const problems = [...list.flatMap((block, index) => checkBlock(block, surface, `/blocks/${index}`)), ...duplicates(list)]
  if (problems.length > 0) fail(problems, surface === 'view' ? 'invalid_arguments' : 'invalid_blocks')
  if (surface === 'message' && textLength(list) > MAX_TOTAL_CHARACTERS) throw new SlackError('msg_blocks_too_long')
  return list.map((block) => withIds(block, makeBlockId))
}
