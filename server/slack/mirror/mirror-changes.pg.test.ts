import { afterAll, beforeAll, expect, it } from 'vitest'
import { countStatements } from '@atrium/db/testing/count-statements.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { aLinkedMember, anUnlinkedMember, aSlack, aSlackScene, type Sandboxed, type SlackScene } from '../egress/testing/slack-scene.ts'
import type { FollowedBatch } from './follow-feed.ts'
import { mirrorChanges } from './mirror-changes.ts'
import { aSlackConversation, bridgeOf, replied, wrote } from './testing/written.ts'

const database = useTestDatabase()
let slack: Sandboxed
let scene: SlackScene
beforeAll(async () => {
  slack = await aSlack()
  scene = await aSlackScene(database(), slack.control)
})
afterAll(() => slack.close())

/** Reads on in the feed, and counts the statements that Kysely makes of it. */
async function mirrored(): Promise<FollowedBatch & { statements: number }> {
  const { services, organizationId } = scene
  const { db, count } = countStatements(services.db)
  const batch = await commitInOrganization({ ...services, db }, organizationId, (tx) =>
    mirrorChanges(tx, { organizationId, nowMs: services.clock.now(), limit: 100, logger: services.logger }),
  )
  return { ...batch, statements: count() }
}

it('[BR1, BR5, IN3, CH7] needs as many statements for twenty new messages of every kind as for one of each', async () => {
  const [ada, ben, una] = [await aLinkedMember(scene, 'ada'), await aLinkedMember(scene, 'ben'), await anUnlinkedMember(scene)]
  const conversationId = await aSlackConversation(scene, { channelId: 'C0CUSTOMER', threadTs: '1700000000.000100' })
  const written = async (count: number) => {
    const ids: string[] = []
    for (let index = 0; index < count; index += 1) {
      ids.push((await wrote(scene, ada, { to: ben, text: `to Ben ${index}` })).id)
      ids.push((await wrote(scene, ada, { to: una, text: `to Una ${index}` })).id)
      ids.push((await replied(scene, ada, { conversationId, text: `to a customer ${index}` })).id)
    }
    return ids
  }
  await written(1)
  const one = await mirrored()
  const ids = await written(20)
  const twenty = await mirrored()
  expect([one.owed, twenty.owed]).toEqual([2, 40])
  expect(twenty.statements).toBe(one.statements)
  const states = await Promise.all(ids.map((id) => bridgeOf(scene.services, scene.organizationId, id)))
  expect(states.map((bridge) => bridge?.state)).toEqual(Array.from({ length: 20 }, () => ['queued', 'not_bridged', 'queued']).flat())
})
