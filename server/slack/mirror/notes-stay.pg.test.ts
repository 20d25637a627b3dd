import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId } from '@atrium/shared/ids.ts'
import { actorOf, aMember } from '../../identity/testing/builders.ts'
import { addNote } from '../../inbox/add-note.ts'
import { reply } from '../../inbox/reply.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { aSlack, aSlackScene, everythingSent, postsIn, type Sandboxed } from '../egress/testing/slack-scene.ts'
import { createMirrorWorker } from './mirror.worker.ts'
import { aSlackConversation, untilBridged } from './testing/written.ts'

const database = useTestDatabase()
let slack: Sandboxed
beforeAll(async () => {
  slack = await aSlack()
})
afterAll(() => slack.close())

it('[IN4] lets no note out by the real use cases: everything Slack was told is searched', async () => {
  const scene = await aSlackScene(database(), slack.control)
  const { services, organizationId, control, demo } = scene
  const dana = await aMember(services, organizationId, { name: 'Dana Moreau' })
  const workers = [createMirrorWorker({ services }), createSlackDeliveryWorker(services, BRISK)]
  for (const worker of workers) worker.start()
  const sequences = fc.sample(fc.array(fc.boolean(), { minLength: 2, maxLength: 6 }), { numRuns: 12, seed: 4 })
  const replies: string[] = []
  for (const [index, sequence] of sequences.entries()) {
    const team = { team_id: demo.northwind.team_id, members: [demo.northwind.users.ada, scene.botUserId] }
    const { channel_id: channelId } = await control.createChannel({ ...team, name: `customer-${index}` })
    const root = await control.act.postMessage({ user_id: demo.northwind.users.ada, channel_id: channelId, text: 'a question' })
    const conversationId = await aSlackConversation(scene, { channelId, threadTs: root.ts })
    for (const [position, isNote] of sequence.entries()) {
      const text = isNote ? `жnote ${index}/${position}ж` : `answer ${index}/${position}`
      const input = { clientId: newId<never>(), conversationId, text, nowMs: services.clock.now() }
      const written = await commitInOrganization(services, organizationId, async (tx) =>
        isNote ? addNote(tx, actorOf(dana), input) : reply(tx, actorOf(dana), input),
      )
      if (!isNote) replies.push(written.id)
    }
  }
  for (const id of replies) await untilBridged(scene, id, 'sent')
  for (const worker of workers) await worker.stop()
  expect(await everythingSent(scene)).not.toMatch(/ж|note \d/)
  const channels = await control.state.channels(demo.northwind.team_id)
  const shown = await Promise.all(channels.filter(({ name }) => name?.startsWith('customer-')).map(({ id }) => postsIn(scene, id)))
  expect(shown.flat().filter(({ text }) => text.startsWith('answer'))).toHaveLength(replies.length)
})
