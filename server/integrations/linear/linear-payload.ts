import { z } from 'zod'
import type { EscalationId } from '@atrium/shared/integrations/linear.ts'

export const LINEAR_TRANSPORT = 'linear'

export const escalationPayload = z.object({ escalationId: z.uuid().transform((text) => text as EscalationId) })
export type EscalationPayload = z.output<typeof escalationPayload>
/** What a delivery that was sent has led to. */
export const issueResult = z.object({
  identifier: z.string(),
  url: z.string(),
  title: z.string(),
  status: z.string(),
  statusType: z.string(),
})
export type IssueResult = z.output<typeof issueResult>
