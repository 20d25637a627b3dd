import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { newId, type ClientMutationId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import { deleteMessage } from '../../chat/delete-message.ts'
import { editMessage } from '../../chat/edit-message.ts'
import { markRead } from '../../chat/mark-read.ts'
import { markThreadRead } from '../../chat/mark-thread-read.ts'
import { addReaction } from '../../chat/react-to-message.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import * as at from '../egress/testing/slack-scene.ts'
import { setPreference } from '../link/set-preference.ts'
import { unlink } from '../link/unlink.ts'
import { createHeldWorker } from './held.worker.ts'
import { createMirrorWorker } from './mirror.worker.ts'
import { isAway, isGone, isHere } from './testing/being-here.ts'
import { bridgeOf, untilBridged, wrote } from './testing/written.ts'

const MINUTE_MS = 60_000
const database = useTestDatabase()
let slack: at.Sandboxed
let scene: at.SlackScene
let here: { db: at.SlackScene['services']['db']; organizationId: at.SlackScene['organizationId'] }
let ada: at.LinkedMember
/** Wants it in Slack only when he is not active here, and is. */
let ben: at.LinkedMember
let aheadMs: number
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  slack = await at.aSlack()
})
afterAll(() => slack.close())
beforeEach(async () => {
  aheadMs = 0
  const made = await at.aSlackScene(database(), slack.control)
  scene = { ...made, services: { ...made.services, clock: { now: () => Date.now() + aheadMs } } }
  here = { db: scene.services.db, organizationId: scene.organizationId }
  ada = await at.aLinkedMember(scene, 'ada')
  ben = await at.aLinkedMember(scene, 'ben', { preference: 'when_inactive' })
  await isHere(here, ben)
  started(createMirrorWorker({ services: scene.services }))
  started(createSlackDeliveryWorker(scene.services, BRISK))
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function started(worker: { start(): void; stop(): Promise<void> }): void {
  worker.start()
  stops.push(() => worker.stop())
}
const lettingGo = (pollMs = 30) => started(createHeldWorker({ services: scene.services, pollMs }))
const committed = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(scene.services, scene.organizationId, work)
const held = async (text: string, from: at.LinkedMember = ada, to: { id: PersonId } = ben): Promise<MessageView> => {
  const message = await wrote(scene, from, { to, text })
  await untilBridged(scene, message.id, 'held')
  return message
}
const inSlack = async () => {
  const direct = await at.directOf(scene, [ada.slackUserId, ben.slackUserId])
  return direct === null ? [] : (await at.postsIn(scene, direct)).map(({ text }) => text)
}
const read = (message: MessageView) =>
  committed((tx) => markRead(tx, actorOf(ben), { channelId: message.channelId, messageId: message.id }))
const prefer = (wish: { preference: 'always' | 'when_inactive'; readingDelayMinutes?: 1 | 2 | 5 | 15 }) =>
  committed((tx) => setPreference(tx, actorOf(ben), { installationId: scene.installationId, ...wish, nowMs: scene.services.clock.now() }))
const heldRows = () =>
  database().owner.db.selectFrom('slack_held_message').selectAll().where('organization_id', '=', scene.organizationId).execute()

describe('a message to somebody who is active here and wants to read it here first', () => {
  it('[BR1][CH7] waits for two minutes, says until when, and then goes to Slack, once', async () => {
    lettingGo()
    lettingGo()
    const message = await held('Lunch?')
    expect(await bridgeOf(scene.services, scene.organizationId, message.id)).toEqual({
      state: 'held',
      until: message.createdAt + 2 * MINUTE_MS,
    })
    aheadMs = 2 * MINUTE_MS - 5_000
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await inSlack()).toEqual([])
    aheadMs = 2 * MINUTE_MS
    await untilBridged(scene, message.id, 'sent')
    expect(await inSlack()).toEqual(['Lunch?'])
    expect(await heldRows()).toEqual([])
  })

  it('[BR1] goes at its time without anything else happening, also when its time passed while no server ran', async () => {
    const message = await held('Lunch?')
    aheadMs = 2 * MINUTE_MS - 400
    lettingGo(600_000)
    await untilBridged(scene, message.id, 'sent')
    await stops.pop()?.()
    const later = await held('And coffee?')
    aheadMs += 20 * MINUTE_MS
    lettingGo(600_000)
    await untilBridged(scene, later.id, 'sent')
    expect(await inSlack()).toEqual(['Lunch?', 'And coffee?'])
  })

  it('[BR1] stays in Atrium when they have read it by then, and the sender sees that', async () => {
    const [first, second] = [await held('Lunch?'), await held('At noon?')]
    lettingGo(600_000)
    // What is waited for is told by the feed; let the first look pass.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await read(first)
    expect(await untilBridged(scene, first.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'read_here' })
    expect(await bridgeOf(scene.services, scene.organizationId, second.id)).toMatchObject({ state: 'held' })
    aheadMs = 3 * MINUTE_MS
    lettingGo()
    await untilBridged(scene, second.id, 'sent')
    expect(await inSlack()).toEqual(['At noon?'])
  })

  it('[BR1] is read in its thread when it is a reply, and not with the chat', async () => {
    const root = await held('Lunch?')
    const send = { actor: actorOf(ada), clientId: newId<ClientMutationId>(), channelId: root.channelId, text: 'At noon?' }
    const { message: reply } = await sendMessage(scene.services, { ...send, threadRootId: root.id })
    await untilBridged(scene, reply.id, 'held')
    const last = await held('And tea?')
    lettingGo()
    await read(last)
    for (const { id } of [root, last]) await untilBridged(scene, id, 'not_bridged')
    expect(await bridgeOf(scene.services, scene.organizationId, reply.id)).toMatchObject({ state: 'held' })
    await committed((tx) => markThreadRead(tx, actorOf(ben), { threadRootId: root.id, messageId: reply.id }))
    expect(await untilBridged(scene, reply.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'read_here' })
    expect(await inSlack()).toEqual([])
  })

  it.each(['away', 'gone'])('[BR1] goes at once, in order, when they are %s', async (how) => {
    lettingGo()
    const messages = [await held('one'), await held('two'), await held('three')]
    await (how === 'away' ? isAway(here, ben) : isGone(here, ben))
    for (const { id } of messages) await untilBridged(scene, id, 'sent')
    expect(await inSlack()).toEqual(['one', 'two', 'three'])
  })

  it('[BR1] is not overtaken by a later one that need not wait', async () => {
    const first = await held('first')
    await isGone(here, ben)
    const second = await wrote(scene, ada, { to: ben, text: 'second' })
    for (const { id } of [first, second]) await untilBridged(scene, id, 'sent')
    expect(await inSlack()).toEqual(['first', 'second'])
    await isHere(here, ben)
    await prefer({ preference: 'when_inactive', readingDelayMinutes: 15 })
    const third = await held('third')
    await database().owner.db.updateTable('slack_link').set({ reading_delay_minutes: 1 }).where('member_id', '=', ben.id).execute()
    const fourth = await held('fourth')
    const until = third.createdAt + 15 * MINUTE_MS
    expect(await bridgeOf(scene.services, scene.organizationId, fourth.id)).toEqual({ state: 'held', until })
  })

  it('[BR1] counts as read once they answer in Atrium', async () => {
    const question = await held('Lunch?')
    const answer = await wrote(scene, ben, { to: ada, text: 'Gladly' })
    expect(await untilBridged(scene, question.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'read_here' })
    await untilBridged(scene, answer.id, 'sent')
    expect(await inSlack()).toEqual(['Gladly'])
  })

  it('[BR1][BR3] waits as well when our bot will bring it', async () => {
    lettingGo()
    const una = await at.anUnlinkedMember(scene)
    const message = await wrote(scene, una, { to: ben, text: 'Hello from Una' })
    await untilBridged(scene, message.id, 'held')
    await isGone(here, ben)
    await untilBridged(scene, message.id, 'sent')
    const posts = await at.postsIn(scene, (await at.directOf(scene, [ben.slackUserId, scene.botUserId])) ?? '')
    expect(posts.map(({ text }) => text)).toEqual([expect.stringContaining('Hello from Una')])
  })
})

describe('what is done to a held message', () => {
  const nowMs = () => scene.services.clock.now()
  const edit = (messageId: MessageId, text: string) => committed((tx) => editMessage(tx, actorOf(ada), { messageId, text, nowMs: nowMs() }))
  const remove = (messageId: MessageId) => committed((tx) => deleteMessage(tx, actorOf(ada), { messageId, nowMs: nowMs() }))

  it('[BR1][BR7] goes out with it: other words, reactions; and what was deleted never goes', async () => {
    const [first, second, third] = [await held('Lunch at noon?'), await held('A secret'), await held('Bring a coat')]
    await edit(first.id, 'Lunch at one?')
    await remove(second.id)
    await committed((tx) => addReaction(tx, actorOf(ada), { messageId: third.id, emoji: '🧥' }))
    lettingGo()
    aheadMs = 3 * MINUTE_MS
    for (const { id } of [first, third]) await untilBridged(scene, id, 'sent')
    expect(await inSlack()).toEqual(['Lunch at one?', 'Bring a coat'])
    expect(await at.everythingSent(scene)).not.toMatch(/secret|noon/)
    const direct = (await at.directOf(scene, [ada.slackUserId, ben.slackUserId])) ?? ''
    for (;;) {
      const [, coat] = await at.postsIn(scene, direct)
      if (coat?.reactions?.length) break
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    expect(await heldRows()).toEqual([])
  })

  it.each(['recipient', 'sender'] as const)('[BR1][BR10] is dropped and marked when the %s unlinks', async (who) => {
    const message = await held('Lunch?')
    const actor = actorOf(who === 'recipient' ? ben : ada)
    await unlink(scene.services, { actor, installationId: scene.installationId, address: '192.0.2.1' })
    expect(await bridgeOf(scene.services, scene.organizationId, message.id)).toEqual({
      state: 'not_bridged',
      reason: 'unlinked_while_queued',
    })
    expect(await heldRows()).toEqual([])
    expect(await at.everythingSent(scene)).not.toContain('Lunch?')
  })

  it('[BR9][BR10] is dropped when a link it was written for is gone at its time, whoever is linked since', async () => {
    const message = await held('Lunch?')
    await database().owner.db.updateTable('slack_link').set({ slack_user_id: 'U0OTHER' }).where('member_id', '=', ben.id).execute()
    aheadMs = 3 * MINUTE_MS
    lettingGo()
    expect(await untilBridged(scene, message.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
  })

  it('[BR1] follows the wish of its recipient: another delay, or always', async () => {
    lettingGo()
    const message = await held('Lunch?')
    await prefer({ preference: 'when_inactive', readingDelayMinutes: 5 })
    const until = message.createdAt + 5 * MINUTE_MS
    expect(await bridgeOf(scene.services, scene.organizationId, message.id)).toEqual({ state: 'held', until })
    aheadMs = 4 * MINUTE_MS
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await inSlack()).toEqual([])
    await prefer({ preference: 'always' })
    await untilBridged(scene, message.id, 'sent')
    expect(await inSlack()).toEqual(['Lunch?'])
  })

  it('[BR1][SL7] waits further when the workspace has been lost by its time', async () => {
    const message = await held('Lunch?')
    await scene.control.revokeToken({ app_id: scene.appId, user_id: scene.botUserId })
    await database().owner.db.updateTable('slack_link').set({ can_post: false }).execute()
    aheadMs = 3 * MINUTE_MS
    lettingGo()
    await untilBridged(scene, message.id, 'blocked')
    expect(await inSlack()).toEqual([])
  })
})
