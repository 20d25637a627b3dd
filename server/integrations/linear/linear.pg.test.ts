import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { testConfig } from '../../identity/testing/auth-server.ts'
import { actorOf, aMember, anOrganization, testServices } from '../../identity/testing/builders.ts'
import { getConversation } from '../../inbox/get-conversation.ts'
import { aConversation } from '../../inbox/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { createIntegrationDeliveryWorker } from '../integration-delivery-worker.ts'
import { withIntegrations, type IntegrationServices } from '../integration-services.ts'
import { startLinearServer, type LinearServer } from '../testing/linear-server.ts'
import { connectLinear, disconnectLinear, listTeams } from './change-connection.ts'
import { escalate } from './escalate.ts'
import { lookAtIssues } from './look-at-issues.ts'

const database = useTestDatabase()
const stops: (() => Promise<void>)[] = []
let linear: LinearServer
let services: IntegrationServices
let nowMs: number

beforeEach(async () => {
  linear = await startLinearServer()
  nowMs = Date.now()
  const base = { ...testServices(database()), clock: { now: () => nowMs } }
  services = withIntegrations(base, { ...testConfig('https://atrium.example'), linearApiUrl: linear.url })
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await linear.close()
})

function work(): void {
  const worker = createIntegrationDeliveryWorker(services, { pollMs: 50 })
  worker.start()
  stops.push(() => worker.stop())
}

async function connected() {
  const organizationId = await anOrganization(services)
  const owner = actorOf(await aMember(services, organizationId, { role: 'owner' }))
  const { teams } = await listTeams(services, 'lin_api_good')
  await connectLinear(services, { actor: owner, address: '' }, { apiKey: 'lin_api_good', teamId: teams[0]?.id ?? '' })
  const { conversation } = await aConversation(services, organizationId, { text: 'The export fails.' })
  return { organizationId, owner, conversation }
}
const handOn = async (actor: MemberActor, conversationId: ConversationId) => {
  const escalation = await commitInOrganization(services, actor.organizationId, (tx) => escalate(tx, actor, { conversationId, nowMs }))
  services.bus.deliveriesOwed()
  return escalation
}
const rowOf = (conversationId: ConversationId) =>
  database().owner.db.selectFrom('escalation').selectAll().where('conversation_id', '=', conversationId).executeTakeFirstOrThrow()
const notesOf = (actor: MemberActor, id: ConversationId) =>
  commitInOrganization(services, actor.organizationId, async (tx) => (await getConversation(tx, actor, id)).notes)
const untilState = (id: ConversationId, state: string) => expect.poll(async () => (await rowOf(id)).state).toBe(state)

it('[IN14] a conversation becomes one issue in Linear that leads back, however often it is asked for, and everybody is told', async () => {
  const { organizationId, owner, conversation } = await connected()
  const elsewhere = await connected()
  work()
  const [one, two] = await Promise.all([handOn(owner, conversation.id), handOn(owner, conversation.id)])
  expect(two.id).toBe(one.id)
  await untilState(conversation.id, 'created')
  await handOn(owner, conversation.id)
  expect(linear.issues).toMatchObject([{ id: one.id, title: 'The export fails.' }])
  const back = `https://atrium.example/inbox/${conversation.id}`
  expect(linear.issues[0]?.description).toContain(back)
  expect(linear.attachments).toMatchObject([{ issueId: one.id, url: back, title: 'Conversation #1' }])
  const told = (await feedOf(database().owner, organizationId, 'integrations.escalationChanged')).at(-1)
  expect(told).toMatchObject({
    audience: ['members'],
    payload: { escalation: { identifier: 'ENG-1', status: 'Triage', url: linear.issues[0]?.url } },
  })
  await expect(handOn(elsewhere.owner, conversation.id)).rejects.toThrow()
})

describe('[IN14] Linear that does not answer as it should', () => {
  it.each(['lose', 'break', 'limit'] as const)('makes one issue in the end: %s', async (mischief) => {
    const { owner, conversation } = await connected()
    linear.mischief.push(mischief, mischief)
    work()
    await handOn(owner, conversation.id)
    await untilState(conversation.id, 'created')
    expect(linear.issues).toHaveLength(1)
    expect(linear.attachments).toHaveLength(1)
  })

  it('says why it refused, and it can be tried again', async () => {
    const { owner, conversation } = await connected()
    await sql`update linear_connection set team_id = 'gone' where organization_id = ${owner.organizationId}`.execute(database().owner.db)
    work()
    await handOn(owner, conversation.id)
    await untilState(conversation.id, 'failed')
    expect((await rowOf(conversation.id)).reason).toBe('Linear says: teamId is no team of yours')
    const { teams } = await listTeams(services, 'lin_api_good')
    await connectLinear(services, { actor: owner, address: '' }, { apiKey: 'lin_api_good', teamId: teams[1]?.id ?? '' })
    await handOn(owner, conversation.id)
    await untilState(conversation.id, 'created')
    expect(linear.issues.map(({ identifier }) => identifier)).toEqual(['SUP-1'])
  })

  it('waits for a new key when the key is not accepted any more, and loses nothing', async () => {
    const { owner, conversation } = await connected()
    linear.keys = replace(linear.keys, 'lin_api_new')
    work()
    await handOn(owner, conversation.id)
    const refused = async () =>
      (
        await database()
          .owner.db.selectFrom('linear_connection')
          .select('refused_reason')
          .where('organization_id', '=', owner.organizationId)
          .executeTakeFirst()
      )?.refused_reason
    await expect.poll(refused).toContain('does not accept the API key')
    await expect(listTeams(services, 'lin_api_good')).rejects.toThrow('Linear does not accept this key.')
    const { teams } = await listTeams(services, 'lin_api_new')
    await connectLinear(services, { actor: owner, address: '' }, { apiKey: 'lin_api_new', teamId: teams[0]?.id ?? '' })
    await untilState(conversation.id, 'created')
    expect(await refused()).toBeNull()
  })
})

it('[IN14] what is still to be made when Linear is disconnected has failed, and is made by the next connection', async () => {
  const { organizationId, owner, conversation } = await connected()
  await handOn(owner, conversation.id)
  await commitInOrganization(services, organizationId, (tx) => disconnectLinear(tx, services, { actor: owner, address: '' }))
  expect(await rowOf(conversation.id)).toMatchObject({ state: 'failed', reason: 'Linear was disconnected before the issue was made.' })
  const { teams } = await listTeams(services, 'lin_api_good')
  await connectLinear(services, { actor: owner, address: '' }, { apiKey: 'lin_api_good', teamId: teams[0]?.id ?? '' })
  work()
  await handOn(owner, conversation.id)
  await untilState(conversation.id, 'created')
  expect(linear.issues).toHaveLength(1)
})

function replace(keys: Set<string>, key: string): Set<string> {
  keys.clear()
  return keys.add(key)
}

it('[IN14] the state of the issue is followed, and its end is noted once, each time it comes', async () => {
  const { owner, conversation } = await connected()
  work()
  const { id } = await handOn(owner, conversation.id)
  await untilState(conversation.id, 'created')
  const later = async (state: { name: string; type: string }, minutes = 3) => {
    linear.setState(id, state)
    nowMs += minutes * 60_000
    await Promise.all([lookAtIssues(services), lookAtIssues(services)])
  }
  await later({ name: 'In Progress', type: 'started' })
  expect(await rowOf(conversation.id)).toMatchObject({ status: 'In Progress', status_type: 'started' })
  expect(await notesOf(owner, conversation.id)).toEqual([])
  await later({ name: 'Done', type: 'completed' })
  await later({ name: 'Done', type: 'completed' }, 61)
  const note = 'The issue [ENG-1](https://linear.app/northwind/issue/ENG-1) is settled in Linear: Done.'
  expect(await notesOf(owner, conversation.id)).toMatchObject([{ authorName: 'Linear', text: note }])
  await later({ name: 'Todo', type: 'unstarted' }, 61)
  await later({ name: 'Canceled', type: 'canceled' })
  expect((await notesOf(owner, conversation.id)).map(({ text }) => text)).toEqual([note, note.replace('Done', 'Canceled')])
})

it('[IN14] a look that fails is made again, and a key stands nowhere in the clear', async () => {
  const { organizationId, owner, conversation } = await connected()
  work()
  const { id } = await handOn(owner, conversation.id)
  await untilState(conversation.id, 'created')
  linear.setState(id, { name: 'Done', type: 'completed' })
  linear.mischief.push('break')
  nowMs += 3 * 60_000
  expect(await lookAtIssues(services)).toBe(1)
  expect(await rowOf(conversation.id)).toMatchObject({ status: 'Triage' })
  nowMs += 3 * 60_000
  await lookAtIssues(services)
  expect(await rowOf(conversation.id)).toMatchObject({ status: 'Done' })
  for (const table of ['linear_connection', 'escalation', 'delivery', 'audit_entry', 'change', 'secret']) {
    const { rows } = await sql`select 1 from ${sql.table(table)} t where strpos(t::text, 'lin_api_good') > 0`.execute(database().owner.db)
    expect([table, rows]).toEqual([table, []])
  }
  await commitInOrganization(services, organizationId, (tx) => disconnectLinear(tx, services, { actor: owner, address: '' }))
  expect(await secretsOf(organizationId)).toBe(0)
  const { conversation: next } = await aConversation(services, organizationId)
  await expect(handOn(owner, next.id)).rejects.toThrow('Linear is not connected')
})

const secretsOf = async (organizationId: OrganizationId) =>
  (await database().owner.db.selectFrom('secret').select('id').where('organization_id', '=', organizationId).execute()).length
