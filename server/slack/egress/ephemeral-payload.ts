import { z } from 'zod'
import { postAs } from './post-payload.ts'

/** What one person alone is told in a channel. Nobody can look for it afterwards: an answer that is lost stays lost. */
export const ephemeralPayload = z.object({
  as: postAs,
  linked: z.array(z.string()),
  to: z.object({ channelId: z.string(), threadTs: z.string().nullable() }),
  slackUserId: z.string(),
  text: z.string(),
})
export type EphemeralPayload = z.infer<typeof ephemeralPayload>

export const EPHEMERAL_OPERATION = 'chat.postEphemeral'
