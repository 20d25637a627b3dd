import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { standingVotes } from '@atrium/shared/inbox/standing-votes.ts'
import { actorOf } from '../../../identity/testing/builders.ts'
import { aConversation, aSystem } from '../../../inbox/testing/builders.ts'
import { mergeContacts, undoContactMerge } from '../../../inbox/contacts/merge-contacts.ts'
import { getConversation } from '../../../inbox/get-conversation.ts'
import { mergeByAgent } from '../../../inbox/merge-conversations.ts'
import { setAsksForRating } from '../../../inbox/ratings/inbox-settings.ts'
import { reply } from '../../../inbox/reply.ts'
import { deleteReceivedMessage } from '../../../inbox/revise-received-message.ts'
import { setStatus } from '../../../inbox/triage-conversation.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import { setChannelRole } from '../../channels/set-channel-role.ts'
import { createSlackDeliveryWorker } from '../../egress/slack-delivery-worker.ts'
import { BRISK } from '../../egress/testing/brisk.ts'
import { createMirrorWorker } from '../../mirror/mirror.worker.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let workers: { start(): void; stop(): Promise<void> }[]
const control = () => scene.control
const zoe = () => scene.demo.acme.users.zoe
const max = () => scene.demo.acme.users.max
const ada = () => scene.demo.northwind.users.ada
const ben = () => scene.demo.northwind.users.ben

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  await aLinkedMember(scene, office, { person: 'ada' })
  channelId = (await aWatchedChannel(scene, office)).channelId
  const { services } = scene
  workers = [createMirrorWorker({ services }), createSlackDeliveryWorker(services, BRISK)]
  for (const worker of workers) worker.start()
})
afterAll(async () => {
  for (const worker of workers) await worker.stop()
})
beforeEach(() => ask(true))

const commit = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => commitInOrganization(scene.services, office.organizationId, work)
const now = () => scene.services.clock.now()
const agent = () => actorOf(office.owner)
const ask = (on: boolean) => commit((tx) => setAsksForRating(tx, agent(), { on, address: '127.0.0.1', nowMs: now() }))
const set = (conversationId: ConversationId, status: 'open' | 'closed') =>
  commit((tx) => setStatus(tx, agent(), { conversationId, status, nowMs: now() }))
const opened = (conversationId: ConversationId) => commit((tx) => getConversation(tx, agent(), conversationId))
const votes = async (conversationId: ConversationId) =>
  (await opened(conversationId)).ratings.map(({ contactName, score, comment }) => [contactName, score, comment])

/** As agents are shown them. */
const standing = async (conversationId: ConversationId) =>
  standingVotes((await opened(conversationId)).ratings).map(({ contactName, score }) => [contactName, score])

/** Zoe has written at the top level. */
async function aRequest(text = `Help ${newId()}`): Promise<{ id: ConversationId; ts: string }> {
  const { ts } = await control().act.postMessage({ user_id: zoe(), channel_id: channelId, text })
  const row = await eventually(
    () => commit((tx) => tx.selectFrom('conversation').select('id').where('subject', '=', text).executeTakeFirst()),
    (found) => found !== undefined,
  )
  return { id: row?.id as ConversationId, ts }
}
const threadOf = async (ts: string) =>
  (await control().state.channel(channelId)).messages.filter((one) => one.thread_ts === ts && one.ts !== ts)
const questionsIn = async (ts: string) => (await threadOf(ts)).filter(({ text }) => text.includes('How did we do?'))
/** Closed, and asked about. */
async function anAskedRequest() {
  const request = await aRequest()
  await set(request.id, 'closed')
  return { ...request, question: await lastQuestion(request.ts, 1) }
}
async function lastQuestion(ts: string, number: number): Promise<string> {
  const questions = await eventually(
    () => questionsIn(ts),
    (found) => found.length === number,
  )
  const question = questions.at(-1)?.ts ?? ''
  // Its post is known to be ours from then on.
  await eventually(
    () => commit((tx) => tx.selectFrom('slack_message').select('delivery_id').where('ts', '=', question).executeTakeFirst()),
    (row) => Boolean(row?.delivery_id),
  )
  return question
}
/** What the one who pressed is told, and nobody else. */
async function press(user_id: string, question: string, { score = 5, ...more }: { score?: number; value?: string } = {}): Promise<string> {
  const before = (await toldTo(user_id)).length
  await control().act.clickButton({ user_id, channel_id: channelId, message_ts: question, action_id: `rating_score_${score}`, ...more })
  return (
    (
      await eventually(
        () => toldTo(user_id),
        (all) => all.length > before,
      )
    ).at(-1)?.text ?? ''
  )
}
const countAs = (slackUserId: string, role: 'agent' | 'customer' | null) =>
  commit((tx) =>
    setChannelRole(tx, agent(), {
      key: { installationId: office.installationId, channelId, slackUserId },
      ...{ role, address: '127.0.0.1', nowMs: now() },
    }),
  )
const toldTo = async (user_id: string) => (await control().state.ephemerals({ user_id })).map(({ message }) => message)

it('[IN11] asks in the thread, in the organization’s name, behind the reply that came before, once for each closing', async () => {
  const { id, ts } = await aRequest()
  await commit((tx) => reply(tx, agent(), { clientId: newId(), conversationId: id, text: 'Done.', nowMs: now() }))
  await set(id, 'closed')
  await set(id, 'closed')
  await lastQuestion(ts, 1)
  expect((await threadOf(ts)).map(({ text }) => text.slice(0, 14))).toEqual(['Done.', 'Your request w'])
  expect((await threadOf(ts)).at(-1)?.username).toBe('Northwind')
  await set(id, 'open')
  await set(id, 'closed')
  await lastQuestion(ts, 2)
})

it('[IN11] does not ask where it is turned off, nor about a conversation in which no customer wrote', async () => {
  const silent = await aRequest()
  const [said] = (await opened(silent.id)).messages
  await commit((tx) =>
    deleteReceivedMessage(tx, aSystem(office.organizationId), { messageId: said?.id as ConversationMessageId, deletedAtMs: now() }),
  )
  await set(silent.id, 'closed')
  await ask(false)
  const unasked = await aRequest()
  await set(unasked.id, 'closed')
  await ask(true)
  // What is asked later in the same lane comes behind whatever was owed for those two.
  await anAskedRequest()
  expect([await questionsIn(silent.ts), await questionsIn(unasked.ts)]).toEqual([[], []])
})

it('[IN11] everybody on the customer’s side has one vote, and may change it', async () => {
  const { id, question } = await anAskedRequest()
  expect(await press(zoe(), question, { score: 2 })).toContain('Your vote is 2 of 5')
  expect(await press(max(), question, { score: 3 })).toContain('Your vote is 3 of 5')
  expect(await press(zoe(), question, { score: 5 })).toContain('Your vote is 5 of 5')
  expect((await votes(id)).map(([, score]) => score)).toEqual([5, 3])
  expect((await votes(id))[0]).toEqual(['Zoe Carter', 5, null])
})

it('[IN11] agents cannot vote, linked or not', async () => {
  const { id, question } = await anAskedRequest()
  for (const user of [ada(), ben()]) expect(await press(user, question)).toContain('people of the team have no vote')
  expect(await votes(id)).toEqual([])
})

it('[IN11, IN12] who counts as an agent in the channel cannot vote, and who counts as a customer there can, whatever they are otherwise', async () => {
  const { id, question } = await anAskedRequest()
  await countAs(max(), 'agent')
  await countAs(ada(), 'customer')
  expect(await press(max(), question)).toContain('people of the team have no vote')
  expect(await press(ada(), question, { score: 2 })).toContain('Your vote is 2 of 5')
  expect(await votes(id)).toMatchObject([[expect.any(String), 2, null]])
  await countAs(max(), null)
  await countAs(ada(), null)
  expect(await press(max(), question, { score: 4 })).toContain('Your vote is 4 of 5')
  expect(await press(ada(), question)).toContain('people of the team have no vote')
  expect((await votes(id)).map(([, score]) => score)).toEqual([2, 4])
})

it('[IN11, IN12] two votes of people who are merged are both there once they are parted again, also where one was changed meanwhile', async () => {
  const { id, question } = await anAskedRequest()
  await press(zoe(), question, { score: 2 })
  await press(max(), question, { score: 5 })
  const [first, second] = (await opened(id)).ratings
  const [from, into] = [second!.contactId, first!.contactId]
  await commit((tx) => mergeContacts(tx, agent(), { from, into, acrossCustomers: false, nowMs: now() }))
  expect(await standing(id)).toEqual([['Zoe Carter', 5]])
  expect(await press(max(), question, { score: 3 })).toContain('Your vote is 3 of 5')
  expect(await standing(id)).toEqual([['Zoe Carter', 3]])
  await commit((tx) => undoContactMerge(tx, agent(), { contactId: from }))
  expect(await standing(id)).toEqual([
    ['Zoe Carter', 2],
    [expect.stringContaining(' '), 3],
  ])
})

it('[IN11] takes a vote only for the conversation that was asked about there', async () => {
  const [one, other] = [await anAskedRequest(), await anAskedRequest()]
  for (const value of [other.id, newId(), 'nonsense']) expect(await press(zoe(), one.question, { value })).toContain('not known any more')
  expect([await votes(one.id), await votes(other.id)]).toEqual([[], []])
})

it('[IN11] takes a comment from who has voted', async () => {
  const { id, question } = await anAskedRequest()
  await press(zoe(), question, { score: 4 })
  const thanks = (await toldTo(zoe())).at(-1)
  const where = { user_id: zoe(), channel_id: channelId, message_ts: thanks?.ts ?? '', action_id: 'rating_comment' }
  await control().act.clickButton(where)
  await eventually(
    () => control().state.views(zoe()),
    (views) => views.length > 0,
  )
  await control().act.submitView({ user_id: zoe(), values: { rating_comment_text: ' Quick & kind <!channel> ' } })
  expect(await votes(id)).toEqual([['Zoe Carter', 4, 'Quick & kind <!channel>']])
  await press(zoe(), question, { score: 3 })
  expect(await votes(id)).toEqual([['Zoe Carter', 3, 'Quick & kind <!channel>']])
})

it('[IN11] [IN8] of two votes of one person the later one counts, when two conversations become one', async () => {
  const [from, into] = [await anAskedRequest(), await anAskedRequest()]
  await press(zoe(), from.question, { score: 1 })
  await press(max(), from.question, { score: 4 })
  await press(zoe(), into.question, { score: 2 })
  await commit((tx) => mergeByAgent(tx, agent(), { from: from.id, into: into.id, nowMs: now() }))
  const scores = async () => (await votes(into.id)).map(([, score]) => score)
  expect(await scores()).toEqual(expect.arrayContaining([2, 4]))
  expect(await press(zoe(), from.question, { score: 3 })).toContain('3 of 5')
  expect(await scores()).toEqual(expect.arrayContaining([3, 4]))
  expect(await scores()).toHaveLength(2)
})

it('[IN11] nobody’s vote reaches another organization', async () => {
  const { question } = await anAskedRequest()
  const elsewhere = await aConnectedOffice(scene)
  const { conversation } = await aConversation(scene.services, elsewhere.organizationId)
  expect(await press(zoe(), question, { value: conversation.id })).toContain('not known any more')
})
