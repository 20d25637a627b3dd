import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { WebhookEvent } from '@atrium/shared/integrations/webhooks.ts'
import { conversationForApi, messageForApi, noteForApi } from '../api/present-api.ts'

/** What events can follow from. */
export const TOLD_KINDS = ['inbox.conversationChanged', 'inbox.messageChanged', 'inbox.noteAdded'] as const
type ToldKind = (typeof TOLD_KINDS)[number]
export type ToldChange = { [K in ToldKind]: { kind: K; payload: ChangePayloads[K] } }[ToldKind]

/** The event that a change is, and what is told of it, in the form in which the API has it. */
export function webhookEventOf(change: ToldChange, publicUrl: string): { event: WebhookEvent; data: object } {
  switch (change.kind) {
    case 'inbox.conversationChanged': {
      const { conversation, opened } = change.payload
      return {
        event: opened ? 'conversation.opened' : 'conversation.changed',
        data: { conversation: conversationForApi(conversation, publicUrl) },
      }
    }
    case 'inbox.messageChanged': {
      const { message } = change.payload
      const event = message.rev > 1 ? 'message.changed' : message.author.kind === 'contact' ? 'message.received' : 'reply.sent'
      return { event, data: { message: messageForApi(message) } }
    }
    case 'inbox.noteAdded':
      return { event: 'note.added', data: { note: noteForApi(change.payload.note) } }
  }
}

/** As it is sent and signed. @param atMs when it happened, in ms since the epoch */
export function webhookBody(type: string, data: object, atMs: number): string {
  return JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data })
}
