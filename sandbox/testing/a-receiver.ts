import { createServer, type IncomingHttpHeaders } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Json } from '../world/types.ts'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  raw: string
  /** The event's envelope, or the parsed interaction, or the command's fields. */
  body: Json
}

export interface Answer {
  status?: number
  body?: string | Json
  delayMs?: number
}

const parse = (raw: string, contentType: string): Json => {
  if (contentType.startsWith('application/json')) return JSON.parse(raw) as Json
  const form = Object.fromEntries(new URLSearchParams(raw))
  return typeof form.payload === 'string' ? (JSON.parse(form.payload) as Json) : form
}

/** A small app's server: records what Slack sends, answers the challenge, and otherwise as told. */
export async function startReceiver(answer: (received: Received) => Answer = () => ({})) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const raw = (await request.toArray()).join('')
    const body = parse(raw, request.headers['content-type'] ?? '')
    if (body.type === 'url_verification') {
      response.end(String(body.challenge))
      return
    }
    const entry = { path: request.url ?? '', headers: request.headers, raw, body }
    received.push(entry)
    const { status = 200, body: reply = '', delayMs = 0 } = answer(entry)
    if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs))
    response.writeHead(status, typeof reply === 'string' ? {} : { 'content-type': 'application/json' })
    response.end(typeof reply === 'string' ? reply : JSON.stringify(reply))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    events: (type: string) => received.map(({ body }) => body).filter((body) => (body.event as Json | undefined)?.type === type),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Looks again until it holds. */
export async function eventually<T>(read: () => T | Promise<T>, holds: (value: T) => boolean, withinMs = 30_000): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(value)?.slice(0, 2_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
