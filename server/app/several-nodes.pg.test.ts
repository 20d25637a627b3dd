import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { aMember, anOrganization, type TestMember } from '../identity/testing/builders.ts'
import { aSpace } from '../space/testing/builders.ts'
import { rawClient, type RawClient } from './testing/raw-client.ts'
import { eventually } from './testing/test-client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let nodes: [TestServer, TestServer]
const clients: RawClient[] = []

beforeAll(async () => {
  const scenes = { graceMs: 200 }
  const start = () => startTestServer(database(), { bus: 'postgres' }, { scenes })
  nodes = [await start(), await start()]
})
afterAll(async () => {
  clients.forEach(({ socket }) => socket.terminate())
  await Promise.all(nodes.map(({ running }) => running.close()))
})

interface Visit {
  member: TestMember
  client: RawClient
  presence: PresenceView
}

/** An office whose people come in through whichever node. */
async function anOffice() {
  const [{ services }] = nodes
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  const enter = async (through: 0 | 1, who: string | Visit): Promise<Visit> => {
    const node = nodes[through]
    const member = typeof who === 'string' ? await aMember(services, organizationId, { name: who }) : who.member
    const client = rawClient(node.url, { cookie: await node.cookieOf(member), origin: node.url })
    clients.push(client)
    const { presence } = (await client.call('mutation', 'space.enter', { spaceId: space.id })) as { presence: PresenceView }
    void client.call('subscription', 'realtime.changes', { lastEventId: null }).catch(() => {})
    return { member, client, presence }
  }
  const rowOf = ({ member }: Visit) =>
    database()
      .owner.db.selectFrom('presence')
      .select(['group_id', 'following_id', 'node'])
      .where('organization_id', '=', organizationId)
      .where('person_id', '=', member.id)
      .executeTakeFirst()
  return { space, enter, rowOf }
}

/** Where a client last saw somebody; null once it was told that they are out of sight. */
function seenBy({ client }: Visit, slot: number): { x: number; y: number } | null {
  for (const frame of client.presence.toReversed()) {
    if (frame.kind === 'gone' && frame.slots.includes(slot)) return null
    if (frame.kind !== 'positions' && frame.kind !== 'sight') continue
    const at = frame.positions.find((position) => position.slot === slot)
    if (at) return { x: at.x, y: at.y }
    if (frame.kind === 'sight') return null
  }
  return null
}

/** One step after the other, each from where the server has them: it believes no jumps. */
async function walk(visit: Visit, to: { x: number; y: number }): Promise<void> {
  const { slot } = visit.presence
  const step = (from: number, goal: number) => from + Math.max(-10, Math.min(10, goal - from))
  await eventually(() => {
    const at = seenBy(visit, slot) ?? visit.presence
    if (at.x === to.x && at.y === to.y) return true
    visit.client.walk(step(at.x, to.x), step(at.y, to.y))
    return false
  })
}

describe('[OP3] people on different nodes of one office', () => {
  it('[SP1, SP2] see each other come, walk and go', async () => {
    const { enter } = await anOffice()
    const ada = await enter(0, 'Ada')
    const ben = await enter(1, 'Ben')
    await eventually(() => seenBy(ben, ada.presence.slot) !== null && seenBy(ada, ben.presence.slot) !== null)
    ada.client.walk(ada.presence.x + 6, ada.presence.y)
    await eventually(() => seenBy(ben, ada.presence.slot)?.x === ada.presence.x + 6)
    ben.client.walk(ben.presence.x, ben.presence.y + 6)
    await eventually(() => seenBy(ada, ben.presence.slot)?.y === ben.presence.y + 6)
    ben.client.socket.terminate()
    await eventually(() => seenBy(ada, ben.presence.slot) === null)
  })

  it('[SP5] are together when they stand near each other, and part again', async () => {
    const { enter, rowOf } = await anOffice()
    const [ada, ben] = [await enter(0, 'Ada'), await enter(1, 'Ben')]
    await walk(ben, { x: ada.presence.x + 40, y: ada.presence.y })
    await eventually(async () => typeof (await rowOf(ada))?.group_id === 'string')
    expect((await rowOf(ben))?.group_id).toBe((await rowOf(ada))?.group_id)
    await walk(ben, { x: ada.presence.x + 40, y: ada.presence.y + 150 })
    await eventually(async () => (await rowOf(ada))?.group_id === null && (await rowOf(ben))?.group_id === null)
  })

  it('[SP7] wave, react, follow and shake off', async () => {
    const { enter, rowOf } = await anOffice()
    const [ada, ben] = [await enter(0, 'Ada'), await enter(1, 'Ben')]
    await eventually(() => seenBy(ben, ada.presence.slot) !== null && seenBy(ada, ben.presence.slot) !== null)
    await ada.client.call('mutation', 'space.wave', { personId: ben.member.id })
    await eventually(() => ben.client.presence.some((frame) => frame.kind === 'wave' && frame.toSlot === ben.presence.slot))
    await ben.client.call('mutation', 'space.showReaction', { reaction: '👍' })
    await eventually(() => ada.client.presence.some((frame) => frame.kind === 'reaction' && frame.slot === ben.presence.slot))
    await ben.client.call('mutation', 'space.followPerson', { personId: ada.member.id })
    expect((await rowOf(ben))?.following_id).toBe(ada.member.id)
    await ada.client.call('mutation', 'space.shakeOff', { personId: ben.member.id })
    expect((await rowOf(ben))?.following_id).toBeNull()
  })

  it('[SP2, SP11] are one avatar over tabs on both, and come back to another node where they stood', async () => {
    const { enter, rowOf } = await anOffice()
    const [ada, ben] = [await enter(0, 'Ada'), await enter(1, 'Ben')]
    const { slot, x, y } = ada.presence
    ada.client.walk(x + 6, y)
    await eventually(() => seenBy(ben, slot)?.x === x + 6)
    const there = await enter(1, ada)
    expect(there.presence).toMatchObject({ slot, x: x + 6, y })
    there.client.walk(x + 12, y)
    await eventually(() => seenBy(ada, slot)?.x === x + 12)
    await walk(there, { x: x + 6, y })
    // One of the two closes: the other goes on, also past the time after which nobody speaks for the first any more.
    ben.client.presence.splice(0)
    ada.client.socket.terminate()
    const since = Date.now()
    await eventually(async () => Date.now() - since > 700 && (await rowOf(there)) !== undefined)
    await walk(there, { x: x + 18, y })
    await eventually(() => seenBy(ben, slot)?.x === x + 18)
    expect(ben.client.presence.some((frame) => frame.kind === 'gone' && frame.slots.includes(slot))).toBe(false)
  })

  it('[SP2] stay while a tab of theirs is open on any node, and are written to the one that has it', async () => {
    const { enter, rowOf } = await anOffice()
    const first = await enter(0, 'Ada')
    const second = await enter(1, first)
    const heldBy = (await rowOf(second))?.node
    await walk(first, { x: first.presence.x + 10, y: first.presence.y })
    await eventually(() => seenBy(second, first.presence.slot)?.x === first.presence.x + 10)
    second.client.socket.terminate()
    await eventually(async () => {
      const row = await rowOf(first)
      expect(row).toBeDefined()
      return row?.node !== heldBy
    })
    await walk(first, { x: first.presence.x + 30, y: first.presence.y })
  })

  it('[SP2] leave everywhere at once, whichever of their tabs they leave with', async () => {
    const { enter, rowOf } = await anOffice()
    const [ada, ben] = [await enter(0, 'Ada'), await enter(1, 'Ben')]
    const there = await enter(1, ada)
    await eventually(() => seenBy(ben, ada.presence.slot) !== null)
    await ada.client.call('mutation', 'space.leave')
    await eventually(() => seenBy(ben, ada.presence.slot) === null)
    expect(await rowOf(there)).toBeUndefined()
  })
})
