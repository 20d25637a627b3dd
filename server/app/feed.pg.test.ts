import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonb } from '@atrium/db/json.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type MessageId, type OrganizationId, type SpaceId } from '@atrium/shared/ids.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import { editMessage } from '../chat/edit-message.ts'
import { listMessages } from '../chat/list-messages.ts'
import { sendMessage } from '../chat/send-message.ts'
import { actorOf, aMember, anOrganization, aVisitor, type TestMember } from '../identity/testing/builders.ts'
import { applyRetention } from '../infra/retention/apply-retention.ts'
import { DAY_MS } from '../infra/retention/retention.ts'
import { appendChange } from '../realtime/append-change.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { aSpace } from '../space/testing/builders.ts'
import { retentionsOf } from './retention.ts'
import { eventually, readFeed, type FeedReader } from './testing/test-client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let server: TestServer
const readers: FeedReader[] = []

beforeAll(async () => {
  server = await startTestServer(database())
})
afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.close()))
  await server.running.close()
})

async function read(person: Parameters<TestServer['cookieOf']>[0], after: number | null = null): Promise<FeedReader> {
  const reader = readFeed(server.url, await server.cookieOf(person), after)
  readers.push(reader)
  await reader.until(({ items }) => items.length > 0)
  return reader
}

async function anOffice(): Promise<{ organizationId: OrganizationId; ada: TestMember; ben: TestMember }> {
  const organizationId = await anOrganization(server.services)
  const ada = await aMember(server.services, organizationId, { name: 'Ada', role: 'owner' })
  return { organizationId, ada, ben: await aMember(server.services, organizationId, { name: 'Ben' }) }
}

/** A change without a use case behind it: what the feed carries is none of its business. */
function say(organizationId: OrganizationId, name: string, audience: AudienceToken[]): Promise<void> {
  return commitInOrganization(server.services, organizationId, async (tx) => {
    appendChange(tx, {
      kind: 'identity.organizationChanged',
      audience,
      entityId: organizationId,
      rev: 1,
      payload: { organization: { id: organizationId, name, slug: 'northwind', groupMentions: true, awayMinutes: 10 } },
    })
  })
}

const namesIn = (reader: FeedReader): string[] =>
  reader.changes().map((change) => (change.kind === 'identity.organizationChanged' ? change.payload.organization.name : change.kind))

describe('order', () => {
  it('brings what 20 write at once to everybody, without a gap and in the order of the commits', async () => {
    const { organizationId, ada, ben } = await anOffice()
    const [one, two] = [await read(ada), await read(ben)]
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let index = 0; index < 10; index++) await say(organizationId, `${writer}.${index}`, ['members'])
    })
    await Promise.all(writers)
    await one.until((reader) => reader.changes().length >= 200)
    await two.until((reader) => reader.changes().length >= 200)
    expect(one.changes().map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    expect(two.changes()).toEqual(one.changes())
    for (let writer = 0; writer < 20; writer++) {
      const own = namesIn(one).filter((name) => name.startsWith(`${writer}.`))
      expect(own).toEqual(Array.from({ length: 10 }, (_, index) => `${writer}.${index}`))
    }
  })

  it('says with each item up to where it reaches, and with the first that it has caught up', async () => {
    const { organizationId, ada } = await anOffice()
    const reader = await read(ada)
    expect(reader.items).toEqual([{ id: 0, data: { type: 'heartbeat' } }])
    await say(organizationId, 'A', ['members'])
    await reader.until(({ items }) => items.length === 2)
    expect(reader.items[1]).toMatchObject({ id: 1, data: { type: 'changes', changes: [{ seq: 1, kind: 'identity.organizationChanged' }] } })
  })
})

describe('resuming', () => {
  it('brings what came between a snapshot and the subscription', async () => {
    const { organizationId, ada } = await anOffice()
    for (const name of ['A', 'B', 'C']) await say(organizationId, name, ['members'])
    const reader = await read(ada, 1)
    await reader.until((one) => one.changes().length === 2)
    expect(namesIn(reader)).toEqual(['B', 'C'])
  })

  it('[SP11] loses and doubles nothing over 10 cuts while others write', async () => {
    const { organizationId, ada } = await anOffice()
    const reader = await read(ada)
    for (let index = 0; index < 100; index++) {
      await say(organizationId, String(index), ['members'])
      if (index % 10 === 5) reader.cut()
    }
    await reader.until((one) => one.changes().length >= 100)
    expect(namesIn(reader)).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
    expect(reader.errors).toEqual([])
  })

  it('asks to fetch anew when the client is too far behind, or ahead of the feed', async () => {
    const { organizationId, ada } = await anOffice()
    await commitInOrganization(server.services, organizationId, async (tx) => {
      const payload = { organization: { id: organizationId, name: 'x', slug: 'x', groupMentions: true, awayMinutes: 10 } }
      for (let index = 0; index < 5_001; index++)
        appendChange(tx, { kind: 'identity.organizationChanged', audience: ['members'], entityId: organizationId, rev: 1, payload })
    })
    expect((await read(ada, 0)).items[0]).toEqual({ id: 5_001, data: { type: 'resync' } })
    expect((await read(ada, 9_000)).items[0]).toEqual({ id: 5_001, data: { type: 'resync' } })
    const near = await read(ada, 1)
    await near.until((one) => one.changes().length === 5_000)
    expect(near.changes().at(-1)?.seq).toBe(5_001)
  })
})

describe('changes that were removed because of their age', () => {
  /** Everything up to here is old, and the bridge has read all of it; then the retention runs as the server's worker does it. */
  async function removeUpTo(organizationId: OrganizationId, seq: number): Promise<void> {
    const { db } = database().owner
    await db
      .updateTable('change')
      .set({ at: new Date(Date.now() - 8 * DAY_MS) })
      .where('organization_id', '=', organizationId)
      .where('seq', '<=', seq)
      .execute()
    const cursor = () => db.selectFrom('feed_cursor').select('seq').where('organization_id', '=', organizationId).executeTakeFirst()
    await eventually(async () => Number((await cursor())?.seq ?? 0) >= seq)
    await applyRetention(server.services, retentionsOf(server.config), { nowMs: Date.now() })
    const left = await db.selectFrom('change').select('seq').where('organization_id', '=', organizationId).where('seq', '<=', seq).execute()
    expect(left).toEqual([])
  }

  it('[SP11] whoever resumes from before them fetches anew and has everything, and hears what comes then', async () => {
    const { organizationId, ada, ben } = await anOffice()
    const space = await aSpace(server.services, organizationId)
    const channelId = space.id as string as ChannelId
    const write = (text: string) => sendMessage(server.services, { actor: actorOf(ben), clientId: newId(), channelId, text })
    const [reader, stayed] = [await read(ada), await read(ben)]
    await write('read before the journey')
    await reader.until((one) => one.changes().length > 0)
    const left = reader.items.at(-1)?.id ?? -1
    await reader.close()
    const said = ['missed one', 'missed two', 'missed three']
    for (const text of said) await write(text)
    const head = left + said.length
    await stayed.until((one) => one.items.at(-1)?.id === head)
    await removeUpTo(organizationId, head - 1)

    const back = await read(ada, left)
    expect(back.items[0]).toEqual({ id: head, data: { type: 'resync' } })
    const fetched = await inOrganization(server.services.db, organizationId, (tx) =>
      listMessages(tx, actorOf(ada), { channelId, limit: 50 }),
    )
    expect(fetched.messages.map(({ text }) => text).toSorted()).toEqual(['read before the journey', ...said].toSorted())
    await write('live again')
    await back.until((one) => one.changes().length > 0)
    expect(back.changes()).toMatchObject([{ seq: head + 1, payload: { message: { text: 'live again' } } }])
    expect(back.errors).toEqual([])
  })

  it('[SP11] whoever has seen the last of them misses nothing and fetches nothing', async () => {
    const { organizationId, ada } = await anOffice()
    for (const name of ['A', 'B', 'C', 'D']) await say(organizationId, name, ['members'])
    await removeUpTo(organizationId, 2)
    const reader = await read(ada, 2)
    await reader.until((one) => one.changes().length === 2)
    expect([namesIn(reader), reader.items.filter(({ data }) => data.type === 'resync')]).toEqual([['C', 'D'], []])
  })

  it('[SP11] also where nothing of what is left is for them, and where nothing is left', async () => {
    const { organizationId, ben } = await anOffice()
    for (const audience of ['members', 'members', 'admins'] as const) await say(organizationId, 'x', [audience])
    await removeUpTo(organizationId, 2)
    expect((await read(ben, 2)).items[0]).toEqual({ id: 3, data: { type: 'heartbeat' } })
    expect((await read(ben, 1)).items[0]).toEqual({ id: 3, data: { type: 'resync' } })
    await removeUpTo(organizationId, 3)
    expect((await read(ben, 3)).items[0]).toEqual({ id: 3, data: { type: 'heartbeat' } })
    expect((await read(ben, 2)).items[0]).toEqual({ id: 3, data: { type: 'resync' } })
  })
})

describe('audiences', () => {
  it('[ID4] a visitor gets their space and themselves, and nothing from before they came', async () => {
    const { organizationId } = await anOffice()
    const [spaceId, otherId] = [newId<SpaceId>(), newId<SpaceId>()]
    await say(organizationId, 'before', [`space:${spaceId}`])
    const visitor = await aVisitor(server.services, organizationId, { spaceId })
    const reader = await read(visitor, 0)
    await say(organizationId, 'members', ['members'])
    await say(organizationId, 'admins', ['admins'])
    await say(organizationId, 'other space', [`space:${otherId}`])
    await say(organizationId, 'my space', [`space:${spaceId}`])
    await say(organizationId, 'someone', [`person:${newId()}` as AudienceToken])
    await say(organizationId, 'me', [`person:${visitor.id}`])
    await reader.until((one) => one.changes().length >= 2)
    expect(namesIn(reader)).toEqual(['my space', 'me'])
  })

  it('[ID4] a visitor hears nothing of what is done to a message from before they came, live or later', async () => {
    const { organizationId, ada } = await anOffice()
    const { services } = server
    const space = await aSpace(services, organizationId)
    const channelId = space.id as string as ChannelId
    const write = (text: string, more: { threadRootId?: MessageId } = {}) =>
      sendMessage(services, { actor: actorOf(ada), clientId: newId(), channelId, text, ...more })
    const { message: root } = await write('a secret from before')
    await setTimeout(20)
    const visitor = await aVisitor(services, organizationId, { spaceId: space.id })
    await setTimeout(20)
    const live = await read(visitor)
    const edit = { messageId: root.id, text: 'a secret, edited', nowMs: Date.now() }
    await commitInOrganization(services, organizationId, (tx) => editMessage(tx, actorOf(ada), edit))
    await write('a reply since', { threadRootId: root.id })
    await write('the last')
    const later = await read(visitor, 0)
    for (const reader of [live, later]) {
      await reader.until((one) => JSON.stringify(one.changes()).includes('the last'))
      const told = JSON.stringify(reader.changes())
      expect(told).toContain('a reply since')
      expect(told).not.toContain('secret')
    }
  })

  it('nobody hears another organization', async () => {
    const [here, there] = [await anOffice(), await anOffice()]
    const reader = await read(here.ada)
    await say(there.organizationId, 'there', ['members', 'admins', `person:${here.ada.id}`])
    await say(here.organizationId, 'here', ['members'])
    await reader.until((one) => one.changes().length >= 1)
    expect(namesIn(reader)).toEqual(['here'])
  })

  it('[ID2] what is for admins stops with the change that ends the role, in the same batch', async () => {
    const { organizationId } = await anOffice()
    const cy = await aMember(server.services, organizationId, { name: 'Cy', role: 'admin' })
    const reader = await read(cy)
    await say(organizationId, 'before', ['admins'])
    await reader.until((one) => one.changes().length === 1)
    await commitInOrganization(server.services, organizationId, async (tx) => {
      await tx.updateTable('member').set({ role: 'member' }).where('organization_id', '=', organizationId).where('id', '=', cy.id).execute()
      const member = {
        id: cy.id,
        kind: 'member' as const,
        name: 'Cy',
        avatarUrl: null,
        hue: 1,
        role: 'member' as const,
        email: '',
        deactivatedAt: null,
        rev: 2,
      }
      appendChange(tx, { kind: 'identity.memberChanged', audience: ['members'], entityId: cy.id, rev: 2, payload: { member } })
      const organization = { id: organizationId, name: 'secret', slug: 'x', groupMentions: true, awayMinutes: 10 }
      appendChange(tx, {
        kind: 'identity.organizationChanged',
        audience: ['admins'],
        entityId: organizationId,
        rev: 1,
        payload: { organization },
      })
    })
    await say(organizationId, 'after', ['members'])
    await reader.until((one) => namesIn(one).includes('after'))
    expect(namesIn(reader)).toEqual(['before', 'identity.memberChanged', 'after'])
  })

  it('[ID3] members hear a space that was made while they listened', async () => {
    const { organizationId, ben } = await anOffice()
    const reader = await read(ben)
    const spaceId = newId<SpaceId>()
    const map = { width: 640, height: 640, spawn: { x: 10, y: 10 }, walls: [], doors: [], furniture: [], portals: [] }
    await commitInOrganization(server.services, organizationId, async (tx) => {
      await tx
        .insertInto('space')
        .values({ organization_id: organizationId, id: spaceId, name: 'Attic', map: jsonb(map) })
        .execute()
      const space = { id: spaceId, name: 'Attic', position: 0, map, rooms: [], rev: 1 }
      appendChange(tx, {
        kind: 'space.spaceChanged',
        audience: ['members', `space:${spaceId}`],
        entityId: spaceId,
        rev: 1,
        payload: { space },
      })
    })
    await say(organizationId, 'in the attic', [`space:${spaceId}`])
    await say(organizationId, 'elsewhere', [`space:${newId<SpaceId>()}`])
    await say(organizationId, 'all', ['members'])
    await reader.until((one) => namesIn(one).includes('all'))
    expect(namesIn(reader)).toEqual(['space.spaceChanged', 'in the attic', 'all'])
  })

  it('[ID2] whoever is no longer a member is cut off with 4401', async () => {
    const { organizationId, ben } = await anOffice()
    const reader = await read(ben)
    await inOrganization(server.services.db, organizationId, (tx) =>
      tx
        .updateTable('member')
        .set({ deactivated_at: new Date() })
        .where('organization_id', '=', organizationId)
        .where('id', '=', ben.id)
        .execute(),
    )
    await reader.until(({ closeCodes }) => closeCodes.includes(4401))
    await say(organizationId, 'after', ['members'])
    expect(namesIn(reader)).toEqual([])
  })
})
