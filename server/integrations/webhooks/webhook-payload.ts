import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { WebhookMessageId } from '@atrium/shared/integrations/webhooks.ts'

export const WEBHOOK_TRANSPORT = 'webhook'

/** Of a delivery: the words are with the message. */
export const webhookPayload = z.object({ messageId: idOf<WebhookMessageId>() })
export type WebhookPayload = z.output<typeof webhookPayload>
