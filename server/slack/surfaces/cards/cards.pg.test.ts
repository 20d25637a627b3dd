import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ConversationId } from '@atrium/shared/ids.ts'
import { actorOf } from '../../../identity/testing/builders.ts'
import { addNote } from '../../../inbox/add-note.ts'
import { getConversation } from '../../../inbox/get-conversation.ts'
import { setPriority, setStatus } from '../../../inbox/triage-conversation.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import { refreshChannels } from '../../channels/refresh-channels.ts'
import { createSlackDeliveryWorker } from '../../egress/slack-delivery-worker.ts'
import { BRISK } from '../../egress/testing/brisk.ts'
import { createMirrorWorker } from '../../mirror/mirror.worker.ts'
import { sendEvent } from '../../testing/signed-events.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../../testing/slack-scene.ts'
import { createCardWorker } from './cards.worker.ts'
import { oweCards } from './owe-cards.ts'
import { setNotification } from './set-notification.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let customers: string
let team: string
let fay: Awaited<ReturnType<typeof aLinkedMember>>
let workers: { start(): void; stop(): Promise<void> }[]

const control = () => scene.control
const people = () => scene.demo.northwind.users
const zoe = () => scene.demo.acme.users.zoe
const now = () => scene.services.clock.now()
const agent = () => actorOf(office.owner)
const commit = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => commitInOrganization(scene.services, office.organizationId, work)
const notify = (kind: 'high_priority' | 'teammate_mentioned', change: { on: boolean; channelId: string | null }) =>
  commit((tx) =>
    setNotification(tx, agent(), { installationId: office.installationId, kind, ...change, address: '127.0.0.1', nowMs: now() }),
  )

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  await aLinkedMember(scene, office, { person: 'ada' })
  fay = await aLinkedMember(scene, office, { person: 'fay' })
  customers = (await aWatchedChannel(scene, office)).channelId
  team = scene.demo.northwind.channels.random
  await control().addMember({ channel_id: team, user_id: office.botUserId })
  await refreshChannels(scene.services, office)
  const { services } = scene
  workers = [createMirrorWorker({ services }), createCardWorker({ services, pollMs: 50 }), createSlackDeliveryWorker(services, BRISK)]
  for (const worker of workers) worker.start()
  await notify('high_priority', { on: true, channelId: team })
  await notify('teammate_mentioned', { on: true, channelId: team })
})
afterAll(async () => {
  for (const worker of workers) await worker.stop()
})

async function aRequest(): Promise<{ id: ConversationId; number: number; ts: string; subject: string }> {
  const subject = `Help ${newId().slice(-8)}`
  const { ts } = await control().act.postMessage({ user_id: zoe(), channel_id: customers, text: subject })
  const row = await eventually(
    () => commit((tx) => tx.selectFrom('conversation').select(['id', 'number']).where('subject', '=', subject).executeTakeFirst()),
    (found) => found !== undefined,
  )
  return { id: row?.id as ConversationId, number: row?.number ?? 0, ts, subject }
}
const textOf = (message: { blocks?: object[] }) => JSON.stringify(message.blocks ?? [])
const cardsAbout = async (number: number) =>
  (await control().state.channel(team)).messages.filter((message) => textOf(message).includes(`|#${number}>`))
const cardShows = (number: number, what: RegExp | string) =>
  eventually(
    () => cardsAbout(number),
    ([card]) => card !== undefined && (typeof what === 'string' ? textOf(card).includes(what) : what.test(textOf(card))),
  )
/** Of high priority, with the card of it known to be ours. */
async function aCard() {
  const request = await aRequest()
  await commit((tx) => setPriority(tx, agent(), { conversationId: request.id, priority: 'high', nowMs: now() }))
  const [card] = await cardShows(request.number, 'High priority')
  const ts = card?.ts ?? ''
  await eventually(
    () => commit((tx) => tx.selectFrom('slack_thread').select('card_conversation_id').where('thread_ts', '=', ts).executeTakeFirst()),
    (row) => row?.card_conversation_id === request.id,
  )
  return { ...request, card: ts }
}
/** The feed has been read up to its head. */
const caughtUp = () =>
  eventually(
    () =>
      database()
        .owner.db.selectFrom('feed_cursor')
        .innerJoin('organization_head', 'organization_head.organization_id', 'feed_cursor.organization_id')
        .select(['feed_cursor.seq', 'organization_head.seq as head'])
        .where('consumer', '=', 'slack-cards')
        .executeTakeFirst(),
    (cursor) => cursor !== undefined && Number(cursor.seq) >= Number(cursor.head),
  )
const opened = (conversationId: ConversationId) => commit((tx) => getConversation(tx, agent(), conversationId))
const toldTo = async (user_id: string) => (await control().state.ephemerals({ user_id })).map(({ message }) => message.text)
async function answerTo(user_id: string, doing: () => Promise<unknown>): Promise<string> {
  const before = (await toldTo(user_id)).length
  await doing()
  return (
    (
      await eventually(
        () => toldTo(user_id),
        (all) => all.length > before,
      )
    ).at(-1) ?? ''
  )
}
const press = (user_id: string, card: string, action_id: string, value?: string) =>
  control().act.clickButton({ user_id, channel_id: team, message_ts: card, action_id, ...(value === undefined ? {} : { value }) })
const threadOf = async (channel: string, ts: string) =>
  (await control().state.channel(channel)).messages.filter((one) => one.thread_ts === ts && one.ts !== ts)

describe('a card', () => {
  it('[IN10] tells of a conversation of high priority once, and is updated in place by what happens in the browser', async () => {
    const { id, number } = await aCard()
    await commit((tx) => setPriority(tx, agent(), { conversationId: id, priority: 'normal', nowMs: now() }))
    await cardShows(number, 'No longer of high priority')
    await commit((tx) => setPriority(tx, agent(), { conversationId: id, priority: 'urgent', nowMs: now() }))
    await cardShows(number, 'Urgent')
    await commit((tx) => setStatus(tx, agent(), { conversationId: id, status: 'closed', nowMs: now() }))
    const [card] = await cardShows(number, 'closed ·')
    expect(textOf(card ?? {})).not.toContain('"actions"')
    await commit((tx) => setStatus(tx, agent(), { conversationId: id, status: 'open', nowMs: now() }))
    await cardShows(number, '"actions"')
    expect(await cardsAbout(number)).toHaveLength(1)
  })

  it('[IN10] shows the last of many changes, in order, with fewer updates than changes', async () => {
    const { id, number } = await aCard()
    const before = (await control().log({ method: 'chat.update' })).length
    for (let index = 0; index < 12; index += 1) {
      const priority = index % 2 === 0 ? ('urgent' as const) : ('high' as const)
      await commit((tx) => setPriority(tx, agent(), { conversationId: id, priority, nowMs: now() }))
    }
    await commit((tx) => setStatus(tx, agent(), { conversationId: id, status: 'pending', nowMs: now() }))
    await cardShows(number, /pending/)
    await eventually(
      () => database().owner.db.selectFrom('delivery_lane').select('pending').where('key', '=', team).execute(),
      (lanes) => lanes.every(({ pending }) => pending === 0),
    )
    expect(textOf((await cardsAbout(number))[0] ?? {})).toContain('pending')
    expect((await control().log({ method: 'chat.update' })).length - before).toBeLessThan(13)
  })

  it('[IN10] read twice, the feed leads to no second card', async () => {
    const { id, number } = await aCard()
    const scopeOf = { organizationId: office.organizationId, publicUrl: scene.url, nowMs: now() }
    expect(await commit((tx) => oweCards(tx, scopeOf, { conversationIds: [id], mentions: [] }))).toBe(0)
    expect(await cardsAbout(number)).toHaveLength(1)
  })

  it('[IN10] [IN4] calls a teammate who is mentioned in a note, without a word of the note', async () => {
    const { id, number } = await aRequest()
    const text = 'жщюя @fay please look, not @nobody and not me @Ada Lindqvist'
    await commit((tx) => addNote(tx, agent(), { clientId: newId(), conversationId: id, text, nowMs: now() }))
    const [card] = await cardShows(number, 'mentions')
    expect(textOf(card ?? {})).toContain(`<@${people().ada}> mentions <@${fay.slackUserId}> in a note`)
    expect(JSON.stringify(await control().log())).not.toMatch(/[жщюя]/)
    expect((await opened(id)).notes[0]?.text).toContain(`<@p:${fay.id}>`)
  })

  it('[IN10] is not posted where it is turned off, and never where customers read', async () => {
    await notify('high_priority', { on: false, channelId: team })
    const silent = await aRequest()
    await commit((tx) => setPriority(tx, agent(), { conversationId: silent.id, priority: 'high', nowMs: now() }))
    await caughtUp()
    await expect(notify('high_priority', { on: true, channelId: customers })).rejects.toMatchObject({ code: 'bad_input' })
    await notify('high_priority', { on: true, channelId: team })
    await aCard()
    expect(await cardsAbout(silent.number)).toEqual([])
  })
})

describe('from a card', () => {
  it('[IN10] a reply typed in the form goes to the customer under the agent’s name, once', async () => {
    const { id, ts, card } = await aCard()
    await press(fay.slackUserId, card, 'card_reply')
    await eventually(
      () => control().state.views(fay.slackUserId),
      (views) => views.length > 0,
    )
    await control().act.submitView({ user_id: fay.slackUserId, values: { card_reply_text: 'On it, *Zoe*!' } })
    const [reply] = await eventually(
      () => threadOf(customers, ts),
      (found) => found.length > 0,
    )
    expect(reply).toMatchObject({ text: 'On it, _Zoe_!', username: 'fay' })
    const { conversation, messages } = await opened(id)
    expect(messages.at(-1)?.author).toMatchObject({ kind: 'member', id: fay.id })
    expect(conversation.assigneeId).toBe(fay.id)
  })

  it('[IN10] a reply typed in its thread is one, too, once however often it is delivered; an edit of it sends nothing', async () => {
    const { id, ts, card } = await aCard()
    const said = await control().act.postMessage({ user_id: fay.slackUserId, channel_id: team, thread_ts: card, text: 'From the *thread*' })
    await eventually(
      () => threadOf(customers, ts),
      (found) => found.length === 1,
    )
    const event = {
      type: 'message',
      channel: team,
      channel_type: 'channel',
      user: fay.slackUserId,
      text: 'From the *thread*',
      ts: said.ts,
      thread_ts: card,
    }
    for (let time = 0; time < 2; time += 1) await sendEvent(scene, office, { event })
    await control().act.editMessage({ user_id: fay.slackUserId, channel_id: team, ts: said.ts, text: 'Otherwise' })
    const second = await control().act.postMessage({ user_id: fay.slackUserId, channel_id: team, thread_ts: card, text: 'And one more' })
    expect(second.ts).toBeTruthy()
    const replies = await eventually(
      () => threadOf(customers, ts),
      (found) => found.length === 2,
    )
    expect(replies.map(({ text }) => text)).toEqual(['From the *thread*', 'And one more'])
    expect((await opened(id)).messages.filter(({ author }) => author.kind === 'member')).toHaveLength(2)
  })

  it('[IN10] it is assigned, snoozed and closed, and the card says so', async () => {
    const { id, number, card } = await aCard()
    await press(people().ada, card, 'card_assign', fay.slackUserId)
    await cardShows(number, `with <@${fay.slackUserId}>`)
    await press(people().ada, card, 'card_snooze', '4')
    await cardShows(number, 'snoozed until')
    const { snoozedUntil } = (await opened(id)).conversation
    expect(Math.round(((snoozedUntil ?? 0) - now()) / 3_600_000)).toBe(4)
    await press(people().ada, card, 'card_close')
    await cardShows(number, 'closed ·')
    expect((await opened(id)).conversation).toMatchObject({ status: 'closed', assigneeId: fay.id })
    expect(await cardsAbout(number)).toHaveLength(1)
  })

  it('[IN10] two who close at once close once, and the second hears so', async () => {
    const { id, card } = await aCard()
    const before = [await toldTo(people().ada), await toldTo(fay.slackUserId)].flat().length
    await Promise.all([press(people().ada, card, 'card_close'), press(fay.slackUserId, card, 'card_close')])
    const told = await eventually(
      async () => [await toldTo(people().ada), await toldTo(fay.slackUserId)].flat(),
      (all) => all.length > before,
    )
    expect(told.filter((text) => text.includes('closed already')).length).toBeGreaterThan(0)
    expect((await opened(id)).conversation.status).toBe('closed')
  })
})

describe('refuses', () => {
  it('[IN10] strangers, whatever they press or type, and nothing happens', async () => {
    const { id, ts, card } = await aCard()
    const { eli } = people()
    const before = (await opened(id)).conversation
    for (const [action, value] of [['card_reply'], ['card_close'], ['card_snooze', '1'], ['card_assign', people().ada]] as const)
      expect(await answerTo(eli, () => press(eli, card, action, value))).toContain('Link your Slack account first')
    const type = () => control().act.postMessage({ user_id: eli, channel_id: team, thread_ts: card, text: 'Let me answer that' })
    expect(await answerTo(eli, type)).toContain('was not sent to the customer')
    expect((await opened(id)).conversation).toEqual(before)
    expect(await threadOf(customers, ts)).toEqual([])
    expect(await control().state.views(eli)).toEqual([])
  })

  it('[IN10] people of a customer who were let into the team’s channel', async () => {
    const { id, card } = await aCard()
    await control().shareChannel({ channel_id: team, with_team_id: scene.demo.acme.team_id })
    await control().addMember({ channel_id: team, user_id: zoe() })
    expect(await answerTo(zoe(), () => press(zoe(), card, 'card_close'))).toContain('Link your Slack account first')
    const type = () => control().act.postMessage({ user_id: zoe(), channel_id: team, thread_ts: card, text: 'I answer myself' })
    expect(await answerTo(zoe(), type)).toContain('was not sent to the customer')
    expect((await opened(id)).conversation.status).toBe('open')
    await control().unshareChannel({ channel_id: team, team_id: scene.demo.acme.team_id } as never)
  })

  it('[SL9] a member who is not on the list of those who may act', async () => {
    const { id, card } = await aCard()
    const list = (users: string[]) =>
      database()
        .owner.db.updateTable('slack_installation')
        .set({ allowed_users: JSON.stringify(users.map((slackUserId) => ({ slackUserId, name: 'x' }))) as never })
        .where('id', '=', office.installationId)
        .execute()
    await list([people().ada])
    expect(await answerTo(fay.slackUserId, () => press(fay.slackUserId, card, 'card_close'))).toContain('You may not use Atrium')
    const type = () => control().act.postMessage({ user_id: fay.slackUserId, channel_id: team, thread_ts: card, text: 'Hello' })
    expect(await answerTo(fay.slackUserId, type)).toContain('not on the list')
    await list([])
    expect((await opened(id)).conversation.status).toBe('open')
  })

  it('[IN10] to assign to somebody who is not linked, and says it', async () => {
    const { card } = await aCard()
    const assign = () => press(people().ada, card, 'card_assign', people().eli)
    expect(await answerTo(people().ada, assign)).toContain('not linked their Slack account')
  })
})
