import { z } from 'zod'

const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const anything = z.array(z.unknown()).catch([])

/** An element of a `rich_text` block, as loosely as Slack may send it: whatever is not understood is left out. */
export const inlineSchema = z.object({
  type: z.string(),
  text,
  url: text,
  user_id: text,
  usergroup_id: text,
  channel_id: text,
  name: text,
  range: text,
  value: text,
  fallback: text,
  timestamp: number,
  style: z.object({ bold: flag, italic: flag, strike: flag, code: flag }).optional().catch(undefined),
})
export type InlineElement = z.infer<typeof inlineSchema>

/** A section, list, quote or code block in a `rich_text` block. */
export const partSchema = z.object({ type: z.string(), style: text, indent: number, offset: number, elements: anything })
export type RichTextPartReceived = z.infer<typeof partSchema>

export const textObjectSchema = z.object({ type: z.enum(['mrkdwn', 'plain_text', 'raw_text']), text: z.string() })

/** A block of a message. `text` is a string in a `markdown` block and an object elsewhere. */
export const blockSchema = z.object({
  type: z.string(),
  text: z.unknown().optional(),
  fields: anything,
  elements: anything,
  rows: z.array(z.array(z.unknown())).catch([]),
  title: z.unknown().optional(),
  alt_text: text,
  image_url: text,
})
export type ReceivedBlock = z.infer<typeof blockSchema>

/** The members of a list that are what the schema says. */
export function allOf<T>(values: readonly unknown[], schema: z.ZodType<T>): T[] {
  return values.flatMap((value) => {
    const parsed = schema.safeParse(value)
    return parsed.success ? [parsed.data] : []
  })
}
