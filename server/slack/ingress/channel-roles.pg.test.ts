import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { ContactId } from '@atrium/shared/ids.ts'
import { applyChange, emptyState } from '@atrium/shared/realtime/apply-change.ts'
import { actorOf, aMember } from '../../identity/testing/builders.ts'
import { mergeContacts } from '../../inbox/contacts/merge-contacts.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { channelsOfCustomer } from '../channels/channels-of-customer.ts'
import { setChannelRole } from '../channels/set-channel-role.ts'
import { identitiesOfContact } from '../identities-of-contact.ts'
import { sendEvent, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, aWatchedChannel, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let watched: Awaited<ReturnType<typeof aWatchedChannel>>
let fay: Awaited<ReturnType<typeof aLinkedMember>>
let admin: Awaited<ReturnType<typeof aMember>>
const ZOE = 'U0ZOE'
const DANA = 'U0DANA'

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  watched = await aWatchedChannel(scene, office)
  fay = await aLinkedMember(scene, office, { person: 'fay' })
  admin = await aMember(scene.services, office.organizationId, { role: 'admin' })
})

let second = Math.floor(Date.now() / 1000) + 10
/** Zoe is of another workspace, and the event says who she is; Dana is a colleague who is not linked. */
const aMessage = (user: string, more: Record<string, unknown> = {}): RawEvent & { ts: string } => ({
  ...{ type: 'message', channel: watched.channelId, channel_type: 'channel', user, text: `by ${user}`, ts: `${(second += 1)}.000100` },
  ...(user === ZOE ? { user_team: 'T0OTHER', user_profile: { real_name: 'Zoe Carter' } } : {}),
  ...more,
})
const send = (event: RawEvent) => sendEvent(scene, office, { event })

/** A conversation that Zoe opens. */
async function aThread() {
  const root = aMessage(ZOE, { text: `root ${randomUUID()}` })
  await send(root)
  return {
    replies: (user: string, more: object = {}) => send(aMessage(user, { thread_ts: root.ts, ...more })),
    /** An edit overtakes its message, which is then applied by itself and not with others. */
    async repliesLate(user: string) {
      const message = aMessage(user, { thread_ts: root.ts })
      const edited = { ...message, text: `${String(message.text)}, edited`, edited: { user, ts: `${(second += 1)}.000200` } }
      const { ts } = edited.edited
      const event = {
        type: 'message',
        subtype: 'message_changed',
        channel: watched.channelId,
        channel_type: 'channel',
        message: edited,
        ts,
      }
      await send({ ...event, event_ts: ts, hidden: true })
      await send(message)
    },
    conversation: () => owner().selectFrom('conversation').selectAll().where('subject', '=', String(root.text)).executeTakeFirstOrThrow(),
    async authors() {
      const { id } = await this.conversation()
      const rows = await owner()
        .selectFrom('conversation_message')
        .select(['author_kind', 'as_agent'])
        .where('conversation_id', '=', id)
        .orderBy('id')
        .execute()
      return rows.slice(1).map(({ author_kind, as_agent }) => (as_agent ? 'contact as agent' : author_kind))
    },
  }
}
const owner = () => database().owner.db

function say(slackUserId: string, role: 'agent' | 'customer' | null) {
  const key = { installationId: office.installationId, channelId: watched.channelId, slackUserId }
  return commitInOrganization(scene.services, office.organizationId, (tx) =>
    setChannelRole(tx, actorOf(admin), { key, role, address: '192.0.2.1', nowMs: Date.now() }),
  )
}

describe('[IN12] who counts as an agent in a channel', () => {
  it('is who is linked; others answer as agents there, and agents as customers, once that was said, for what comes after', async () => {
    const thread = await aThread()
    const everybody = async () => {
      for (const user of [ZOE, DANA, fay.slackUserId]) await thread.replies(user)
    }
    await everybody()
    await say(DANA, 'agent')
    await say(ZOE, 'agent')
    await say(fay.slackUserId, 'customer')
    await everybody()
    for (const user of [ZOE, DANA, fay.slackUserId]) await say(user, null)
    await everybody()
    const otherwise = ['contact', 'contact', 'member']
    expect(await thread.authors()).toEqual([...otherwise, 'contact as agent', 'contact as agent', 'contact', ...otherwise])
  })

  it('holds too for what is taken in by itself, and in no other channel', async () => {
    const thread = await aThread()
    await say(DANA, 'agent')
    await say(fay.slackUserId, 'customer')
    await thread.repliesLate(DANA)
    await thread.repliesLate(fay.slackUserId)
    expect(await thread.authors()).toEqual(['contact as agent', 'contact'])
    const elsewhere = await aWatchedChannel(scene, office, 'support-globex')
    const root = aMessage(ZOE, { channel: elsewhere.channelId, text: 'elsewhere' })
    await send(root)
    await send(aMessage(DANA, { channel: elsewhere.channelId, thread_ts: root.ts }))
    await send(aMessage(fay.slackUserId, { channel: elsewhere.channelId, thread_ts: root.ts }))
    const rows = await owner()
      .selectFrom('conversation_message as message')
      .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
      .select(['author_kind', 'as_agent'])
      .where('subject', '=', 'elsewhere')
      .orderBy('message.id')
      .execute()
    expect(rows.map(({ author_kind, as_agent }) => [author_kind, as_agent])).toEqual([
      ['contact', false],
      ['contact', false],
      ['member', false],
    ])
    for (const user of [DANA, fay.slackUserId]) await say(user, null)
  })

  it('decides whether somebody waits for an answer, and whether what is closed opens again', async () => {
    const thread = await aThread()
    await say(DANA, 'agent')
    await thread.replies(DANA)
    const answered = await thread.conversation()
    expect(answered).toMatchObject({ waiting: false, status: 'open' })
    expect(answered.first_reply_at).not.toBeNull()
    await owner().updateTable('conversation').set({ status: 'closed', closed_at: new Date() }).where('id', '=', answered.id).execute()
    await thread.replies(DANA)
    await thread.repliesLate(DANA)
    expect(await thread.conversation()).toMatchObject({ waiting: false, status: 'closed' })
    await say(DANA, null)
    await thread.replies(DANA)
    expect(await thread.conversation()).toMatchObject({ waiting: true, status: 'open', closed_at: null })
  })

  it('is shown with the customer’s channels, patched for whoever has them open, and stands in the audit log', async () => {
    await say(DANA, 'agent')
    await say(ZOE, 'agent')
    await say(ZOE, null)
    const { channels, roles, people } = await channelsOfCustomer(scene.services.db, actorOf(admin), watched.customerId)
    expect(channels.map(({ channelId }) => channelId)).toEqual([watched.channelId])
    expect(roles).toMatchObject([{ slackUserId: DANA, role: 'agent', channelId: watched.channelId }])
    expect(people).toContainEqual(expect.objectContaining({ slackUserId: ZOE, name: 'Zoe Carter', isLinked: false }))
    expect(people).toContainEqual(expect.objectContaining({ slackUserId: fay.slackUserId, isLinked: true }))
    const state = emptyState()
    const kinds = ['slack.channelRoleChanged', 'slack.channelRoleRemoved'] as const
    const told = await owner().selectFrom('change').select(['kind', 'payload']).where('kind', 'in', kinds).orderBy('seq').execute()
    for (const { kind, payload } of told) applyChange(state, { kind, payload } as never, admin.id)
    expect(Object.values(state.channelRoles)).toEqual(roles)
    const audited = await owner().selectFrom('audit_entry').select(['action', 'subject']).where('actor_id', '=', admin.id).execute()
    expect(audited).toContainEqual({ action: 'slack.channelRoleSet', subject: 'Zoe Carter in #support-acme' })
    await say(DANA, null)
  })

  it('goes along when the channel gets another id', async () => {
    const thread = await aThread()
    await say(DANA, 'agent')
    const [from, to] = [watched.channelId, 'C0MOVED']
    await send({ type: 'channel_id_changed', old_channel_id: from, new_channel_id: to })
    await thread.replies(DANA, { channel: to })
    expect(await thread.authors()).toEqual(['contact as agent'])
    await send({ type: 'channel_id_changed', old_channel_id: to, new_channel_id: from })
    await say(DANA, null)
  })
})

it('[IN12] a merged person has the identities of both, and what comes from either is theirs', async () => {
  const [thread, other] = [await aThread(), await aThread()]
  await other.replies('U0MAX', { user_team: 'T0OTHER', user_profile: { real_name: 'Max (phone)' } })
  const contactsOf = async (slackUserId: string) => {
    const key = owner().selectFrom('slack_profile').select('contact_id').where('slack_user_id', '=', slackUserId)
    return (await key.executeTakeFirstOrThrow()).contact_id as ContactId
  }
  const [zoe, max] = [await contactsOf(ZOE), await contactsOf('U0MAX')]
  await commitInOrganization(scene.services, office.organizationId, (tx) =>
    mergeContacts(tx, actorOf(admin), { from: max, into: zoe, acrossCustomers: false, nowMs: Date.now() }),
  )
  const { identities } = await identitiesOfContact(scene.services.db, actorOf(admin), zoe)
  expect(identities.map(({ slackUserId, contactId }) => [slackUserId, contactId])).toEqual([
    ['U0MAX', max],
    [ZOE, zoe],
  ])
  await thread.replies('U0MAX', { user_team: 'T0OTHER', user_profile: { real_name: 'Max (phone)' } })
  const messages = await feedOf(database().owner, office.organizationId, 'inbox.messageChanged')
  expect(messages.at(-1)?.payload.message.author).toMatchObject({ kind: 'contact', id: zoe, name: 'Zoe Carter' })
})
