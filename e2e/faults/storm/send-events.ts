import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { signatureHeaders } from '@atrium/server/slack/testing/signed-events.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

export interface Sent {
  url: string
  body: string | Buffer
  headers: Record<string, string | string[]>
}

/** One request as it is. @returns the status; 0 when the connection ended without an answer. */
export function send({ url, body, headers }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const sending = request(url, { method: 'POST', agent, headers: { 'content-length': Buffer.byteLength(body), ...headers } })
    sending.once('response', (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', () => resolve(0))
    })
    sending.once('error', () => resolve(0))
    sending.end(body)
  })
}

/** As Slack does: signed, and again when it is not acknowledged. @throws Error when it never is */
export async function deliver(url: string, body: string, secret: string): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const status = await send({ url, body, headers: { 'content-type': 'application/json', ...signatureHeaders(body, { secret }) } })
    if (status === 200) return
    if (status !== 503 && status !== 0) throw new Error(`an event was answered with ${status}: ${body}`)
    await sleep(200 * 2 ** attempt)
  }
  throw new Error(`an event was never acknowledged: ${body}`)
}
