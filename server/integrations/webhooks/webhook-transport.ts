import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { WebhookEndpointId, WebhookMessageId } from '@atrium/shared/integrations/webhooks.ts'
import type { ClaimedDelivery, Outcome, Settled, Transport } from '../../infra/deliveries/transport.ts'
import { AddressRefused, guardedPost, type GuardedAnswer } from '../../infra/outgoing/guarded-post.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { findEndpoint } from './endpoints.queries.ts'
import { noteTry, setMessageStates } from './messages.queries.ts'
import { nextTryMs, RETRY_MS } from './retry.rules.ts'
import { readSigningSecrets } from './signing-secrets.ts'
import { signedHeaders } from './signature.rules.ts'
import { WEBHOOK_TRANSPORT, webhookPayload } from './webhook-payload.ts'

export interface WebhookTransportOptions {
  /** After each try that failed; for tests that cannot wait for days. */
  retryMs?: readonly number[]
  timeoutMs?: number
}

const TIMEOUT_MS = 15_000
/** Of an answer: the log shows it to people. */
const MOST_ANSWER = 1_000
const LOOK_AFTER_MS = 500

/**
 * Posts what endpoints are to be told, at least once each: where an answer was lost it is sent again under the same `webhook-id`, by which
 * the receiver knows it.
 */
export function createWebhookTransport(
  services: IntegrationServices,
  { retryMs = RETRY_MS, timeoutMs = TIMEOUT_MS }: WebhookTransportOptions = {},
): Transport {
  return {
    name: WEBHOOK_TRANSPORT,
    laneIntervalMs: 0,
    lookAfterMs: LOOK_AFTER_MS,
    callMs: timeoutMs + 1_000,
    send: (delivery) => post(services, delivery, { retryMs, timeoutMs }),
    reconcile: async () => ({ kind: 'absent' }),
    async settled(tx, settled) {
      for (const [organizationId, own] of Map.groupBy(settled, ({ delivery }) => delivery.organizationId)) {
        const idsOf = (kind: Outcome['kind']) => own.filter(({ outcome }) => outcome.kind === kind).map(messageOf)
        await setMessageStates(tx, organizationId, { ids: idsOf('sent'), state: 'sent' })
        await setMessageStates(tx, organizationId, { ids: idsOf('failed'), state: 'failed' })
        for (const { delivery, outcome } of own) {
          if (outcome.kind !== 'failed') continue
          const endpoint = { organizationId, id: delivery.scopeId as WebhookEndpointId }
          await disableEndpoint(tx, endpoint, { reason: outcome.reason, nowMs: services.clock.now() })
        }
      }
    },
  }
}

function messageOf({ delivery }: Settled): WebhookMessageId {
  return webhookPayload.parse(delivery.payload).messageId
}

interface Sending {
  url: string
  body: string
  secrets: string[]
}

async function post(
  services: IntegrationServices,
  delivery: ClaimedDelivery,
  { retryMs, timeoutMs }: Required<WebhookTransportOptions>,
): Promise<Outcome> {
  const { organizationId, attempts } = delivery
  const { messageId } = webhookPayload.parse(delivery.payload)
  const sending = await readSending(services, { organizationId, endpointId: delivery.scopeId as WebhookEndpointId, messageId })
  if (typeof sending === 'string') return { kind: 'dropped', reason: sending }
  const attemptedAt = new Date(services.clock.now())
  const made = await tryOnce(services, { ...sending, messageId, timeoutMs, sentAtS: Math.floor(attemptedAt.getTime() / 1_000) })
  const { status, answer, error, retryAfterS } = made
  await inOrganization(services.db, organizationId, (tx) =>
    noteTry(tx, { organizationId, id: messageId }, { attemptedAt, status, answer, error }),
  )
  if (error === null) return { kind: 'sent', result: { status } }
  if (status === 410) return { kind: 'failed', reason: 'It answered 410 Gone: it does not want to be told any more.' }
  const afterMs = nextTryMs(attempts, { retryAfterS, plan: retryMs })
  if (afterMs === null) return { kind: 'failed', reason: `It has failed ${attempts} times over days, at last so: ${error}` }
  return { kind: 'retry', reason: error, afterMs, gate: null }
}

/** A text: why there is nothing to send. */
async function readSending(
  services: IntegrationServices,
  { organizationId, endpointId, messageId }: { organizationId: OrganizationId; endpointId: WebhookEndpointId; messageId: WebhookMessageId },
): Promise<Sending | string> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const endpoint = await findEndpoint(tx, organizationId, endpointId)
    if (!endpoint) return 'The webhook was removed.'
    const message = await tx
      .selectFrom('webhook_message')
      .select('body')
      .where('organization_id', '=', organizationId)
      .where('id', '=', messageId)
      .executeTakeFirst()
    if (!message) return 'It is too old to be sent.'
    const secrets = await readSigningSecrets(tx, services, { organizationId, endpoint, nowMs: services.clock.now() })
    return { url: endpoint.url, body: message.body, secrets }
  })
}

interface Made {
  status: number | null
  answer: string | null
  /** Null when it was taken. */
  error: string | null
  retryAfterS: number | null
}

async function tryOnce(
  services: IntegrationServices,
  { url, body, secrets, messageId, timeoutMs, sentAtS }: Sending & { messageId: WebhookMessageId; timeoutMs: number; sentAtS: number },
): Promise<Made> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Atrium-Webhooks/1',
    ...signedHeaders({ id: `msg_${messageId}`, body }, secrets, sentAtS),
  }
  const allowPrivate = services.privateWebhookAddresses
  try {
    return madeOf(await guardedPost({ url, headers, body, timeoutMs, mostBytes: MOST_ANSWER, allowPrivate }))
  } catch (error) {
    return { status: null, answer: null, error: failureText(error), retryAfterS: null }
  }
}

function madeOf({ status, headers, text }: GuardedAnswer): Made {
  const isTaken = status >= 200 && status < 300
  const isElsewhere = status >= 300 && status < 400
  const error = isTaken ? null : isElsewhere ? `It answered ${status}, and redirects are not followed.` : `It answered ${status}.`
  const retryAfter = Number(headers['retry-after'])
  const retryAfterS = !isTaken && Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null
  // A null character is what a text in the database cannot hold.
  return { status, answer: text.replaceAll('\0', ''), error, retryAfterS }
}

const NETWORK_WORDS: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens at the address.',
  ENOTFOUND: 'The name of the address is not known.',
  ECONNRESET: 'The connection was cut.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is its own: nobody who is trusted has signed it.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
}

function failureText(error: unknown): string {
  if (error instanceof AddressRefused) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return NETWORK_WORDS[code] ?? `It could not be reached: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown'}.`
}
