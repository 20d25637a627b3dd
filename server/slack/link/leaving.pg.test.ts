import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type MessageId, type PersonId, type UserId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { addMember } from '../../identity/add-member.ts'
import { removeMember } from '../../identity/remove-member.ts'
import { actorOf, aMember, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { isHere } from '../mirror/testing/being-here.ts'
import { bridgeOf } from '../mirror/testing/written.ts'
import { lookUntilIdle, reconcile } from '../reconcile/testing/reconciling.ts'
import { aBrowser } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { completeLink } from './complete-link.ts'
import { createFormerMembersWorker } from './former-members.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const stops: (() => Promise<void>)[] = []
let office: ConnectedOffice
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let [ada, ben] = [] as unknown as [Linked, Linked]

beforeEach(async () => {
  // The people of the tests before are the same in Slack.
  await own().deleteFrom('slack_link').execute()
  await own().deleteFrom('auth.outgoing_email').execute()
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben' })
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await scene.control.faults.clear()
  for (const person of ['ben'] as const) {
    const user_id = scene.demo.northwind.users[person]
    await scene.control.act.deactivateUser({ user_id, deactivated: false })
    await scene.control.act.setProfile({ user_id, email: `${person}@northwind.example` })
  }
})

function started(worker: { start(): void; stop(): Promise<void> }): void {
  worker.start()
  stops.push(() => worker.stop())
}
const mirror = () => started(createMirrorWorker({ services: scene.services }))
const egress = () => started(createSlackDeliveryWorker(scene.services, BRISK))
const former = () => started(createFormerMembersWorker(scene.services))
const committed = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(scene.services, office.organizationId, work)
const own = () => database().owner.db

async function send(from: TestMember, to: { id: PersonId }, text: string) {
  const { organizationId } = office
  const people: [PersonId, PersonId] = [from.id, to.id]
  const channel = await committed((tx) => openMentionChannel(tx, { organizationId, people, nowMs: Date.now() }))
  return (await sendMessage(scene.services, { actor: actorOf(from), clientId: newId(), channelId: channel.id, text })).message
}
const bridge = (id: MessageId) => bridgeOf(scene.services, office.organizationId, id)
const until = (id: MessageId, state: string) =>
  eventually(
    () => bridge(id),
    (is) => is?.state === state,
    10_000,
  )
const linkOf = async (member: TestMember) =>
  (await own().selectFrom('slack_link').selectAll().where('member_id', '=', member.id).execute())[0]
const unlinked = (member: TestMember) =>
  eventually(
    () => linkOf(member),
    (link) => link === undefined,
  )
const remove = (member: TestMember) =>
  committed((tx) => removeMember(tx, actorOf(office.owner), { memberId: member.id, address: '192.0.2.1', nowMs: Date.now() }))
const isTokenAlive = (token: string) =>
  scene.services.slackApi
    .call(token, (client) => client.auth.test())
    .then(
      () => true,
      () => false,
    )
const textsOf = async (channelId: string) =>
  (await own().selectFrom('message').select('text').where('channel_id', '=', channelId).orderBy('id').execute()).map(({ text }) => text)
const directOf = async (id: MessageId) =>
  (await own().selectFrom('slack_message').select('channel_id').where('entity_id', '=', id).executeTakeFirstOrThrow()).channel_id
const emails = async (to: string) =>
  (await own().selectFrom('auth.outgoing_email').select('body').where('to_address', '=', to).execute()).map(({ body }) => body)
const audit = async (action: string) =>
  (
    await own()
      .selectFrom('audit_entry')
      .select('detail')
      .where('organization_id', '=', office.organizationId)
      .where('action', '=', action)
      .execute()
  ).map(({ detail }) => detail as Record<string, unknown>)
const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state === 'delivered' || state === 'dropped'),
  )

describe('a member who leaves or is removed', () => {
  it('[BR9][BR10][ID2] is linked no more: token given back, what waits dropped and marked, what was said kept', async () => {
    mirror()
    const queued = await send(ada, ben, 'queued')
    await until(queued.id, 'queued')
    await own().updateTable('slack_link').set({ preference: 'when_inactive' }).where('member_id', '=', ben.id).execute()
    await isHere({ db: scene.services.db, organizationId: office.organizationId }, ben)
    const waiting = await send(ada, ben, 'held')
    await until(waiting.id, 'held')
    const link = await linkOf(ben)
    former()
    await remove(ben)
    await unlinked(ben)
    for (const { id } of [queued, waiting]) expect(await bridge(id)).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    await eventually(
      () => isTokenAlive(ben.userToken),
      (alive) => !alive,
    )
    expect(
      await own()
        .selectFrom('secret')
        .select('id')
        .where('subject_id', '=', link?.id ?? '')
        .execute(),
    ).toEqual([])
    expect(await audit('slack.unlinked')).toMatchObject([{ memberId: ben.id, why: 'no longer a member of the organization' }])
    expect(await textsOf(queued.channelId)).toEqual(['queued', 'held'])
    expect(await isTokenAlive(ada.userToken)).toBe(true)
    expect(await emails(ben.email)).toEqual([])
  })

  it('[BR10] gets nothing in Slack from the moment of it, even before their link is gone', async () => {
    mirror()
    const queued = await send(ada, ben, 'too late')
    await until(queued.id, 'queued')
    await remove(ben)
    egress()
    expect(await until(queued.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    expect(JSON.stringify(await scene.control.log({ method: 'chat.postMessage' }))).not.toContain('too late')
  })

  it('[BR6][BR9] comes back as a member who is not linked, and links anew; what was said in Slack meanwhile stays there', async () => {
    mirror()
    egress()
    former()
    const before = await send(ada, ben, 'before')
    await until(before.id, 'sent')
    const channel_id = await directOf(before.id)
    await remove(ben)
    await unlinked(ben)
    await scene.control.act.postMessage({ user_id: ada.slackUserId, channel_id, text: 'private, meanwhile' })
    await quiet()
    const account = { userId: ben.userId as UserId, email: ben.email, name: ben.name, emailVerified: true } as never
    const back = await committed((tx) =>
      addMember(tx, { organizationId: office.organizationId, account, role: 'member', nowMs: Date.now() }),
    )
    expect(back.id).toBe(ben.id)
    const notYet = await send(ada, ben, 'not linked yet')
    expect(await until(notYet.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'recipient_not_linked' })
    const answer = await scene.control.installApp({
      app_id: office.apiAppId,
      team_id: scene.demo.northwind.team_id,
      user_id: ben.slackUserId,
      bot_scopes: [],
      user_scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'],
    })
    await completeLink(scene.services, { actor: actorOf(ben), installationId: office.installationId, answer, address: '192.0.2.1' })
    const after = await send(ada, ben, 'after')
    await until(after.id, 'sent')
    expect(await directOf(after.id)).toBe(channel_id)
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'heard again' })
    await quiet()
    await reconcile(scene, office)
    expect(await textsOf(before.channelId)).toEqual(['before', 'not linked yet', 'after', 'heard again'])
  })

  it('[BR6] who answers our bot in the thread of what it once brought them writes to nobody; to the app itself they can', async () => {
    mirror()
    egress()
    const una = await aMember(scene.services, office.organizationId, { name: 'Una Unlinked' })
    const asked = await send(una, ben, 'asked')
    await until(asked.id, 'sent')
    const channel_id = await directOf(asked.id)
    const row = await own().selectFrom('slack_message').select('ts').where('entity_id', '=', asked.id).executeTakeFirstOrThrow()
    await aBrowser(scene, ben).slack.unlink({ installationId: office.installationId })
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: row.ts, text: 'for Una alone' })
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'for whoever runs this' })
    await quiet()
    await eventually(
      () => own().selectFrom('conversation').select('id').where('organization_id', '=', office.organizationId).execute(),
      (rows) => rows.length === 1,
    )
    const said = await own()
      .selectFrom('conversation_message')
      .select('text')
      .where('organization_id', '=', office.organizationId)
      .execute()
    expect(said).toEqual([{ text: 'for whoever runs this' }])
    expect(await textsOf(asked.channelId)).toEqual(['asked'])
  })
})

describe('an account that is deactivated in Slack', () => {
  it('[SL7][BR9] ends its link when Slack tells of it, and its owner gets one e-mail', async () => {
    mirror()
    const queued = await send(ada, ben, 'queued')
    await until(queued.id, 'queued')
    await scene.control.act.deactivateUser({ user_id: ben.slackUserId })
    await unlinked(ben)
    expect(await bridge(queued.id)).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    expect(await emails(ben.email)).toEqual([expect.stringMatching(/no longer linked[^]*deactivated[^]*link your account anew/)])
    expect(await emails(ada.email)).toEqual([])
  })

  it.each(['a post', 'a look into the history'])('[SL7][BR9][SL11] ends its link also when no event tells of it, with %s', async (how) => {
    mirror()
    const first = await send(ada, ben, 'first')
    egress()
    await until(first.id, 'sent')
    await scene.control.updateApp(office.apiAppId, { bot_events: [], user_events: [] })
    await own()
      .updateTable('slack_link')
      .set({ linked_at: new Date(Date.now() - 60_000) })
      .where('member_id', '=', ben.id)
      .execute()
    await scene.control.act.deactivateUser({ user_id: ben.slackUserId })
    if (how === 'a post') {
      const second = await send(ben, ada, 'from nobody')
      expect(await until(second.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    } else {
      await reconcile(scene, office)
      await lookUntilIdle(scene, office)
    }
    await unlinked(ben)
    expect(await linkOf(ada)).toBeDefined()
    expect(await emails(ben.email)).toHaveLength(1)
  })
})

describe('another e-mail', () => {
  it('[BR9] in Slack or in Atrium ends no link and moves none: it is to the Slack user', async () => {
    mirror()
    egress()
    await scene.control.act.setProfile({ user_id: ben.slackUserId, email: 'benjamin@northwind.example' })
    await eventually(
      () => linkOf(ben),
      (link) => link?.slack_email === 'benjamin@northwind.example',
    )
    expect(await linkOf(ben)).toMatchObject({ slack_user_id: ben.slackUserId, can_post: true })
    expect(await audit('slack.emailChanged')).toMatchObject([{ from: 'ben@northwind.example', to: 'benjamin@northwind.example' }])
    await own().updateTable('member').set({ email: 'b@elsewhere.example', email_verified: false }).where('id', '=', ben.id).execute()
    const message = await send(ada, ben, 'still there')
    await until(message.id, 'sent')
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id: await directOf(message.id), text: 'still here' })
    await quiet()
    expect(await textsOf(message.channelId)).toEqual(['still there', 'still here'])
  })
})

describe('a grant that is revoked in Slack', () => {
  it('[SL7] by its member ends the link, and they are told; with the whole app the links wait for it', async () => {
    const bots = { type: 'tokens_revoked', tokens: { oauth: [ada.slackUserId], bot: [office.botUserId] } }
    await sendEvent(scene, office, { event: { type: 'tokens_revoked', tokens: { oauth: [ben.slackUserId], bot: [] } } })
    expect(await linkOf(ben)).toBeUndefined()
    expect(await emails(ben.email)).toEqual([expect.stringContaining('revoked in Slack')])
    await sendEvent(scene, office, { event: bots })
    expect(await linkOf(ada)).toMatchObject({ can_post: false, scopes: [], slack_user_id: ada.slackUserId })
    expect((await emails(ada.email)).filter((body) => body.includes('no longer linked'))).toEqual([])
  })
})
