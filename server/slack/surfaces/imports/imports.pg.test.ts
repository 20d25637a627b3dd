import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId } from '@atrium/shared/ids.ts'
import { createSlackDeliveryWorker } from '../../egress/slack-delivery-worker.ts'
import { BRISK } from '../../egress/testing/brisk.ts'
import { sendEvent } from '../../testing/signed-events.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../../testing/slack-scene.ts'
import { startImportWorker } from './import.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let workers: { stop(): Promise<void> }[]
const act = () => scene.control.act
const people = () => scene.demo.northwind.users

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  await aLinkedMember(scene, office, { person: 'ada' })
  channelId = scene.demo.northwind.channels.random
  await scene.control.addMember({ channel_id: channelId, user_id: office.botUserId })
  const deliveries = createSlackDeliveryWorker(scene.services, BRISK)
  deliveries.start()
  workers = [startImportWorker(scene.services, 20), deliveries]
})
afterAll(async () => {
  for (const worker of workers) await worker.stop()
})
beforeEach(async () => {
  await scene.control.limits({})
  await scene.control.faults.clear()
})

const db = () => database().owner.db
const conversations = () =>
  db()
    .selectFrom('conversation')
    .leftJoin('contact', 'contact.id', 'conversation.contact_id')
    .select(['conversation.id', 'conversation.number', 'conversation.subject', 'conversation.origin', 'conversation.place'])
    .select(['contact.name', 'conversation.waiting'])
    .where('conversation.organization_id', '=', office.organizationId)
    .orderBy('conversation.number')
    .execute()
const about = async (subject: string) => (await conversations()).filter((one) => one.subject === subject)
const textsIn = async (id: string | undefined) =>
  (
    await db()
      .selectFrom('conversation_message')
      .select(['text', 'author_kind'])
      .where('conversation_id', '=', id ?? '')
      .orderBy('id')
      .execute()
  ).map(({ text, author_kind }) => `${author_kind}: ${text}`)
const idle = () =>
  eventually(
    () => db().selectFrom('slack_import').select('id').execute(),
    (rows) => rows.length === 0,
  )
const write = async (user_id: string, text: string, thread_ts?: string) =>
  (await act().postMessage({ user_id, channel_id: channelId, text, ...(thread_ts ? { thread_ts } : {}) })).ts

/** An internal discussion that nobody watches. */
async function aDiscussion({ replies = 2 } = {}) {
  const subject = `The export fails ${newId().slice(-6)}`
  const root = await write(people().ben, subject)
  const ts: string[] = []
  for (let index = 0; index < replies; index += 1)
    ts.push(await write(index % 2 === 0 ? people().ada : people().fay, `reply ${index + 1}`, root))
  return { subject, root, replies: ts }
}
const toldTo = async (user_id: string) => (await scene.control.state.ephemerals({ user_id })).map(({ message }) => message.text)
/** What the one who did it is told, and nobody else. */
async function answerTo(user_id: string, doing: () => Promise<unknown>): Promise<string> {
  const before = (await toldTo(user_id)).length
  await doing()
  const told =
    (
      await eventually(
        () => toldTo(user_id),
        (all) => all.length > before,
      )
    ).at(-1) ?? ''
  await idle()
  return told
}
const shortcut = (user_id: string, message_ts: string) =>
  act().messageShortcut({ user_id, channel_id: channelId, message_ts, callback_id: 'make_conversation' })
const command = (user_id: string, text: string) => act().slashCommand({ user_id, channel_id: channelId, command: '/atrium', text })
const emoji = (user_id: string, ts: string, name = 'ticket') => act().react({ user_id, channel_id: channelId, ts, name })
const mention = (user_id: string, thread_ts: string) =>
  act().postMessage({ user_id, channel_id: channelId, thread_ts, text: `<@${office.botUserId}> please` })
const permalink = (ts: string) => `https://northwind.slack.com/archives/${channelId}/p${ts.replace('.', '')}`

describe('makes a conversation of a message and its thread', () => {
  it.each([
    ['the shortcut on a reply', (user: string, { replies }: { root: string; replies: string[] }) => shortcut(user, replies[1] ?? '')],
    ['the emoji on a reply', (user: string, { replies }: { root: string; replies: string[] }) => emoji(user, replies[0] ?? '')],
    ['a mention in the thread', (user: string, { root }: { root: string }) => mention(user, root)],
    ['/atrium new with a link', (user: string, { root }: { root: string }) => command(user, `new ${permalink(root)}`)],
  ])('[IN9] by %s', async (_way, does) => {
    const thread = await aDiscussion()
    const told = await answerTo(people().ada, () => does(people().ada, thread))
    const [opened, ...others] = await about(thread.subject)
    expect(others).toEqual([])
    expect(told).toContain(`<${scene.url}/inbox/${opened?.id}|#${opened?.number}> now`)
    expect(opened).toMatchObject({ origin: 'manual', place: '#random' })
    const brought = [`contact: ${thread.subject}`, 'member: reply 1', 'contact: reply 2']
    expect((await textsIn(opened?.id)).slice(0, 3)).toEqual(brought)
    // What is written from now on flows in.
    await write(people().fay, 'and after it', thread.root)
    await eventually(
      () => textsIn(opened?.id),
      (texts) => texts.at(-1) === 'contact: and after it',
    )
  })

  it('[IN9] done twice, by all ways and at once, it is the same conversation, and the answer says so', async () => {
    const thread = await aDiscussion()
    const before = (await toldTo(people().ada)).length
    await Promise.all([
      shortcut(people().ada, thread.root),
      shortcut(people().ada, thread.replies[0] ?? ''),
      emoji(people().ada, thread.root),
      command(people().ada, `new ${permalink(thread.replies[1] ?? '')}`),
      mention(people().ada, thread.root),
    ])
    await eventually(
      () => toldTo(people().ada),
      (all) => all.length >= before + 4,
    )
    await idle()
    expect(await about(thread.subject)).toHaveLength(1)
    const [opened] = await about(thread.subject)
    const texts = await textsIn(opened?.id)
    expect(texts.toSorted()).toEqual([...new Set(texts)].toSorted())
    expect(texts).toHaveLength(4)
    const told = (await toldTo(people().ada)).slice(before)
    expect(told.filter((text) => text.includes('now'))).toHaveLength(1)
    expect(told.every((text) => text.includes(`|#${opened?.number}>`))).toBe(true)
  })

  it('[IN9] an event of the emoji that Slack delivers twice makes one, and answers once', async () => {
    const thread = await aDiscussion({ replies: 0 })
    const item = { type: 'message', channel: channelId, ts: thread.root }
    const event = { type: 'reaction_added', user: people().ada, reaction: 'ticket', item, event_ts: `${Date.now() / 1000}` }
    const eventId = `Ev${newId()}`
    for (let time = 0; time < 3; time += 1) await sendEvent(scene, office, { event, eventId })
    const [opened] = await eventually(
      () => about(thread.subject),
      (all) => all.length > 0,
    )
    // By its number: something else may still be answered to the same person.
    const told = async () => (await toldTo(people().ada)).filter((text) => text.includes(`|#${opened?.number}>`))
    await eventually(told, (all) => all.length > 0)
    await idle()
    expect(await told()).toEqual([expect.stringContaining('now')])
    expect(await about(thread.subject)).toHaveLength(1)
  })

  it('[IN9] brings a long thread page by page, also when Slack makes us wait in between', async () => {
    const thread = await aDiscussion({ replies: 205 })
    await scene.control.faults.add({ method: 'conversations.replies', kind: '429', retry_after_s: 1, skip: 2 })
    await answerTo(people().ada, () => emoji(people().ada, thread.root))
    const [opened] = await about(thread.subject)
    expect(await textsIn(opened?.id)).toHaveLength(206)
  })

  it('[IN9] of what a member wrote first, the one who is helped is whoever writes next', async () => {
    const subject = `Noted by Ada ${newId().slice(-6)}`
    const root = await write(people().ada, subject)
    await answerTo(people().ada, () => shortcut(people().ada, root))
    expect((await about(subject))[0]).toMatchObject({ name: null, waiting: false })
    await write(people().ben, 'That is mine', root)
    await eventually(
      async () => (await about(subject))[0],
      (one) => one?.name !== null && one?.waiting === true,
    )
  })
})

describe('opens a conversation of words', () => {
  it('[IN9] once for the same words, until it is closed', async () => {
    const words = `Order paper ${newId().slice(-6)}\nand *ink*`
    const first = await answerTo(people().ada, () => command(people().ada, `new ${words}`))
    const [opened] = await about(words.split('\n')[0] ?? '')
    expect(first).toContain(`/inbox/${opened?.id}|#${opened?.number}> is open`)
    expect(await textsIn(opened?.id)).toEqual([`member: ${words}`])
    expect(await answerTo(people().ada, () => command(people().ada, `new  ${words}`))).toContain(
      `|#${opened?.number}> with these words already`,
    )
    await db()
      .updateTable('conversation')
      .set({ status: 'closed' })
      .where('id', '=', opened?.id ?? '')
      .execute()
    expect(await answerTo(people().ada, () => command(people().ada, `new ${words}`))).toContain('is open')
    expect(await about(words.split('\n')[0] ?? '')).toHaveLength(2)
  })
})

describe('refuses', () => {
  it('[IN9] whoever is not linked, by every way, and makes nothing', async () => {
    const thread = await aDiscussion()
    const { eli } = people()
    for (const does of [
      () => shortcut(eli, thread.root),
      () => emoji(eli, thread.root),
      () => command(eli, `new ${permalink(thread.root)}`),
      () => command(eli, `new ${thread.subject}`),
    ])
      expect(await answerTo(eli, does)).toContain('Link your Slack account first')
    expect(await about(thread.subject)).toEqual([])
  })

  it('[IN9] people of a customer’s workspace', async () => {
    const watched = await aWatchedChannel(scene, office)
    const { zoe } = scene.demo.acme.users
    const { ts } = await act().postMessage({ user_id: people().ada, channel_id: watched.channelId, text: 'Before it was watched?' })
    const react = () => act().react({ user_id: zoe, channel_id: watched.channelId, ts, name: 'ticket' })
    expect(await answerTo(zoe, react)).toContain('Link your Slack account first')
  })

  it('[IN9] a private channel that the member is not in, one that the app is not in, and a message that is gone', async () => {
    const secret = await scene.control.createChannel({
      ...{ team_id: scene.demo.northwind.team_id, name: 'board', is_private: true, creator: people().ben },
      members: [people().ben, office.botUserId],
    })
    const hidden = await act().postMessage({ user_id: people().ben, channel_id: secret.channel_id, text: 'The numbers' })
    const link = (channel: string, ts: string) => `new https://northwind.slack.com/archives/${channel}/p${ts.replace('.', '')}`
    expect(await answerTo(people().ada, () => command(people().ada, link(secret.channel_id, hidden.ts)))).toContain('you are not in')
    const general = scene.demo.northwind.channels.general
    const elsewhere = await act().postMessage({ user_id: people().ada, channel_id: general, text: 'Nobody reads here' })
    expect(await answerTo(people().ada, () => command(people().ada, link(general, elsewhere.ts)))).toContain('/invite @Atrium')
    expect(await answerTo(people().ada, () => command(people().ada, link(channelId, '1500000000.000100')))).toContain(
      'not in Slack any more',
    )
    expect(await about('The numbers')).toEqual([])
  })

  it('[SL9] a member who is not on the list of those who may act', async () => {
    const thread = await aDiscussion({ replies: 0 })
    const list = (ids: string[]) =>
      db()
        .updateTable('slack_installation')
        .set({ allowed_users: JSON.stringify(ids.map((slackUserId) => ({ slackUserId, name: 'x' }))) as never })
        .where('id', '=', office.installationId)
        .execute()
    await list([people().ben])
    for (const does of [() => shortcut(people().ada, thread.root), () => emoji(people().ada, thread.root)])
      expect(await answerTo(people().ada, does)).toContain('You may not use Atrium')
    await list([])
    expect(await about(thread.subject)).toEqual([])
  })
})
