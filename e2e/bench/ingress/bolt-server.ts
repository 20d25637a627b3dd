import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInbox } from './note-event.ts'

/**
 * Bolt. `argv[2]` database, `argv[3]` signing secret, `argv[4]` folder of the peer, `argv[5]`: `plain` and `batched` are durable the only way that it
 * offers, `processBeforeResponse` and the insert in the listener; `as-it-comes` answers first, and loses what it has not written yet.
 */
interface Bolt {
  HTTPReceiver: new (options: object) => object
  App: new (options: object) => {
    event(name: string, listener: (of: { body: { event_id: string } }) => Promise<void>): void
    start(port: number): Promise<Server>
  }
}
const [, , databaseUrl, signingSecret = '', folder = '', mode] = process.argv
const { App, HTTPReceiver } = createRequire(join(folder, 'package.json'))('@slack/bolt') as Bolt
const insert = await createInbox(databaseUrl, 'bolt_inbox', mode)
const processBeforeResponse = mode !== 'as-it-comes'

const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse, endpoints: ['/api/slack/events'], port: 0 })
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-none', botId: 'B0', botUserId: 'U0' }),
  processBeforeResponse,
})
app.event('message', ({ body }) => insert({ id: body.event_id, payload: JSON.stringify(body) }))
const server = await app.start(0)
const address = server.address()
if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
