import { z } from 'zod'
import { SlackError } from '../world/slack-error.ts'
import { isTs } from '../world/timestamps.ts'
import type { Json } from '../world/types.ts'

/** A schema's message that begins like this is the error Slack answers with. */
const CODE = 'slack:'
export const slackCode = (code: string): string => CODE + code

export const text = z.union([z.string(), z.number().transform(String)])

/** Forms carry no booleans. */
export const flag = z.union([
  z.boolean(),
  z.string().transform((value) => value === 'true' || value === '1'),
  z.number().transform((n) => n === 1),
])

export const integer = z.coerce.number().int()

const parseJson =
  (code: string) =>
  (value: string, context: z.RefinementCtx): unknown => {
    try {
      return JSON.parse(value)
    } catch {
      context.addIssue({ code: 'custom', message: slackCode(code) })
      return z.NEVER
    }
  }

/** JSON, as such or inside a form's string. */
export const json = (code: string) => z.union([z.string().transform(parseJson(code)), z.unknown()])

export const jsonObject = (code: string) =>
  json(code).refine((value): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value), slackCode(code))

export const jsonList = (code: string) => json(code).refine((value): value is Json[] => Array.isArray(value), slackCode(code))

export const timestamp = (code: string) => text.refine(isTs, slackCode(code))

/** Comma separated, or a list, which a form has as JSON. */
export const list = z.union([
  z.array(z.string()),
  z.string().transform((value) => (jsonListOf(value) ?? value.split(',')).map((item) => item.trim()).filter(Boolean)),
])

function jsonListOf(value: string): string[] | undefined {
  try {
    return z.array(z.string()).safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}

/** @throws SlackError the schema's own code, else `invalid_arguments` naming each field */
export function parseArguments(schema: z.ZodType, args: Json): unknown {
  const parsed = schema.safeParse(args)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const own = issues.find((issue) => issue.message.startsWith(CODE))
  if (own) throw new SlackError(own.message.slice(CODE.length))
  const messages = issues.map((issue) => {
    const field = issue.path.join('/')
    return args[String(issue.path[0])] === undefined
      ? `[ERROR] missing required field: ${field}`
      : `[ERROR] invalid value [json-pointer:/${field}]`
  })
  throw new SlackError('invalid_arguments', { response_metadata: { messages } })
}
