import { z } from 'zod'

/** What an event's `event_context` stands for: its type, workspace, app, channel and scopes. Opaque to apps. */
const context = z.object({ et: z.string(), tid: z.string(), aid: z.string(), cid: z.string().optional(), sc: z.array(z.string()) })

export type EventContext = z.infer<typeof context>

export const writeContext = (of: EventContext): string => `4-${Buffer.from(JSON.stringify(of)).toString('base64url')}`

export function readContext(value: string): EventContext | undefined {
  try {
    return context.parse(JSON.parse(Buffer.from(value.replace(/^4-/, ''), 'base64url').toString()))
  } catch {
    return undefined
  }
}
