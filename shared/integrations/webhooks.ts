import type { Id } from '../ids.ts'

export type WebhookEndpointId = Id<'webhook-endpoint'>
export type WebhookMessageId = Id<'webhook-message'>

/** What an endpoint can be told of, each with what it is for people. */
export const WEBHOOK_EVENTS = {
  'conversation.opened': 'A conversation was opened',
  'conversation.changed': 'Something about a conversation has changed',
  'message.received': 'A customer has written',
  'reply.sent': 'Somebody has answered a customer',
  'message.changed': 'A message was edited, deleted or delivered',
  'note.added': 'Somebody has noted something internally',
} as const
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS
export const WEBHOOK_EVENT_NAMES = Object.keys(WEBHOOK_EVENTS) as [WebhookEvent, ...WebhookEvent[]]
export const MOST_WEBHOOKS = 20

export interface WebhookEndpointView {
  id: WebhookEndpointId
  url: string
  description: string
  events: WebhookEvent[]
  state: 'active' | 'disabled'
  /** Why it was turned off, where the server did that. */
  disabledReason: string | null
  /** Until then what is sent is signed with the secret before, too. */
  formerSecretUntil: number | null
  createdAt: number
  rev: number
}

/** One line of the delivery log. */
export interface WebhookMessageView {
  id: WebhookMessageId
  event: string
  state: 'queued' | 'sent' | 'failed'
  attempts: number
  attemptedAt: number | null
  /** What the last try was answered, if it was. */
  status: number | null
  answer: string | null
  /** Why the last try did not succeed. */
  error: string | null
  createdAt: number
}
