import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { testConfig } from '@atrium/server/identity/testing/auth-server.ts'
import { actorOf, aMember, anOrganization, testServices } from '@atrium/server/identity/testing/builders.ts'
import { reply } from '@atrium/server/inbox/reply.ts'
import { aConversation } from '@atrium/server/inbox/testing/builders.ts'
import type { FaultPoint } from '@atrium/server/infra/fault-point.ts'
import { withIntegrations, type IntegrationServices } from '@atrium/server/integrations/integration-services.ts'
import { startReceiver, type Received, type Receiver } from '@atrium/server/integrations/testing/receiver.ts'
import { createEndpoint } from '@atrium/server/integrations/webhooks/change-endpoints.ts'
import { commitInOrganization } from '@atrium/server/realtime/commit.ts'
import { newId, type ClientMutationId, type ConversationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../harness/eventually.ts'
import { ServerProcess } from '../harness/server-process.ts'
import { again, atScale, report, withinMs } from './scale.ts'

const KILLS = atScale({ small: 1, full: 20 })
const WITHIN = { timeout: withinMs({ small: 60_000, count: KILLS, eachMs: 20_000 }) }
const SECRET_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`

const database = useTestDatabase()
let folder: string
let server: ServerProcess
let receiver: Receiver
let services: IntegrationServices
let owner: MemberActor
let conversationId: ConversationId

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-webhooks-'))
  receiver = await startReceiver()
  const config = { ...testConfig('http://127.0.0.1:9', { SECRET_KEYS }), privateWebhookAddresses: true }
  services = withIntegrations(testServices(database()), config)
  const organizationId = await anOrganization(services)
  owner = actorOf(await aMember(services, organizationId, { role: 'owner' }))
  conversationId = (await aConversation(services, organizationId)).conversation.id
  const input = { url: receiver.url, description: '', events: ['reply.sent'] as const }
  const from = { address: '127.0.0.1', nowMs: services.clock.now() }
  await commitInOrganization(services, organizationId, (tx) => createEndpoint(tx, services, { actor: owner, input, from }))
  const env = { SECRET_KEYS, PRIVATE_WEBHOOK_ADDRESSES: 'on' }
  server = await ServerProcess.start({ databaseUrl: database().url, slackUrl: 'http://127.0.0.1:9', dataFolder: folder, env })
})
afterAll(async () => {
  await server.stop()
  await receiver.close()
  await rm(folder, { recursive: true, force: true })
})

/** As another node would: nobody hints at it. */
async function say(text: string): Promise<void> {
  const written = { clientId: newId<ClientMutationId>(), conversationId, text, nowMs: services.clock.now() }
  await commitInOrganization(services, owner.organizationId, (tx) => reply(tx, owner, written))
}

/** Leases run out, and no call can be under way any more. */
async function timePasses(): Promise<void> {
  const { db } = database().owner
  await sql`update delivery_lane set lease_until = now(), due_at = now() where lease_until is not null`.execute(db)
  await sql`update delivery set sending_at = sending_at - interval '1 minute' where sending_at is not null`.execute(db)
}

/** Says something, has the server die over it, says more while it is dead, and starts it again a while later. */
async function dieOver(texts: readonly string[], dying: () => Promise<void>): Promise<void> {
  const half = Math.ceil(texts.length / 2)
  for (const text of texts.slice(0, half)) await say(text)
  await dying()
  for (const text of texts.slice(half)) await say(text)
  await timePasses()
  await server.start()
}

/** All that was owed is sent. @returns what has come since `before`, by its id, the earliest first */
async function arrived(before: number, count: number): Promise<Received[][]> {
  await eventually(
    'everything to be sent',
    async () => {
      const { rows } = await sql<{ state: string }>`select state from webhook_message`.execute(database().owner.db)
      const byId = new Set(receiver.received.slice(before).map(idOf))
      return byId.size >= count && rows.every(({ state }) => state === 'sent')
    },
    30_000,
  )
  return [...Map.groupBy(receiver.received.slice(before), idOf).values()]
}
const idOf = ({ headers }: Received) => String(headers['webhook-id'])
const textOf = ([first]: Received[]) => (JSON.parse(first?.body ?? '{}') as { data: { message: { text: string } } }).data.message.text

/** Each once, in order; what came again is the same under the same id. @returns how many came again */
function standsOnce(came: readonly Received[][], texts: readonly string[]): number {
  expect(came.map(textOf)).toEqual(texts)
  for (const [first, ...more] of came) for (const one of more) expect(one.body).toBe(first?.body)
  return came.filter(({ length }) => length > 1).length
}

/** How many of a round's messages reach the receiver twice: only one whose answer was not written down. */
const POINTS: readonly (readonly [FaultPoint, repeated: number])[] = [
  ['webhooks.owing', 0],
  ['egress.sending', 0],
  ['egress.answered', 1],
  ...(KILLS > 1
    ? ([
        ['webhooks.owed', 0],
        ['egress.claimed', 0],
        ['egress.settled', 0],
      ] as const)
    : []),
]
it.each(POINTS)(`[IN14] killed at %s ${KILLS} times, the server tells all and in order ${again}`, WITHIN, async (point, repeated) => {
  for (let round = 0; round < KILLS; round++) {
    const texts = [0, 1, 2, 3].map((number) => `${point} ${round}-${number}`)
    const before = receiver.received.length
    await server.endAt(`${point}:1`)
    await dieOver(texts, () => server.ended(30_000))
    expect(standsOnce(await arrived(before, texts.length), texts)).toBe(repeated)
  }
  report(`webhook-kills ${point}`, { kills: KILLS })
})

it(
  `[IN14] killed ${KILLS} times while a receiver has the call and no answer, it sends the same again under the same id ${again}`,
  WITHIN,
  async () => {
    for (let round = 0; round < KILLS; round++) {
      const texts = [0, 1, 2, 3].map((number) => `held ${round}-${number}`)
      const before = receiver.received.length
      receiver.answer(() => new Promise(() => {}))
      await dieOver(texts, async () => {
        await receiver.until((received) => received.length > before)
        await server.kill()
        receiver.answer(() => ({ status: 204 }))
      })
      expect(standsOnce(await arrived(before, texts.length), texts)).toBe(1)
    }
    report('webhook-kills held', { kills: KILLS })
  },
)
