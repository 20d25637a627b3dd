import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inOrganization } from '@atrium/db/transaction.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ClientMutationId, type SpaceId } from '@atrium/shared/ids.ts'
import { aVisitor } from '../../identity/testing/builders.ts'
import { reply } from '../../inbox/reply.ts'
import { anApiKey } from '../../integrations/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import {
  aLinkedMember,
  anUnlinkedMember,
  aSlack,
  aSlackScene,
  directOf,
  everythingSent,
  postsIn,
  type Sandboxed,
  type SlackScene,
} from '../egress/testing/slack-scene.ts'
import { createMirrorWorker } from './mirror.worker.ts'
import { aSlackConversation, bridgeOf, replied, untilBridged, wrote, wroteToEverybody } from './testing/written.ts'

const database = useTestDatabase()
let slack: Sandboxed
let scene: SlackScene
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  slack = await aSlack()
})
afterAll(() => slack.close())
beforeEach(async () => {
  scene = await aSlackScene(database(), slack.control)
  start(scene)
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function start({ services }: SlackScene): void {
  for (const worker of [createMirrorWorker({ services }), createSlackDeliveryWorker(services, BRISK)]) {
    worker.start()
    stops.push(() => worker.stop())
  }
}

const aGuest = () => aVisitor(scene.services, scene.organizationId, { spaceId: randomUUID() as SpaceId, name: 'Vera Guest' })

describe('mention chats', () => {
  it('[BR1][BR2][CH7] posts as the sender in their own Slack DM, once, and says where it is', async () => {
    const [ada, ben] = [await aLinkedMember(scene, 'ada'), await aLinkedMember(scene, 'ben')]
    const message = await wrote(scene, ada, { to: ben, text: 'Lunch at **noon**?' })
    const bridge = await untilBridged(scene, message.id, 'sent')
    const direct = (await directOf(scene, [ada.slackUserId, ben.slackUserId])) ?? ''
    const posts = await postsIn(scene, direct)
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({ user: ada.slackUserId, text: expect.stringContaining('*noon*') as string })
    expect(posts[0]?.metadata?.event_type).toBe('atrium_delivery')
    expect(bridge).toMatchObject({ state: 'sent', permalink: expect.stringContaining(`/archives/${direct}/p`) as string })
    const calls = await scene.control.log({ method: 'chat.postMessage' })
    expect(calls.map(({ token_kind }) => token_kind)).toEqual(['user'])
  })

  it('[BR2] uses a group direct message of the app and the two when the sender linked without that grant', async () => {
    const [ada, ben] = [await aLinkedMember(scene, 'ada', { canPost: false }), await aLinkedMember(scene, 'ben')]
    const message = await wrote(scene, ada, { to: ben, text: 'Lunch?' })
    await untilBridged(scene, message.id, 'sent')
    const group = (await directOf(scene, [ada.slackUserId, ben.slackUserId, scene.botUserId])) ?? ''
    const [post, ...others] = await postsIn(scene, group)
    expect(others).toEqual([])
    expect(post?.username).toBe('Ada Lindqvist')
    expect(post?.text).toContain('Ada Lindqvist')
  })

  it('[BR3] lets the bot write to the recipient and names the sender, and that it is a visitor', async () => {
    const ben = await aLinkedMember(scene, 'ben')
    const [una, guest] = [await anUnlinkedMember(scene), await aGuest()]
    const first = await wrote(scene, una, { to: ben, text: 'Hello from Una' })
    await untilBridged(scene, first.id, 'sent')
    const second = await wrote(scene, guest, { to: ben, text: 'Hello from Vera' })
    await untilBridged(scene, second.id, 'sent')
    const posts = await postsIn(scene, (await directOf(scene, [ben.slackUserId, scene.botUserId])) ?? '')
    expect(posts.map(({ text }) => text)).toEqual([
      expect.stringContaining('Una Unlinked in Atrium'),
      expect.stringContaining('Vera Guest (visitor) in Atrium'),
    ])
    const threads = await inOrganization(scene.services.db, scene.organizationId, (tx) =>
      tx.selectFrom('slack_thread').select(['thread_ts', 'mention_channel_id']).orderBy('thread_ts').execute(),
    )
    expect(threads).toEqual([
      { thread_ts: posts[0]?.ts, mention_channel_id: first.channelId },
      { thread_ts: posts[1]?.ts, mention_channel_id: second.channelId },
    ])
  })

  it('[BR3] names the sender in the text alone where the workspace allows no other names', async () => {
    const plain = await aSlackScene(database(), slack.control, { botScopes: ['chat:write', 'im:write', 'im:history'] })
    start(plain)
    const [una, ben] = [await anUnlinkedMember(plain), await aLinkedMember(plain, 'ben')]
    const message = await wrote(plain, una, { to: ben, text: 'Hello' })
    await untilBridged(plain, message.id, 'sent')
    const [post] = await postsIn(plain, (await directOf(plain, [ben.slackUserId, plain.botUserId])) ?? '')
    expect(post?.text).toContain('Una Unlinked')
  })

  it('[BR5] keeps what is for somebody who is not linked, and tells the sender', async () => {
    const [ada, una] = [await aLinkedMember(scene, 'ada'), await anUnlinkedMember(scene)]
    const message = await wrote(scene, ada, { to: una, text: 'Are you there?' })
    expect(await untilBridged(scene, message.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'recipient_not_linked' })
    expect(await everythingSent(scene)).not.toContain('Are you there?')
  })

  it('[BR8] lets nothing act that a person typed', async () => {
    const [ada, ben] = [await aLinkedMember(scene, 'ada'), await aLinkedMember(scene, 'ben')]
    const message = await wrote(scene, ada, { to: ben, text: 'a < b && <!channel> <@U012345> <https://x|y> @everyone' })
    await untilBridged(scene, message.id, 'sent')
    const [post] = await postsIn(scene, (await directOf(scene, [ada.slackUserId, ben.slackUserId])) ?? '')
    expect(post?.text).not.toMatch(/<!|<@/)
    expect(JSON.stringify(post?.blocks)).not.toMatch(/"type":"(broadcast|user|usergroup)"/)
  })

  it('[BR8] splits what is longer than Slack takes, in order and with nothing lost', async () => {
    const [una, ben] = [await anUnlinkedMember(scene), await aLinkedMember(scene, 'ben')]
    const words = Array.from({ length: 3_300 }, (_, index) => `word${index}`)
    const message = await wrote(scene, una, { to: ben, text: words.join(' ') })
    await untilBridged(scene, message.id, 'sent')
    const posts = await postsIn(scene, (await directOf(scene, [ben.slackUserId, scene.botUserId])) ?? '')
    expect(posts.length).toBeGreaterThan(2)
    expect(
      posts
        .map(({ text }) => text)
        .join(' ')
        .match(/word\d+/g),
    ).toEqual(words)
  })

  it('[BR4] sends nothing of a space’s or a room’s chat', async () => {
    const [ada, ben] = [await aLinkedMember(scene, 'ada'), await aLinkedMember(scene, 'ben')]
    const before = await scene.control.log({ method: 'chat.postMessage' })
    const announced = await wroteToEverybody(scene, ada, `<@p:${ben.id}> and <@all>, lunch?`)
    const later = await wrote(scene, ada, { to: ben, text: 'only this' })
    await untilBridged(scene, later.id, 'sent')
    expect(await bridgeOf(scene.services, scene.organizationId, announced.id)).toBeNull()
    expect(await everythingSent(scene)).not.toContain('lunch?')
    expect(await scene.control.log({ method: 'chat.postMessage' })).toHaveLength(before.length + 1)
  })
})

describe('the inbox', () => {
  it('[IN3] posts a reply in the original thread, under the agent’s name and picture, drawn by Slack itself', async () => {
    const agent = await aLinkedMember(scene, 'dana')
    const { services, organizationId, demo } = scene
    const channelId = demo.northwind.channels['support-acme']
    await scene.control.addMember({ channel_id: channelId, user_id: scene.botUserId })
    const root = await scene.control.act.postMessage({ user_id: demo.acme.users.zoe, channel_id: channelId, text: 'The export fails' })
    await inOrganization(services.db, organizationId, (tx) =>
      tx.updateTable('member').set({ avatar_url: 'https://atrium.example/dana.png' }).where('id', '=', agent.id).execute(),
    )
    const conversationId = await aSlackConversation(scene, { channelId, threadTs: root.ts })
    const reply = await replied(scene, agent, {
      conversationId,
      text: 'Try **again**\n\n- one\n- two\n\n---\n\n`code` and [docs](https://atrium.example)',
    })
    await untilBridged(scene, reply.id, 'sent')
    const posts = (await postsIn(scene, channelId)).filter(({ thread_ts, ts }) => thread_ts === root.ts && ts !== root.ts)
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({ username: 'Dana Moreau' })
    expect(posts[0]?.blocks?.map(({ type }) => type)).toEqual(['rich_text', 'divider', 'rich_text'])
    const [call] = await scene.control.log({ method: 'chat.postMessage' })
    expect(JSON.stringify(call?.args)).toContain('https://atrium.example/dana.png')
  })

  it('[IN3] [IN14] posts what a program writes with a key under the name of the organization', async () => {
    const { services, organizationId, demo } = scene
    const channelId = demo.northwind.channels['support-acme']
    await scene.control.addMember({ channel_id: channelId, user_id: scene.botUserId })
    const root = await scene.control.act.postMessage({ user_id: demo.acme.users.zoe, channel_id: channelId, text: 'The export fails' })
    const conversationId = await aSlackConversation(scene, { channelId, threadTs: root.ts })
    const { key } = await anApiKey(services, organizationId, { name: 'Zapier' })
    const actor = { kind: 'automation', organizationId, automationId: key.id, name: key.name } as const
    const input = { clientId: newId<ClientMutationId>(), conversationId, text: 'We look into it.', nowMs: services.clock.now() }
    const { id } = await commitInOrganization(services, organizationId, (tx) => reply(tx, actor, input))
    await untilBridged(scene, id, 'sent')
    const posts = (await postsIn(scene, channelId)).filter(({ thread_ts, ts }) => thread_ts === root.ts && ts !== root.ts)
    expect(posts).toMatchObject([{ username: 'Northwind', text: 'We look into it.' }])
  })

  it('[IN3] answers a direct message in that direct message', async () => {
    const agent = await aLinkedMember(scene, 'dana')
    const opened = await scene.control.act.openDm({ user_id: scene.demo.northwind.users.gus, with: scene.botUserId })
    const asked = await scene.control.act.postMessage({
      user_id: scene.demo.northwind.users.gus,
      channel_id: opened.channel_id,
      text: 'Anyone?',
    })
    const conversationId = await aSlackConversation(scene, { channelId: opened.channel_id, threadTs: asked.ts })
    const reply = await replied(scene, agent, { conversationId, text: 'Yes' })
    await untilBridged(scene, reply.id, 'sent')
    expect((await postsIn(scene, opened.channel_id)).map(({ text }) => text)).toEqual(['Anyone?', 'Yes'])
  })
})

it('follows every feed exactly once however many nodes do, also without a hint', async () => {
  const [una, ben] = [await anUnlinkedMember(scene), await aLinkedMember(scene, 'ben')]
  const other = {
    ...scene,
    services: { ...scene.services, bus: { ...scene.services.bus, feedMoved: () => {}, onFeedMoved: () => () => {} } },
  }
  start(other)
  start(other)
  const messages = []
  for (let index = 0; index < 4; index += 1) messages.push(await wrote(other, una, { to: ben, text: `message ${index}` }))
  for (const { id } of messages) await untilBridged(scene, id, 'sent')
  const posts = await postsIn(scene, (await directOf(scene, [ben.slackUserId, scene.botUserId])) ?? '')
  expect(posts.map(({ text }) => /message \d/.exec(text)?.[0])).toEqual(['message 0', 'message 1', 'message 2', 'message 3'])
})
