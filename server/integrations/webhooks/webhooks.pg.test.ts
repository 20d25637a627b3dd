import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import {
  newId,
  type ClientMutationId,
  type ContactId,
  type ConversationId,
  type ConversationMessageId,
  type OrganizationId,
} from '@atrium/shared/ids.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { WEBHOOK_EVENT_NAMES, type WebhookEvent, type WebhookEndpointId } from '@atrium/shared/integrations/webhooks.ts'
import { testConfig } from '../../identity/testing/auth-server.ts'
import { actorOf, aMember, anOrganization, testServices } from '../../identity/testing/builders.ts'
import { addNote } from '../../inbox/add-note.ts'
import { receiveContactMessage } from '../../inbox/receive-message.ts'
import { receiveBatch } from '../../inbox/receive-batch.ts'
import { reply } from '../../inbox/reply.ts'
import { splitConversation } from '../../inbox/split-conversation.ts'
import { aConversation, aSystem } from '../../inbox/testing/builders.ts'
import { setStatus } from '../../inbox/triage-conversation.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createIntegrationDeliveryWorker } from '../integration-delivery-worker.ts'
import { withIntegrations, type IntegrationServices } from '../integration-services.ts'
import { startReceiver, type Received, type Receiver } from '../testing/receiver.ts'
import { createEndpoint, removeEndpoint, rotateWebhookSecret, setEndpointState } from './change-endpoints.ts'
import { followFeed } from './follow-feed.ts'
import { redeliver } from './redeliver.ts'
import { createWebhooksWorker } from './webhooks.worker.ts'

const database = useTestDatabase()
const stops: (() => Promise<void>)[] = []
let services: IntegrationServices
let receiver: Receiver

beforeEach(async () => {
  services = withIntegrations(testServices(database()), { ...testConfig('https://atrium.example'), privateWebhookAddresses: true })
  receiver = await startReceiver()
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await receiver.close()
})

/** Nodes that follow feeds and send. */
function work({ retryMs = [20, 20], nodes = 1 }: { retryMs?: number[]; nodes?: number } = {}): void {
  for (let node = 0; node < nodes; node += 1) {
    const workers = [
      createWebhooksWorker(services, { pollMs: 50 }),
      createIntegrationDeliveryWorker(services, { pollMs: 50, webhooks: { retryMs } }),
    ]
    for (const worker of workers) {
      worker.start()
      stops.push(() => worker.stop())
    }
  }
}

async function anOffice() {
  const organizationId = await anOrganization(services)
  const owner = actorOf(await aMember(services, organizationId, { role: 'owner', email: `${newId()}@owner.example` }))
  return { organizationId, owner }
}
const from = () => ({ address: '127.0.0.1', nowMs: services.clock.now() })
const anEndpoint = (
  actor: MemberActor,
  { events = WEBHOOK_EVENT_NAMES, path = '/hooks' }: { events?: readonly WebhookEvent[]; path?: string } = {},
) =>
  commitInOrganization(services, actor.organizationId, (tx) =>
    createEndpoint(tx, services, { actor, input: { url: `${receiver.url}${path}`, description: '', events }, from: from() }),
  )
const written = (conversationId: ConversationId, text: string) => ({
  ...{ clientId: newId<ClientMutationId>(), conversationId, text, nowMs: services.clock.now() },
})
const say = (actor: MemberActor, id: ConversationId, text: string) =>
  commitInOrganization(services, actor.organizationId, (tx) => reply(tx, actor, written(id, text)))
const messagesOf = (endpointId: string) =>
  database().owner.db.selectFrom('webhook_message').selectAll().where('endpoint_id', '=', endpointId).orderBy('id').execute()

interface Told {
  type: string
  data: { message?: { text: string }; note?: { text: string }; conversation?: { id: string; status: string } }
}
const toldOf = ({ body }: Received) => JSON.parse(body) as Told
const wordsOf = (received: readonly Received[]) => received.map(toldOf).flatMap(({ data }) => data.message?.text ?? [])

function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = createHmac('sha256', key).update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`)
  return String(headers['webhook-signature'])
    .split(' ')
    .includes(`v1,${signed.digest('base64')}`)
}

describe('an endpoint', () => {
  it('[IN14] is told what it asked for, in order, signed, and of its own organization alone', async () => {
    const [{ organizationId, owner }, elsewhere] = [await anOffice(), await anOffice()]
    const { secret } = await anEndpoint(owner)
    await anEndpoint(elsewhere.owner, { path: '/elsewhere' })
    work({ nodes: 2 })
    const { conversation } = await aConversation(services, organizationId, { text: 'The export fails.' })
    await say(owner, conversation.id, 'We look into it.')
    const customer = { conversationId: conversation.id, contactId: conversation.contact?.id as ContactId, text: 'Thanks!' }
    await commitInOrganization(services, organizationId, (tx) =>
      receiveContactMessage(tx, aSystem(organizationId), { ...customer, createdAtMs: services.clock.now() }),
    )
    await commitInOrganization(services, organizationId, (tx) => addNote(tx, owner, written(conversation.id, 'They owe us.')))
    await commitInOrganization(services, organizationId, (tx) =>
      setStatus(tx, owner, { conversationId: conversation.id, status: 'closed', nowMs: services.clock.now() }),
    )
    await receiver.until((received) => received.some((one) => toldOf(one).data.conversation?.status === 'closed'))
    expect(receiver.received.map(({ path }) => path)).toEqual(receiver.received.map(() => '/hooks'))
    const types = receiver.received.map((one) => toldOf(one).type)
    expect(types.filter((type) => type !== 'conversation.changed')).toEqual([
      ...['conversation.opened', 'message.received', 'reply.sent', 'message.received', 'note.added'],
    ])
    expect(receiver.received.every((one) => isSignedWith(secret, one))).toBe(true)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(receiver.received.length)
  })

  it('[IN4] [IN14] hears of no note that it did not ask for', async () => {
    const { organizationId, owner } = await anOffice()
    const { conversation } = await aConversation(services, organizationId)
    await anEndpoint(owner, { events: WEBHOOK_EVENT_NAMES.filter((event) => event !== 'note.added') })
    work()
    await commitInOrganization(services, organizationId, (tx) => addNote(tx, owner, written(conversation.id, 'They owe us.')))
    await say(owner, conversation.id, 'Done.')
    await receiver.until((received) => wordsOf(received).includes('Done.'))
    expect(JSON.stringify(receiver.received)).not.toContain('They owe us')
  })

  it('[IN14] is told once that a conversation was opened, also where several messages came with it, and of one that was split off', async () => {
    const { organizationId, owner } = await anOffice()
    const { conversation } = await aConversation(services, organizationId)
    const { endpoint } = await anEndpoint(owner, { events: ['conversation.opened'] })
    const [id, contactId] = [newId<ConversationId>(), conversation.contact?.id as ContactId]
    const opening = { id, customerId: null, contactId, origin: 'channel' as const, place: '#support', text: 'one', createdAtMs: 1_000_000 }
    const messages = ['one', 'two'].map((text, index) => ({
      ...{ id: newId<ConversationMessageId>(1_000_000 + index), conversationId: id, createdAtMs: 1_000_000 + index, text },
      author: { kind: 'contact' as const, contactId },
    }))
    await commitInOrganization(services, organizationId, (tx) =>
      receiveBatch(tx, aSystem(organizationId), { openings: [opening], messages }),
    )
    const split = await commitInOrganization(services, organizationId, (tx) =>
      splitConversation(tx, owner, { conversationId: id, fromMessageId: messages[1]?.id as ConversationMessageId, nowMs: 1_000_002 }),
    )
    await commitInOrganization(services, organizationId, (tx) => followFeed(tx, organizationId, { limit: 100, nowMs: 1, publicUrl: '' }))
    const told = (await messagesOf(endpoint.id)).map(({ body }) => (JSON.parse(body) as Told).data.conversation?.id)
    expect(told).toEqual([id, split.id])
  })

  it('[IN14] is told each change once, though whoever tells is interrupted, and nothing that was not committed', async () => {
    const { organizationId, owner } = await anOffice()
    const { conversation } = await aConversation(services, organizationId)
    const { endpoint } = await anEndpoint(owner, { events: ['reply.sent'] })
    await say(owner, conversation.id, 'one')
    await expect(
      commitInOrganization(services, organizationId, async (tx) => {
        await reply(tx, owner, written(conversation.id, 'never'))
        throw new Error('interrupted')
      }),
    ).rejects.toThrow('interrupted')
    const follow = (work: () => void = () => undefined) =>
      commitInOrganization(services, organizationId, async (tx) => {
        const batch = await followFeed(tx, organizationId, { limit: 1, nowMs: services.clock.now(), publicUrl: '' })
        work()
        return batch
      })
    await say(owner, conversation.id, 'two')
    await expect(
      follow(() => {
        throw new Error('interrupted')
      }),
    ).rejects.toThrow('interrupted')
    for (let batch = await follow(); batch.more; batch = await follow());
    await follow()
    expect((await messagesOf(endpoint.id)).map(({ body }) => (JSON.parse(body) as Told).data.message?.text)).toEqual(['one', 'two'])
  })
})

describe('a receiver that fails', () => {
  it('[IN14] gets the same message again, and what comes later waits for it', async () => {
    const { organizationId, owner } = await anOffice()
    const { conversation } = await aConversation(services, organizationId)
    const { endpoint } = await anEndpoint(owner, { events: ['reply.sent'] })
    let failures = 2
    receiver.answer(() => (failures-- > 0 ? { status: 503, text: 'not now' } : { status: 200, text: 'thanks' }))
    work()
    await say(owner, conversation.id, 'one')
    await say(owner, conversation.id, 'two')
    await receiver.until((received) => wordsOf(received).includes('two'))
    expect(wordsOf(receiver.received)).toEqual(['one', 'one', 'one', 'two'])
    expect(new Set(receiver.received.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const logged = async () =>
      (await messagesOf(endpoint.id)).map(({ state, attempts, status, answer }) => ({ state, attempts, status, answer }))
    await expect.poll(logged).toEqual([
      { state: 'sent', attempts: 3, status: 200, answer: 'thanks' },
      { state: 'sent', attempts: 1, status: 200, answer: 'thanks' },
    ])
  })

  it('[IN14] for too long is turned off, which administrators are told; turned on again it is told what waited, and by hand what was given up', async () => {
    const { organizationId, owner } = await anOffice()
    const admin = await aMember(services, organizationId, { role: 'admin' })
    const { conversation } = await aConversation(services, organizationId)
    const { endpoint } = await anEndpoint(owner, { events: ['reply.sent'] })
    receiver.answer(() => ({ status: 302, headers: { location: '/elsewhere' } }))
    work({ retryMs: [10] })
    await say(owner, conversation.id, 'one')
    await say(owner, conversation.id, 'two')
    const stateOf = async () =>
      await database()
        .owner.db.selectFrom('webhook_endpoint')
        .select(['state', 'disabled_reason'])
        .where('id', '=', endpoint.id)
        .executeTakeFirst()
    await expect.poll(async () => (await stateOf())?.state).toBe('disabled')
    expect((await stateOf())?.disabled_reason).toContain('It answered 302, and redirects are not followed.')
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks', '/hooks'])
    await say(owner, conversation.id, 'while it was off')
    const mails = await database().owner.db.selectFrom('auth.outgoing_email').select(['to_address', 'body']).execute()
    const toldTo = mails.filter(({ body }) => body.includes('redirects are not followed')).map(({ to_address }) => to_address)
    expect(toldTo).toContain(admin.email)
    expect(toldTo).toHaveLength(2)

    receiver.answer(() => ({ status: 200 }))
    // What happened while it was off has been read by now, and is not for it.
    await expect.poll(() => isRead(organizationId)).toBe(true)
    await commitInOrganization(services, organizationId, (tx) =>
      setEndpointState(tx, { actor: owner, endpointId: endpoint.id, enabled: true, from: from() }),
    )
    services.bus.deliveriesOwed()
    await receiver.until((received) => wordsOf(received).includes('two'))
    const [given] = await messagesOf(endpoint.id)
    expect(given).toMatchObject({ state: 'failed', attempts: 2 })
    const again = () =>
      commitInOrganization(services, organizationId, (tx) =>
        redeliver(tx, owner, { messageId: given?.id as never, nowMs: services.clock.now() }),
      )
    await again()
    await expect(again()).rejects.toThrow('It is on its way already.')
    services.bus.deliveriesOwed()
    await receiver.until((received) => wordsOf(received).length === 4)
    expect(wordsOf(receiver.received)).toEqual(['one', 'one', 'two', 'one'])
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id'])
  })
})

async function isRead(organizationId: OrganizationId): Promise<boolean> {
  const { rows } = await sql<{ read: boolean }>`
    select cursor.seq = head.seq as read from feed_cursor cursor join organization_head head using (organization_id)
    where organization_id = ${organizationId} and consumer = 'webhooks'
  `.execute(database().owner.db)
  return rows[0]?.read ?? false
}

it('[IN14] a secret is changed with a day in which both sign, and stands nowhere in the clear', async () => {
  const { organizationId, owner } = await anOffice()
  const { conversation } = await aConversation(services, organizationId)
  const { endpoint, secret: former } = await anEndpoint(owner, { events: ['reply.sent'] })
  const { secret } = await commitInOrganization(services, organizationId, (tx) =>
    rotateWebhookSecret(tx, services, { actor: owner, endpointId: endpoint.id, from: from() }),
  )
  work()
  await say(owner, conversation.id, 'both')
  await receiver.until((received) => received.length === 1)
  await database().owner.db.updateTable('webhook_endpoint').set({ former_secret_until: new Date() }).where('id', '=', endpoint.id).execute()
  await say(owner, conversation.id, 'one')
  await receiver.until((received) => received.length === 2)
  const signatures = receiver.received.map((one) => [isSignedWith(secret, one), isSignedWith(former, one)])
  expect(signatures).toEqual([
    [true, true],
    [true, false],
  ])
  for (const table of ['webhook_endpoint', 'webhook_message', 'delivery', 'audit_entry', 'change', 'secret'])
    for (const value of [secret, former]) {
      const { rows } = await sql`select 1 from ${sql.table(table)} t where strpos(t::text, ${value}) > 0`.execute(database().owner.db)
      expect([table, rows]).toEqual([table, []])
    }
})

it('[IN14] nothing is sent into private networks, unless the server is told that it may', async () => {
  const { organizationId, owner } = await anOffice()
  const { conversation } = await aConversation(services, organizationId)
  const strict = { ...services, privateWebhookAddresses: false }
  const input = { url: receiver.url, description: '', events: ['reply.sent'] as const }
  const refused = commitInOrganization(strict, organizationId, (tx) => createEndpoint(tx, strict, { actor: owner, input, from: from() }))
  await expect(refused).rejects.toThrow(AtriumError)
  // One that was set up while it was allowed.
  const { endpoint } = await anEndpoint(owner, { events: ['reply.sent'] })
  services = strict
  work({ retryMs: [] })
  await say(owner, conversation.id, 'one')
  await expect
    .poll(async () => (await messagesOf(endpoint.id))[0])
    .toMatchObject({ state: 'failed', error: 'The address has to begin with https.' })
  expect(receiver.received).toEqual([])
})

it('[IN14] one that is removed takes its log, its secret and what waits with it', async () => {
  const { organizationId, owner } = await anOffice()
  const { conversation } = await aConversation(services, organizationId)
  const { endpoint } = await anEndpoint(owner, { events: ['reply.sent'] })
  await say(owner, conversation.id, 'one')
  await commitInOrganization(services, organizationId, (tx) => followFeed(tx, organizationId, { limit: 10, nowMs: 1, publicUrl: '' }))
  const endpointId: WebhookEndpointId = endpoint.id
  await commitInOrganization(services, organizationId, (tx) => removeEndpoint(tx, services, { actor: owner, endpointId, from: from() }))
  const left = await inOrganization(services.db, organizationId, async (tx) => {
    const of = (table: 'webhook_message' | 'delivery' | 'delivery_lane' | 'secret' | 'feed_cursor') =>
      tx.selectFrom(table).selectAll().execute()
    return Promise.all([of('webhook_message'), of('delivery'), of('delivery_lane'), of('secret'), of('feed_cursor')])
  })
  expect(left.flat()).toEqual([])
})
