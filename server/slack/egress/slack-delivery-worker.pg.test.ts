import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inOrganization } from '@atrium/db/transaction.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { actorOf, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { findInstallation, updateInstallation } from '../install/installation.queries.ts'
import { resumeLanes } from '../install/suspend-installation.ts'
import { findLink } from '../link/link.queries.ts'
import { removeLink } from '../link/remove-link.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { retryDelivery } from '../mirror/retry-delivery.ts'
import { bridgeOf, untilBridged, wrote } from '../mirror/testing/written.ts'
import { egressActor } from './egress.queries.ts'
import { createSlackDeliveryWorker } from './slack-delivery-worker.ts'
import {
  aLinkedMember,
  aLinkInAcme,
  anUnlinkedMember,
  aSlack,
  aSlackScene,
  directOf,
  everythingSent,
  postsIn,
  type LinkedMember,
  type Sandboxed,
  type SlackScene,
} from './testing/slack-scene.ts'

const database = useTestDatabase()
let slack: Sandboxed
let scene: SlackScene
let [una, ben]: [TestMember, LinkedMember] = [] as never
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  slack = await aSlack()
})
afterAll(() => slack.close())
beforeEach(async () => {
  scene = await aSlackScene(database(), slack.control)
  una = await anUnlinkedMember(scene)
  ben = await aLinkedMember(scene, 'ben')
  startMirror()
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function startMirror(): void {
  const mirror = createMirrorWorker({ services: scene.services })
  mirror.start()
  stops.push(() => mirror.stop())
}
function startEgress(): void {
  const worker = createSlackDeliveryWorker(scene.services, { lookAfterMs: 300 })
  worker.start()
  stops.push(() => worker.stop())
}

const postsToBen = async () => postsIn(scene, (await directOf(scene, [ben.slackUserId, scene.botUserId])) ?? '')
const textsToBen = async () => (await postsToBen()).map(({ text }) => text.split('\n').at(-1))
const calls = (method = 'chat.postMessage') => scene.control.log({ method })
const statesOf = (entityId: string) =>
  inOrganization(scene.services.db, scene.organizationId, (tx) =>
    tx.selectFrom('delivery').select(['state', 'error']).where('entity_id', '=', entityId).orderBy('ordinal').execute(),
  )

describe('a lost answer', () => {
  it.each([
    ['a time-out before Slack took it', { kind: 'timeout', when: 'before' }],
    ['a time-out after Slack took it', { kind: 'timeout', when: 'after' }],
    ['a cut before', { kind: 'reset', when: 'before' }],
    ['a cut after', { kind: 'reset', when: 'after' }],
    ['Slack’s internal error, after', { kind: 'internal_error', when: 'after' }],
    ['a 500, before', { kind: '500', when: 'before' }],
  ] as const)('leads to exactly one message: %s', async (_name, fault) => {
    await scene.control.faults.add({ method: 'chat.postMessage', ...fault })
    startEgress()
    const first = await wrote(scene, una, { to: ben, text: 'first' })
    const second = await wrote(scene, una, { to: ben, text: 'second' })
    expect((await untilBridged(scene, first.id, 'unknown', 'sent')).state).toBe('unknown')
    await untilBridged(scene, second.id, 'sent')
    expect((await untilBridged(scene, first.id, 'sent')).state).toBe('sent')
    expect(await textsToBen()).toEqual(['first', 'second'])
  })

  it('that is found twice keeps the first and removes the other', async () => {
    await scene.control.settings({ customized_deletable: true })
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'after' })
    startEgress()
    const message = await wrote(scene, una, { to: ben, text: 'once' })
    await untilBridged(scene, message.id, 'unknown')
    const [post] = await postsToBen()
    const channel = (await directOf(scene, [ben.slackUserId, scene.botUserId])) ?? ''
    await scene.services.slackApi.call(scene.botToken, (client) =>
      client.chat.postMessage({ channel, text: 'once', metadata: post?.metadata as { event_type: string; event_payload: { id: string } } }),
    )
    await untilBridged(scene, message.id, 'sent')
    expect((await postsToBen()).map(({ ts }) => ts)).toEqual([post?.ts])
  })
})

describe('Slack’s limits', () => {
  it('keeps one message per second and channel', async () => {
    await scene.control.limits({ post_per_s_per_channel: 1 })
    startEgress()
    const messages = []
    for (const text of ['1', '2', '3']) messages.push(await wrote(scene, una, { to: ben, text }))
    for (const { id } of messages) await untilBridged(scene, id, 'sent')
    const times = (await calls()).map(({ at, status }) => ({ at, status }))
    expect(times.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(times.slice(1).every(({ at }, index) => at - (times[index]?.at ?? 0) >= 1_000)).toBe(true)
    expect(await textsToBen()).toEqual(['1', '2', '3'])
  })

  it('makes no call of a method before its Retry-After is over, in any channel, also after a restart', async () => {
    const cy = await aLinkedMember(scene, 'cy')
    await scene.control.faults.add({ method: 'chat.postMessage', kind: '429', retry_after_s: 2 })
    startEgress()
    const limited = await wrote(scene, una, { to: ben, text: 'limited' })
    while ((await calls()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await stops.pop()?.()
    startEgress()
    const other = await wrote(scene, una, { to: cy, text: 'other' })
    await untilBridged(scene, limited.id, 'sent')
    await untilBridged(scene, other.id, 'sent')
    const [refused, ...after] = await calls()
    expect(refused?.status).toBe(429)
    expect(after).toHaveLength(2)
    expect(after.every(({ at }) => at - (refused?.at ?? 0) >= 2_000)).toBe(true)
  })

  it('of a look holds up several lanes no longer than it says: whoever waits does not close the gate anew', async () => {
    const recipients = [ben, await aLinkedMember(scene, 'cy'), await aLinkedMember(scene, 'dana')]
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'before', times: recipients.length })
    await scene.control.faults.add({ method: 'conversations.history', kind: '429', retry_after_s: 1 })
    const messages = []
    for (const to of recipients) messages.push(await wrote(scene, una, { to, text: 'once' }))
    for (const { id } of messages) await untilBridged(scene, id, 'queued')
    startEgress()
    for (const { id } of messages) await untilBridged(scene, id, 'sent')
    expect((await calls('conversations.history')).filter(({ status }) => status === 429)).toHaveLength(1)
  })

  it('waits for the gate of a look, too, and sends nothing meanwhile', async () => {
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'timeout', when: 'before' })
    await scene.control.faults.add({ method: 'conversations.history', kind: '429', retry_after_s: 1 })
    startEgress()
    const message = await wrote(scene, una, { to: ben, text: 'once' })
    await untilBridged(scene, message.id, 'sent')
    const looks = await calls('conversations.history')
    expect(looks.map(({ status }) => status)).toEqual([429, 200, 200, 200])
    expect((looks[1]?.at ?? 0) - (looks[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_000)
    expect(await textsToBen()).toEqual(['once'])
  })
})

describe('a dead token', () => {
  const connectAnew = async () => {
    const { services, organizationId, installationId, demo, appId } = scene
    const install = { app_id: appId, team_id: demo.northwind.team_id, user_id: demo.northwind.users.ada, user_scopes: [] }
    const again = await scene.control.installApp(install)
    await commitInOrganization(services, organizationId, async (tx) => {
      const secret = { subjectKind: 'installation', subjectId: installationId, purpose: 'bot_token' } as const
      const installer = { kind: 'system', organizationId, name: 'slack-install' } as const
      await services.secrets.writeSecret(tx, installer, { ...secret, value: again.access_token ?? '', expiresAtMs: null })
      await updateInstallation(tx, organizationId, { id: installationId, set: { state: 'active', state_reason: null } })
      await resumeLanes(tx, egressActor(organizationId), installationId)
    })
  }

  it('[SL7] of the bot blocks its lanes, tells why, loses nothing, and all goes on in order after reconnecting', async () => {
    const { services, organizationId, installationId, control } = scene
    await control.revokeToken({ token: scene.botToken })
    startEgress()
    const messages = []
    for (const text of ['1', '2', '3']) messages.push(await wrote(scene, una, { to: ben, text }))
    for (const { id } of messages) await untilBridged(scene, id, 'blocked')
    const installation = await inOrganization(services.db, organizationId, (tx) => findInstallation(tx, organizationId, installationId))
    expect(installation).toMatchObject({ state: 'revoked', state_reason: expect.stringContaining('reconnect') as string })
    await connectAnew()
    services.bus.deliveriesOwed()
    for (const { id } of messages) await untilBridged(scene, id, 'sent')
    expect(await textsToBen()).toEqual(['1', '2', '3'])
  })

  it('[SL7] says nothing about the one that has replaced it meanwhile: the message goes out with that', async () => {
    const { services, organizationId, installationId, control } = scene
    await control.revokeToken({ token: scene.botToken })
    let isReplaced = false
    // What Slack says of the old token arrives when the workspace is connected anew already.
    const call: typeof services.slackApi.call = async (...args) => {
      try {
        return await services.slackApi.call(...args)
      } finally {
        if (!isReplaced) await connectAnew()
        isReplaced = true
      }
    }
    const worker = createSlackDeliveryWorker({ ...services, slackApi: { ...services.slackApi, call } }, { lookAfterMs: 300 })
    worker.start()
    stops.push(() => worker.stop())
    const message = await wrote(scene, una, { to: ben, text: 'in between' })
    await untilBridged(scene, message.id, 'sent')
    expect(await textsToBen()).toEqual(['in between'])
    const installation = await inOrganization(services.db, organizationId, (tx) => findInstallation(tx, organizationId, installationId))
    expect(installation?.state).toBe('active')
  })

  it('[BR2] of a member stops nobody: their messages take the way of those without the grant', async () => {
    const ada = await aLinkedMember(scene, 'ada')
    await scene.control.revokeToken({ token: ada.userToken })
    startEgress()
    const message = await wrote(scene, ada, { to: ben, text: 'Lunch?' })
    await untilBridged(scene, message.id, 'sent')
    const group = (await directOf(scene, [ada.slackUserId, ben.slackUserId, scene.botUserId])) ?? ''
    expect((await postsIn(scene, group)).map(({ username }) => username)).toEqual(['Ada Lindqvist'])
    const { services, organizationId, installationId } = scene
    const link = await inOrganization(services.db, organizationId, (tx) =>
      findLink(tx, organizationId, { installationId, memberId: ada.id }),
    )
    expect(link?.can_post).toBe(false)
    const next = await wrote(scene, ada, { to: ben, text: 'At noon?' })
    await untilBridged(scene, next.id, 'sent')
    expect(await postsIn(scene, group)).toHaveLength(2)
  })
})

it('[SL5] never uses the token of another workspace', async () => {
  const zoe = await anUnlinkedMember(scene, 'Zoe Carter')
  const { slackUserId, botUserId } = await aLinkInAcme(scene, zoe)
  startEgress()
  const [there, here] = [await wrote(scene, una, { to: zoe, text: 'to Acme' }), await wrote(scene, una, { to: ben, text: 'to Northwind' })]
  for (const { id } of [there, here]) await untilBridged(scene, id, 'sent')
  const teams = new Map((await calls()).map(({ args, team_id }) => [/to \w+/.exec(JSON.stringify(args))?.[0], team_id]))
  const { acme, northwind } = scene.demo
  expect(teams).toEqual(
    new Map([
      ['to Acme', acme.team_id],
      ['to Northwind', northwind.team_id],
    ]),
  )
  const channels = await scene.control.state.channels(acme.team_id)
  expect(channels.filter(({ kind }) => kind === 'im').map(({ members }) => members.toSorted())).toEqual([
    [slackUserId, botUserId].toSorted(),
  ])
})

describe('unlinking', () => {
  const unlink = (member: LinkedMember) => {
    const { services, organizationId, installationId } = scene
    return commitInOrganization(services, organizationId, async (tx) => {
      const link = await findLink(tx, organizationId, { installationId, memberId: member.id })
      if (!link) throw new Error('not linked')
      const by = { actor: actorOf(member), why: 'wanted', address: null, nowMs: services.clock.now() }
      await removeLink(tx, services.secrets, { ...by, link })
    })
  }

  it('[BR10] drops what was queued, says so, and sends nothing more of that member’s chats', async () => {
    const messages = [await wrote(scene, una, { to: ben, text: 'secret one' }), await wrote(scene, una, { to: ben, text: 'secret two' })]
    for (const { id } of messages) await untilBridged(scene, id, 'queued')
    await unlink(ben)
    startEgress()
    for (const { id } of messages) {
      expect(await bridgeOf(scene.services, scene.organizationId, id)).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
      expect((await statesOf(id)).map(({ state }) => state)).toEqual(['dropped'])
    }
    const later = await wrote(scene, una, { to: ben, text: 'secret three' })
    expect(await untilBridged(scene, later.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'recipient_not_linked' })
    expect(await everythingSent(scene)).not.toContain('secret')
  })

  it('[BR10] of the sender drops what would go out with their token', async () => {
    const ada = await aLinkedMember(scene, 'ada')
    const message = await wrote(scene, ada, { to: ben, text: 'secret' })
    await untilBridged(scene, message.id, 'queued')
    await unlink(ada)
    startEgress()
    expect(await untilBridged(scene, message.id, 'not_bridged')).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    expect(await everythingSent(scene)).not.toContain('secret')
  })

  it('[BR10] is looked at once more right before the call', async () => {
    const message = await wrote(scene, una, { to: ben, text: 'secret' })
    await untilBridged(scene, message.id, 'queued')
    const { services, organizationId } = scene
    await inOrganization(services.db, organizationId, (tx) => tx.deleteFrom('slack_link').where('member_id', '=', ben.id).execute())
    startEgress()
    expect(await untilBridged(scene, message.id, 'not_bridged')).toMatchObject({ reason: 'unlinked_while_queued' })
    expect(await everythingSent(scene)).not.toContain('secret')
  })
})

describe('a refusal', () => {
  const retry = (by: TestMember, entityId: string) => {
    const { services, organizationId } = scene
    return commitInOrganization(services, organizationId, (tx) => retryDelivery(tx, actorOf(by), { entityId, nowMs: services.clock.now() }))
  }

  it('[CH7] is told in words and can be retried by the sender, and by nobody else', async () => {
    await scene.control.act.deactivateUser({ user_id: ben.slackUserId })
    startEgress()
    const message = await wrote(scene, una, { to: ben, text: 'hello' })
    const bridge = await untilBridged(scene, message.id, 'failed')
    expect(bridge).toEqual({ state: 'failed', reason: 'The person’s Slack account is deactivated.' })
    await expect(retry(ben, message.id)).rejects.toMatchObject({ code: 'not_found' })
    await scene.control.act.deactivateUser({ user_id: ben.slackUserId, deactivated: false })
    await retry(una, message.id)
    scene.services.bus.deliveriesOwed()
    await untilBridged(scene, message.id, 'sent')
    expect(await textsToBen()).toEqual(['hello'])
    await expect(retry(una, message.id)).rejects.toMatchObject({ code: 'conflict' })
  })
})
