import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}
export interface Reply {
  status: number
  headers?: Record<string, string>
  text?: string
}
export interface Receiver {
  url: string
  received: Received[]
  /** How it answers from now on. */
  answer(reply: (request: Received) => Reply | Promise<Reply>): void
  /** @throws when it has not come about within 20 s */
  until(done: (received: readonly Received[]) => boolean): Promise<void>
  close(): Promise<void>
}

/** Somebody's server on this machine: takes whatever is posted and answers as it is told. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let reply: (request: Received) => Reply | Promise<Reply> = () => ({ status: 204 })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
      received.push(one)
      const { status, headers = {}, text = '' } = await reply(one)
      response.writeHead(status, headers).end(text)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (next) => void (reply = next),
    async until(done) {
      for (let look = 0; look < 2_000; look += 1) {
        if (done(received)) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      throw new Error(`it did not come about: ${JSON.stringify(received.map(({ body }) => body)).slice(0, 2_000)}`)
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
