import { z } from 'zod'
import { addressed } from './post-payload.ts'

/** The files of a message, which go to Slack together, after its text. */
export const sharePayload = addressed.extend({
  /** Of ours, in their order. Those that are gone by then are left out. */
  fileIds: z.array(z.string()).min(1),
  /** Says whose they are, where the post itself cannot; mrkdwn. */
  comment: z.string().nullable(),
})
export type SharePayload = z.infer<typeof sharePayload>

/** The last of its calls, which counts; its gate is the delivery's. */
export const SHARE_OPERATION = 'files.completeUploadExternal'
