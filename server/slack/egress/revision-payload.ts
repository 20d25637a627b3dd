import { z } from 'zod'
import { messagePart } from '../format/document-part.ts'
import { postAs } from './post-payload.ts'

/** What is owed to a message that stands in Slack, or will when it is this call's turn: its lane keeps the order. */
export const revisionPayload = z.object({
  as: postAs,
  /** Slack users who have to be linked still when it goes out (BR10). */
  linked: z.array(z.string()),
  /** What we posted, by the delivery that did; what somebody wrote in Slack, by where it is. */
  target: z.union([z.object({ deliveryId: z.string() }), z.object({ channelId: z.string(), ts: z.string() })]),
  /** Of ours, that it is done to. */
  messageId: z.string(),
  change: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('update'),
      text: z.string(),
      blocks: z.array(z.record(z.string(), z.unknown())).nullable(),
      part: messagePart.nullable().default(null),
    }),
    z.object({ kind: z.literal('delete') }),
    /** Of what shares files: they are deleted, and the message that shows them. */
    z.object({ kind: z.literal('unshare') }),
    /** `name` as Slack has it, without colons. */
    z.object({ kind: z.literal('react'), name: z.string() }),
    z.object({ kind: z.literal('unreact'), name: z.string() }),
  ]),
})
export type RevisionPayload = z.infer<typeof revisionPayload>
type RevisionKind = RevisionPayload['change']['kind']

export const REVISION_OPERATIONS = {
  update: 'chat.update',
  delete: 'chat.delete',
  unshare: 'files.delete',
  react: 'reactions.add',
  unreact: 'reactions.remove',
} as const satisfies Record<RevisionKind, string>

export function isRevision(operation: string): boolean {
  return Object.values<string>(REVISION_OPERATIONS).includes(operation)
}
