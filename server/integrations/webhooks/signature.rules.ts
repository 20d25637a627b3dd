import { createHmac, randomBytes } from 'node:crypto'

const SECRET_START = 'whsec_'

export function newWebhookSecret(): string {
  return `${SECRET_START}${randomBytes(32).toString('base64')}`
}

/**
 * The headers that prove who sent a webhook, as Standard Webhooks has them: signed with each secret, so that the receiver may know either.
 * @param sentAtS when this try is made, in seconds since the epoch
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(message: { id: string; body: string }, secrets: readonly string[], sentAtS: number): Record<string, string> {
  const signed = `${message.id}.${sentAtS}.${message.body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_START.length), 'base64')
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': String(sentAtS), 'webhook-signature': signatures.join(' ') }
}
