import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { faultPoint } from '../../infra/fault-point.ts'
import type { Ingress, Receipt } from './receive-envelope.ts'

export const EVENT_PATHS = ['/api/slack/events', '/api/slack/webhook/events']

const LONGEST_BODY = 1 << 20
const STATUS: Record<Receipt['kind'], number> = { ok: 200, challenge: 200, unreadable: 400, forged: 401, unavailable: 503 }
const AS_JSON = { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' }

/**
 * Takes Slack's events before anything else looks at them: a router and headers for browsers would cost more than all that
 * is done with an event until it is written. Everything else goes to `next`.
 */
export function eventsBefore(next: RequestListener, ingress: Ingress): RequestListener {
  const paths = new Set<string | undefined>(EVENT_PATHS)
  return (request, response) => {
    if (request.method === 'POST' && paths.has(request.url)) receiveOverHttp(ingress, request, response)
    else next(request, response)
  }
}

/** Reads the body as it comes over the wire, since the signature is over these bytes, and answers once it is dealt with. */
export function receiveOverHttp(ingress: Ingress, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= LONGEST_BODY) chunks.push(chunk)
    else chunks.length = 0
  })
  request.on('end', () => {
    if (length > LONGEST_BODY) response.writeHead(413).end()
    else void receive(ingress, { request, response, rawBody: Buffer.concat(chunks) })
  })
  // Whoever hangs up gets no answer; Slack sends it again.
  request.on('error', () => {})
}

async function receive(
  ingress: Ingress,
  { request, response, rawBody }: { request: IncomingMessage; response: ServerResponse; rawBody: Buffer },
): Promise<void> {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers
  const receipt = await ingress.receiveEnvelope({ via: 'http', rawBody, timestamp: oneOf(timestamp), signature: oneOf(signature) })
  if (receipt.kind === 'challenge') response.writeHead(200, AS_JSON).end(JSON.stringify({ challenge: receipt.challenge }))
  else response.writeHead(STATUS[receipt.kind], { 'content-length': 0 }).end()
  if (receipt.kind === 'ok') faultPoint('ingress.acknowledged')
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
