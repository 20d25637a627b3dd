import type { WebhookEndpointView, WebhookMessageView } from '@atrium/shared/integrations/webhooks.ts'

/** What stands beside an address. */
export function endpointState({ state, disabledReason }: WebhookEndpointView): { tone: 'good' | 'plain' | 'bad'; text: string } {
  if (state === 'active') return { tone: 'good', text: 'On' }
  return disabledReason === null ? { tone: 'plain', text: 'Off' } : { tone: 'bad', text: 'Turned off' }
}

/** How far a message has come, in a line of the log. */
export function messageState(message: Pick<WebhookMessageView, 'state' | 'attempts' | 'status' | 'error'>): {
  tone: 'good' | 'plain' | 'warn' | 'bad'
  text: string
} {
  if (message.state === 'sent') return { tone: 'good', text: message.status === null ? 'Sent' : `Sent · ${message.status}` }
  if (message.state === 'failed') return { tone: 'bad', text: 'Given up' }
  return message.error === null ? { tone: 'plain', text: 'On its way' } : { tone: 'warn', text: 'To be tried again' }
}

/** What the last try was answered, or why there was no answer. */
export function answerWords({ error, answer, attempts }: Pick<WebhookMessageView, 'error' | 'answer' | 'attempts'>): string {
  const tries = attempts > 1 ? `${attempts} tries` : ''
  const said = answer?.trim() ? `“${answer.trim().slice(0, 200)}”` : ''
  return [error ?? '', said, tries].filter(Boolean).join(' · ')
}
