import { sql } from 'kysely'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { newId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { deleteMessage } from '../../chat/delete-message.ts'
import { editMessage } from '../../chat/edit-message.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { addReaction, removeReaction } from '../../chat/react-to-message.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf, aMember, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { retryDueEvents } from '../ingress/inbox.worker.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { unlink } from '../link/unlink.ts'
import { createMirrorWorker } from './mirror.worker.ts'
import { retryDelivery } from './retry-delivery.ts'
import { bridgeOf } from './testing/written.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const stops: (() => Promise<void>)[] = []
let office: ConnectedOffice
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let people: { ada: Linked; ben: Linked; una: TestMember }

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  people = {
    ada: await aLinkedMember(scene, office, { person: 'ada' }),
    ben: await aLinkedMember(scene, office, { person: 'ben' }),
    una: await aMember(scene.services, office.organizationId, { name: 'Una Unlinked' }),
  }
})
const mirror = () => started(createMirrorWorker({ services: scene.services }))
const egress = () => started(createSlackDeliveryWorker(scene.services, BRISK))
function started(worker: { start(): void; stop(): Promise<void> }): void {
  worker.start()
  stops.push(() => worker.stop())
}
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await scene.control.faults.clear()
})

const committed = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(scene.services, office.organizationId, work)
async function send(from: TestMember, to: { id: PersonId }, text: string): Promise<MessageView> {
  const { services } = scene
  const { organizationId } = office
  const pair = { organizationId, people: [from.id, to.id] as [PersonId, PersonId], nowMs: services.clock.now() }
  const channel = await committed((tx) => openMentionChannel(tx, pair))
  return (await sendMessage(services, { actor: actorOf(from), clientId: newId(), channelId: channel.id, text })).message
}
const edit = (by: TestMember, messageId: MessageId, text: string) =>
  committed((tx) => editMessage(tx, actorOf(by), { messageId, text, nowMs: scene.services.clock.now() }))
const remove = (by: TestMember, messageId: MessageId) =>
  committed((tx) => deleteMessage(tx, actorOf(by), { messageId, nowMs: scene.services.clock.now() }))
const react = (by: TestMember, messageId: MessageId, emoji: string) => committed((tx) => addReaction(tx, actorOf(by), { messageId, emoji }))
const unreact = (by: TestMember, messageId: MessageId, emoji: string) =>
  committed((tx) => removeReaction(tx, actorOf(by), { messageId, emoji }))

/** Nothing is owed, on its way, or waiting to be tried again. */
const quiet = () =>
  eventually(
    async () => {
      const { db } = database().owner
      const { organizationId } = office
      await scene.ingress.idle()
      await retryDueEvents(scene.services)
      const told = (await scene.control.deliveries()).filter(({ state }) => state !== 'delivered' && state !== 'dropped')
      const pending = await db.selectFrom('slack_inbox').select('event_id').where('state', '=', 'pending').execute()
      // What is owed follows from the feed, so it is read after it.
      const heads = await db.selectFrom('organization_head').select('seq').where('organization_id', '=', organizationId).execute()
      const cursors = await db.selectFrom('feed_cursor').select('seq').where('organization_id', '=', organizationId).execute()
      const owed = await db.selectFrom('delivery').select('id').where('settled_at', 'is', null).execute()
      return { owed, pending, told, behind: Number(heads[0]?.seq) - Number(cursors[0]?.seq ?? 0) }
    },
    ({ owed, pending, told, behind }) => owed.length + pending.length + told.length + behind === 0,
    30_000,
  )
const kept = async (id: MessageId) => {
  const row = await inOrganization(scene.services.db, office.organizationId, (tx) =>
    tx.selectFrom('message').select(['text', 'deleted_at', 'rev', 'channel_id']).where('id', '=', id).executeTakeFirstOrThrow(),
  )
  const reactions = await database()
    .owner.db.selectFrom('message_reaction')
    .select(['emoji', 'person_id'])
    .where('message_id', '=', id)
    .orderBy('created_at')
    .execute()
  return { text: row.text, deleted: row.deleted_at !== null, rev: row.rev, channelId: row.channel_id, reactions }
}
const slackRows = (id: MessageId) =>
  database()
    .owner.db.selectFrom('slack_message')
    .select(['channel_id', 'ts', 'deleted'])
    .where('entity_id', '=', id)
    .orderBy('ts')
    .execute()
/** What is remembered of what its posts said. */
const wordsKeptOf = async (id: MessageId) =>
  (await database().owner.db.selectFrom('slack_message').select(['shown_text', 'part']).where('entity_id', '=', id).execute()).flatMap(
    ({ shown_text, part }) => [shown_text, part],
  )
/** What stands in Slack for a message of ours. */
async function standing(id: MessageId) {
  const rows = await slackRows(id)
  const channelId = rows[0]?.channel_id
  if (!channelId) return []
  const { messages } = await scene.control.state.channel(channelId)
  return messages.filter(({ ts }) => rows.some((row) => row.ts === ts))
}
const calls = async (method: string, since = 0) => (await scene.control.log({ method })).filter(({ n }) => n > since)
const lastCall = async () => (await scene.control.log()).at(-1)?.n ?? 0
const countOfMessages = async (channelId: string) =>
  (await database().owner.db.selectFrom('message').select('id').where('channel_id', '=', channelId).execute()).length

describe('from Atrium', () => {
  beforeEach(() => egress())

  it('[BR7] an edit follows with the sender’s own token, and no echo of it comes back', async () => {
    mirror()
    const { ada, ben } = people
    const message = await send(ada, ben, 'Lunhc?')
    await quiet()
    const since = await lastCall()
    await edit(ada, message.id, '## Lunch\n\n* at **noon** & `later`\n* <@p:' + ben.id + '>')
    await quiet()
    const [post, ...others] = await standing(message.id)
    expect(others).toEqual([])
    expect(post).toMatchObject({ user: ada.slackUserId, edited: { user: ada.slackUserId } })
    expect(post?.text).toContain('at *noon* &amp; `later`')
    expect(await calls('chat.update', since)).toMatchObject([{ token_kind: 'user', ok: true }])
    expect(await bridgeOf(scene.services, office.organizationId, message.id)).toMatchObject({
      state: 'sent',
      permalink: expect.stringContaining('archives') as string,
    })
    // Said our way it stays, though Slack words it in its own.
    expect((await kept(message.id)).text).toContain('* at **noon**')
    expect(await countOfMessages(message.channelId)).toBe(1)
    const revised = (await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).filter(
      ({ payload }) => payload.message.id === message.id && payload.revision,
    )
    expect(revised).toHaveLength(1)
  })

  it('[BR7] an edit before the post went out changes what goes out, and a delete lets nothing go out', async () => {
    const { ada, ben } = people
    const since = await lastCall()
    const [first, second] = [await send(ada, ben, 'from a hurry'), await send(ada, ben, 'never to be read')]
    await edit(ada, first.id, 'from a calm mind')
    await edit(ada, first.id, 'from a calm and clear mind')
    await remove(ada, second.id)
    mirror()
    await quiet()
    expect((await standing(first.id)).map(({ text }) => text)).toEqual(['from a calm and clear mind'])
    expect(await standing(second.id)).toEqual([])
    expect(await calls('chat.postMessage', since)).toHaveLength(1)
    expect([...(await calls('chat.update', since)), ...(await calls('chat.delete', since))]).toEqual([])
  })

  it('[BR7] a delete follows, and leaves the tombstone as it is', async () => {
    mirror()
    const { ada, ben } = people
    const message = await send(ada, ben, 'not for you')
    await quiet()
    expect(await standing(message.id)).toHaveLength(1)
    const { rev } = await remove(ada, message.id)
    await quiet()
    expect(await standing(message.id)).toEqual([])
    expect(await kept(message.id)).toMatchObject({ text: '', deleted: true, rev })
    expect(await wordsKeptOf(message.id)).toEqual([null, null])
  })

  it('[BR7] [BR8] a long message that went out in parts is changed in all of them: what is new is posted, what is too many is deleted', async () => {
    mirror()
    const { ada, ben } = people
    const paragraph = (word: string) => `${`${word} `.repeat(700)}end of ${word}`
    const [one, two, three] = [paragraph('first'), paragraph('second'), paragraph('third')]
    const message = await send(ada, ben, [one, two].join('\n\n'))
    await quiet()
    const before = (await standing(message.id)).length
    expect(before).toBeGreaterThan(1)
    await edit(ada, message.id, 'short')
    await quiet()
    expect((await standing(message.id)).map(({ text }) => text)).toEqual(['short'])
    expect(await kept(message.id)).toMatchObject({ text: 'short', deleted: false })
    const longer = [three, two].join('\n\n')
    await edit(ada, message.id, longer)
    await quiet()
    const everything = (await standing(message.id)).map(shownTextOf).join('\n\n')
    for (const word of ['third', 'second']) expect(everything.match(new RegExp(word, 'g'))?.length).toBe(701)
    expect(everything).toContain('end of second')
    expect((await kept(message.id)).text).toBe(longer)
  })

  it('[BR3] [BR7] what our bot posted for somebody is edited under their name, and deleted as far as Slack lets us', async () => {
    mirror()
    const { una, ben } = people
    const message = await send(una, ben, 'Hi Ben')
    await quiet()
    await edit(una, message.id, 'Hello Ben')
    await quiet()
    const [post] = await standing(message.id)
    expect(post).toMatchObject({
      username: 'Una Unlinked',
      text: expect.stringMatching(/Una Unlinked in Atrium[\s\S]*Hello Ben/) as string,
    })
    const rows = await slackRows(message.id)
    await remove(una, message.id)
    await quiet()
    const left = (await scene.control.state.channel(rows[0]?.channel_id ?? '')).messages.find(({ ts }) => ts === rows[0]?.ts)
    expect(JSON.stringify(left)).not.toContain('Hello Ben')
    expect(left?.text).toContain('deleted')
    expect(await kept(message.id)).toMatchObject({ deleted: true })
  })

  it('[BR7] a reaction is the person’s own, also to what the other wrote in Slack; where the bot writes for somebody it reacts for them', async () => {
    mirror()
    const { ada, ben, una } = people
    const message = await send(ada, ben, 'We have shipped')
    const toBen = await send(una, ben, 'from Una')
    await quiet()
    await react(ben, message.id, '🎉')
    await react(ada, message.id, '👍🏽')
    await react(ada, message.id, ':partyparrot:')
    await react(una, toBen.id, '👀')
    await quiet()
    expect((await standing(message.id))[0]?.reactions).toMatchObject([
      { name: 'tada', users: [ben.slackUserId] },
      { name: '+1::skin-tone-4', users: [ada.slackUserId] },
      { name: 'partyparrot', users: [ada.slackUserId] },
    ])
    expect((await standing(toBen.id))[0]?.reactions).toMatchObject([{ name: 'eyes', users: [office.botUserId] }])
    await unreact(ada, message.id, '👍🏽')
    await unreact(ben, message.id, '🎉')
    await unreact(una, toBen.id, '👀')
    await quiet()
    expect((await standing(message.id))[0]?.reactions?.map(({ name }) => name)).toEqual(['partyparrot'])
    expect((await standing(toBen.id))[0]?.reactions ?? []).toEqual([])
    expect((await kept(message.id)).reactions).toEqual([{ emoji: ':partyparrot:', person_id: ada.id }])
    expect((await kept(toBen.id)).reactions).toEqual([])
  })

  it('[BR7] a lost answer is asked for again, and the change stands once', async () => {
    mirror()
    const { ada, ben } = people
    const message = await send(ada, ben, 'one')
    await quiet()
    for (const method of ['chat.update', 'reactions.add', 'reactions.remove', 'chat.delete'] as const) {
      await scene.control.faults.add({ method, kind: 'reset', when: 'after' })
    }
    await edit(ada, message.id, 'two')
    await react(ada, message.id, '👍')
    await react(ada, message.id, '❤️')
    await unreact(ada, message.id, '👍')
    await quiet()
    expect(await standing(message.id)).toMatchObject([{ text: 'two', reactions: [{ name: 'heart', users: [ada.slackUserId] }] }])
    expect(await kept(message.id)).toMatchObject({ text: 'two', reactions: [{ emoji: '❤️' }] })
    await remove(ada, message.id)
    await quiet()
    expect(await standing(message.id)).toEqual([])
    for (const method of ['chat.update', 'reactions.add', 'reactions.remove', 'chat.delete']) {
      expect(
        (await calls(method)).some(({ status }) => status === 0),
        method,
      ).toBe(true)
    }
  })

  it('[CH7] an edit that Slack refuses is told beside the message, and goes out when its author tries again', async () => {
    mirror()
    const { ada, ben } = people
    const message = await send(ada, ben, 'one')
    await quiet()
    const [row] = await slackRows(message.id)
    const member = { channel_id: row?.channel_id ?? '', user_id: ada.slackUserId }
    const bridge = () => bridgeOf(scene.services, office.organizationId, message.id)
    await scene.control.removeMember(member)
    await edit(ada, message.id, 'two')
    await quiet()
    expect(await bridge()).toMatchObject({ state: 'failed', reason: expect.stringContaining('did not reach Slack') as string })
    await scene.control.addMember(member)
    await committed((tx) => retryDelivery(tx, actorOf(ada), { entityId: message.id, nowMs: scene.services.clock.now() }))
    await quiet()
    expect(await bridge()).toMatchObject({ state: 'sent' })
    expect((await standing(message.id)).map(({ text }) => text)).toEqual(['two'])
  })

  it('[BR10] an edit that waits while somebody unlinks does not go out, and the message is said to stand where it stands', async () => {
    mirror()
    const { ada } = people
    const fay = await aLinkedMember(scene, office, { person: 'fay' })
    const message = await send(ada, fay, 'one')
    await quiet()
    for (const stop of stops.splice(0)) await stop()
    mirror()
    await edit(ada, message.id, 'two')
    await eventually(
      () => bridgeOf(scene.services, office.organizationId, message.id),
      (bridge) => bridge?.state === 'queued',
    )
    const { installationId } = office
    await unlink(scene.services, { actor: actorOf(fay), installationId, address: '127.0.0.1' })
    egress()
    await quiet()
    expect(await bridgeOf(scene.services, office.organizationId, message.id)).toMatchObject({ state: 'sent' })
    expect((await standing(message.id)).map(({ text }) => text)).toEqual(['one'])
  })
})

describe('from Slack', () => {
  beforeEach(() => {
    egress()
    mirror()
  })
  const place = async (id: MessageId) => {
    const [row] = await slackRows(id)
    return { channel_id: row?.channel_id ?? '', ts: row?.ts ?? '' }
  }
  const inChat = (channelId: string) =>
    database()
      .owner.db.selectFrom('message')
      .select(['id', 'author_id', 'text', 'source'])
      .where('channel_id', '=', channelId)
      .orderBy('id')
      .execute()

  it('[BR6] [BR7] what a member edits, deletes and reacts to there changes here, and nothing of it goes back', async () => {
    const { ada, ben } = people
    const message = await send(ada, ben, 'Lunhc?')
    await quiet()
    const at = await place(message.id)
    const since = await lastCall()
    // Posted with Ada's token, so it is hers to edit in Slack.
    await scene.control.act.editMessage({ user_id: ada.slackUserId, ...at, text: 'Lunch at *noon*?' })
    await scene.control.act.react({ user_id: ben.slackUserId, ...at, name: '+1::skin-tone-3' })
    await scene.control.act.react({ user_id: ben.slackUserId, ...at, name: 'partyparrot' })
    await quiet()
    expect(await kept(message.id)).toMatchObject({
      text: 'Lunch at **noon**?',
      reactions: [
        { emoji: '👍🏼', person_id: ben.id },
        { emoji: ':partyparrot:', person_id: ben.id },
      ],
    })
    await scene.control.act.unreact({ user_id: ben.slackUserId, ...at, name: 'partyparrot' })
    await quiet()
    expect((await kept(message.id)).reactions).toHaveLength(1)
    await scene.control.act.deleteMessage({ user_id: ada.slackUserId, ...at })
    await quiet()
    expect(await kept(message.id)).toMatchObject({ text: '', deleted: true, reactions: [] })
    expect((await scene.control.log()).filter(({ n, method }) => n > since && method !== 'auth.test')).toEqual([])
  })

  it('[BR7] whose author words it anew in Atrium, after they wrote it in Slack, says so in Slack too', async () => {
    const { ada, ben } = people
    const { channelId, id } = await send(ada, ben, 'How are you?')
    await quiet()
    const { channel_id } = await place(id)
    const { ts } = await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'Fien' })
    await quiet()
    const answer = (await inChat(channelId)).at(-1)
    const answerId = answer?.id as MessageId
    expect(answer).toMatchObject({ author_id: ben.id, source: 'slack' })
    await edit(ben, answerId, 'Fine, **thanks**')
    await react(ada, answerId, '❤️')
    await quiet()
    const inSlack = async () => (await scene.control.state.channel(channel_id)).messages.find((one) => one.ts === ts)
    expect(await inSlack()).toMatchObject({ text: 'Fine, *thanks*', reactions: [{ name: 'heart', users: [ada.slackUserId] }] })
    expect(await kept(answerId)).toMatchObject({ text: 'Fine, **thanks**' })
    await remove(ben, answerId)
    await quiet()
    expect(await inSlack()).toBeUndefined()
  })

  it('[BR7] takes away the part of a long message that its author deletes there, and all when the last is gone', async () => {
    const { ada, ben } = people
    const message = await send(ada, ben, [`${'first '.repeat(900)}end`, `${'second '.repeat(800)}end`].join('\n\n'))
    await quiet()
    const [first, ...others] = await slackRows(message.id)
    expect(others.length).toBeGreaterThan(0)
    for (const { channel_id, ts } of others) await scene.control.act.deleteMessage({ user_id: ada.slackUserId, channel_id, ts })
    await quiet()
    const left = await kept(message.id)
    expect(left).toMatchObject({ deleted: false })
    expect(left.text.startsWith('first first')).toBe(true)
    expect(left.text.endsWith('second end')).toBe(false)
    await scene.control.act.deleteMessage({ user_id: ada.slackUserId, channel_id: first?.channel_id ?? '', ts: first?.ts ?? '' })
    await quiet()
    expect(await kept(message.id)).toMatchObject({ deleted: true })
    expect(new Set(await wordsKeptOf(message.id))).toEqual(new Set([null]))
  })

  describe('of a message in parts', () => {
    const words = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word}${index}`)
    const partsOf = async (id: MessageId) => {
      const rows = (await slackRows(id)).filter(({ deleted }) => !deleted)
      const posts = await standing(id)
      return rows.map((row) => ({ ...row, post: posts.find(({ ts }) => ts === row.ts) }))
    }

    it('[BR7] [BR8] words anew what its author edits of one part there, and every other word stays as it was', async () => {
      const { ada, ben } = people
      // One paragraph, code and a list that are each longer than a part, and a mention that only Atrium knows as one.
      const prose = `${words('word', 1_000).join(' ')} **${words('bold', 350).join(' ')}** <@p:${ben.id}>`
      const message = await send(ada, ben, prose)
      await quiet()
      const [first, second, ...others] = await partsOf(message.id)
      expect(second).toBeDefined()
      expect(others).toEqual([])
      const { channel_id = '', ts = '' } = first ?? {}
      await scene.control.act.editMessage({
        user_id: ada.slackUserId,
        channel_id,
        ts,
        text: first?.post?.text.replace('word7 ', 'word-seven ') ?? '',
      })
      await quiet()
      expect((await kept(message.id)).text).toBe(prose.replace('word7 ', 'word-seven '))
      await scene.control.act.editMessage({ user_id: ada.slackUserId, channel_id, ts: second?.ts ?? '', text: 'and *so on*' })
      await quiet()
      const said = (await kept(message.id)).text
      expect(said).toMatch(/^word0 word1 .* and \*\*so on\*\*$/)
      expect(said.match(/word-?\w+ /g)).toEqual(
        words('word', 1_000).flatMap((word) => (said.includes(`${word} `) ? `${word} ` : word === 'word7' ? 'word-seven ' : [])),
      )
    })

    it('[BR7] [BR8] code and lists that go over a cut are one again, here and after the author words the whole anew', async () => {
      const { ada, ben } = people
      const code = ['```', ...words('line of code ', 620), '```'].join('\n')
      const list = words('- item ', 130).join('\n')
      const message = await send(ada, ben, `${code}\n\n${list}`)
      await quiet()
      const parts = await partsOf(message.id)
      expect(parts.length).toBeGreaterThan(1)
      const last = parts.at(-1)
      const at = { user_id: ada.slackUserId, channel_id: last?.channel_id ?? '', ts: last?.ts ?? '' }
      const blocks = JSON.parse(JSON.stringify(last?.post?.blocks).replace('item 129', 'the last item')) as Record<string, unknown>[]
      await scene.control.act.editMessage({ ...at, text: 'shown for notifications', blocks })
      await quiet()
      const edited = `${code}\n\n${list}`.replace('item 129', 'the last item')
      expect((await kept(message.id)).text).toBe(edited)
      const anew = edited.replace('item 3\n', 'the third item\n').replace('line of code 3\n', 'the third line\n')
      await edit(ada, message.id, anew)
      await quiet()
      expect((await kept(message.id)).text).toBe(anew)
      const shown = (await standing(message.id)).map(shownTextOf)
      expect(shown.length).toBeGreaterThan(1)
      const lines = shown.flatMap((text) => text.split('\n')).filter((line) => line !== '' && line !== '```')
      expect(lines).toEqual(anew.split('\n').filter((line) => line !== '' && line !== '```'))
    })

    it('[BR7] [BR8] what somebody wrote there in one piece goes on in a second post when its author makes it longer here', async () => {
      const { ada, ben } = people
      const { channelId, id } = await send(ada, ben, 'How was it?')
      await quiet()
      const { channel_id } = await place(id)
      const { ts } = await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'Long' })
      await quiet()
      const answerId = (await inChat(channelId)).at(-1)?.id as MessageId
      const count = await countOfMessages(channelId)
      const story = [words('one', 1_000).join(' '), words('two', 1_000).join(' ')].join('\n\n').slice(0, 11_900)
      await edit(ben, answerId, story)
      await quiet()
      const parts = await partsOf(answerId)
      expect(parts).toMatchObject([{ ts, post: { user: ben.slackUserId } }, { post: { user: ben.slackUserId } }])
      expect(await bridgeOf(scene.services, office.organizationId, answerId)).toMatchObject({ state: 'sent' })
      expect(await countOfMessages(channelId)).toBe(count)
      const tail = parts[1]?.post?.text ?? ''
      await scene.control.act.editMessage({ user_id: ben.slackUserId, channel_id, ts: parts[1]?.ts ?? '', text: `${tail} – the end` })
      await quiet()
      expect((await kept(answerId)).text).toBe(`${story} – the end`)
      await edit(ben, answerId, 'Short')
      await quiet()
      expect(await partsOf(answerId)).toMatchObject([{ ts, post: { text: 'Short' } }])
      await edit(ben, answerId, story)
      await quiet()
      expect(await partsOf(answerId)).toHaveLength(2)
      await remove(ben, answerId)
      await quiet()
      expect(await standing(answerId)).toEqual([])
    })
  })

  it('[BR7] edits from both sides at once end with the same words on both', async () => {
    const { ada, ben } = people
    const message = await send(ada, ben, 'start')
    await quiet()
    const at = await place(message.id)
    const before = await countOfMessages(message.channelId)
    for (let round = 0; round < 6; round++) {
      await edit(ada, message.id, `here ${round}`)
      await new Promise((resolve) => setTimeout(resolve, (round * 137) % 400))
      await scene.control.act.editMessage({ user_id: ada.slackUserId, ...at, text: `there ${round}` })
      await new Promise((resolve) => setTimeout(resolve, (round * 311) % 900))
      await (round % 2 ? unreact(ada, message.id, '👍') : react(ada, message.id, '👍'))
    }
    await quiet()
    const [post] = await standing(message.id)
    const ours = await kept(message.id)
    expect(post?.text).toBe(ours.text)
    expect((post?.reactions ?? []).flatMap(({ users }) => users)).toEqual(ours.reactions.map(() => ada.slackUserId))
    expect(await countOfMessages(message.channelId)).toBe(before)
  })

  it('[BR7] what Slack tells of a reaction is older than what its person has just done here, also when that is not owed yet', async () => {
    const { ada, ben } = people
    const message = await send(ada, ben, 'to be liked')
    await react(ada, message.id, '👍')
    await quiet()
    for (const stop of stops.splice(0)) await stop()
    await unreact(ada, message.id, '👍')
    await react(ada, message.id, '👍')
    await scene.control.act.unreact({ user_id: ada.slackUserId, ...(await place(message.id)), name: '+1' })
    const told = () => scene.control.deliveries({ type: 'reaction_removed' })
    await eventually(told, (all) => all.length > 0 && all.every(({ state }) => state === 'delivered'))
    await scene.ingress.idle()
    const given = [{ emoji: '👍', person_id: ada.id }]
    expect((await kept(message.id)).reactions).toEqual(given)
    mirror()
    egress()
    await quiet()
    const [post] = await standing(message.id)
    expect((post?.reactions ?? []).flatMap(({ users }) => users)).toEqual([ada.slackUserId])
    expect((await kept(message.id)).reactions).toEqual(given)
  })

  it('[BR7] what Slack tells of a reaction waits for what its person is just doing here, and is older than that', async () => {
    const { ada, ben } = people
    const message = await send(ada, ben, 'to be liked again')
    await react(ada, message.id, '👍')
    await quiet()
    await unreact(ada, message.id, '👍')
    await quiet()
    const [given, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const giving = committed(async (tx) => {
      await addReaction(tx, actorOf(ada), { messageId: message.id, emoji: '👍' })
      given.resolve()
      await told.promise
    })
    await given.promise
    const at = await place(message.id)
    const item = { type: 'message', channel: at.channel_id, ts: at.ts }
    const removed = {
      type: 'reaction_removed',
      user: ada.slackUserId,
      reaction: '+1',
      item,
      event_ts: `${Math.ceil(Date.now() / 1000)}.000100`,
    }
    const telling = sendEvent(scene, office, { event: removed, authorizedUserId: ada.slackUserId })
    const waiting = () =>
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(database().owner.db)
    await eventually(waiting, ({ rows }) => rows.length > 0)
    told.resolve()
    await giving
    await telling
    expect((await kept(message.id)).reactions).toEqual([{ emoji: '👍', person_id: ada.id }])
    await quiet()
    expect((await standing(message.id))[0]?.reactions).toMatchObject([{ users: [ada.slackUserId] }])
  })

  it('[BR6] a reaction in somebody’s other direct messages leaves nothing behind, nor does a stranger’s', async () => {
    const { ada } = people
    const { cy } = scene.demo.northwind.users
    const { channel_id } = await scene.control.act.openDm({ user_id: ada.slackUserId, with: cy })
    const { ts } = await scene.control.act.postMessage({ user_id: cy, channel_id, text: 'a secret of ours' })
    const count = async () => (await database().owner.db.selectFrom('slack_reaction').select('ts').execute()).length
    const noted = async () => (await database().owner.db.selectFrom('slack_inbox').select('event_id').execute()).length
    await quiet()
    const before = [await count(), await noted()]
    await scene.control.act.react({ user_id: ada.slackUserId, channel_id, ts, name: 'heart' })
    await scene.control.act.react({ user_id: cy, channel_id, ts, name: 'heart' })
    await quiet()
    expect(
      (await scene.control.deliveries({ type: 'reaction_added' })).some(({ payload }) => JSON.stringify(payload).includes(channel_id)),
    ).toBe(true)
    expect([await count(), await noted()]).toEqual(before)
  })
})
