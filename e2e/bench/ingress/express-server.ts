import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInbox } from './note-event.ts'
import { isSigned } from './signed-requests.ts'

/** Express 5, the raw body kept for the signature, one insert, 200 after the commit. `argv[2]` database, `argv[3]` signing secret, `argv[4]` folder of the peer. */
type Handler = (request: IncomingMessage & { body: Buffer }, response: ServerResponse) => Promise<void>
interface Express {
  (): { post(path: string, ...handlers: unknown[]): void; listen(port: number, host: string, listening: () => void): Server }
  raw(options: object): unknown
}
const [, , databaseUrl, secret = '', folder = ''] = process.argv
const express = createRequire(join(folder, 'package.json'))('express') as Express
const insert = await createInbox(databaseUrl, 'express_inbox', 'plain')

const receive: Handler = async (request, response) => {
  if (!isSigned(secret, request.headers, request.body)) {
    response.writeHead(401).end()
    return
  }
  const payload = request.body.toString()
  const { event_id: id } = JSON.parse(payload) as { event_id: string }
  await insert({ id, payload })
  response.writeHead(200).end()
}
const app = express()
app.post('/api/slack/events', express.raw({ type: () => true, limit: '1mb' }), receive)
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
})
