import { z } from 'zod'
import { makeBlockId } from '../actions/post-message.ts'
import { validateBlocks } from '../blocks/validate-blocks.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'

const plainText = z.object({ type: z.literal('plain_text'), text: z.string().min(1).max(24), emoji: z.boolean().optional() })

const fields = {
  blocks: z.unknown(),
  private_metadata: z.string().max(3000).default(''),
  callback_id: z.string().max(255).default(''),
  external_id: z.string().max(255).default(''),
}

const modal = z.object({
  type: z.literal('modal'),
  title: plainText,
  submit: plainText.optional(),
  close: plainText.optional(),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
  submit_disabled: z.boolean().optional(),
  ...fields,
})

const home = z.object({ type: z.literal('home'), ...fields })

const MAX_BYTES = 250_000

/**
 * A view as Slack keeps it.
 * @throws SlackError `invalid_arguments` naming each field, `view_too_large`
 * @see https://docs.slack.dev/reference/views
 */
export function checkView(value: Json, type: 'modal' | 'home'): Json {
  if (JSON.stringify(value).length > MAX_BYTES) throw new SlackError('view_too_large')
  const parsed = (type === 'modal' ? modal : home).safeParse(value)
  if (!parsed.success) {
    const messages = parsed.error.issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:/view/${issue.path.join('/')}]`)
    throw new SlackError('invalid_arguments', { response_metadata: { messages } })
  }
  const blocks = validateBlocks(parsed.data.blocks, 'view', makeBlockId)
  const hasInput = blocks.some((block) => block.type === 'input')
  if (parsed.data.type === 'modal' && hasInput && !parsed.data.submit) {
    const messages = ['[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view]']
    throw new SlackError('invalid_arguments', { response_metadata: { messages } })
  }
  return { ...parsed.data, blocks }
}
