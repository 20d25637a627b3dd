import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aPicture } from '../../chat/files/testing/builders.ts'
import { actorOf, aMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { addReaction } from '../../chat/react-to-message.ts'
import { editMessage } from '../../chat/edit-message.ts'
import { updateLink, findLink } from '../link/link.queries.ts'
import { unlink } from '../link/unlink.ts'
import { retryDelivery } from '../mirror/retry-delivery.ts'
import { updateInstallation } from '../install/installation.queries.ts'
import { resumeLanes } from '../install/suspend-installation.ts'
import { egressActor } from '../egress/egress.queries.ts'
import { useFilesRig } from '../testing/files-rig.ts'
import { bridgeOf as bridgeOfMessage } from '../mirror/testing/written.ts'
import { reconcile } from '../reconcile/testing/reconciling.ts'
import { BOT_SCOPES } from '../scopes.ts'
import { aConnectedOffice, aLinkedMember, eventually } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const rig = useFilesRig(database)

type Named = { name?: string; mode?: string; id?: string }
const filesOf = (message: { files?: unknown[] } | undefined) => (message?.files ?? []) as Named[]
const names = (message: { files?: unknown[] } | undefined) => filesOf(message).map(({ name }) => name)
const dmOfAdaAndBen = () => rig.inSlack(rig.people.ada.slackUserId, rig.people.ben.slackUserId)
/** Of the direct message of Ada and Ben, those that show one of these files. */
const showing = async (...wanted: string[]) =>
  (await dmOfAdaAndBen()).filter((post) => names(post).some((name) => wanted.includes(name ?? '')))
const channelOfAdaAndBen = async () => {
  const { team_id } = rig.scene.demo.northwind
  const people = [rig.people.ada.slackUserId, rig.people.ben.slackUserId].toSorted().join()
  const channels = await rig.scene.control.state.channels(team_id)
  return { channel_id: channels.find(({ kind, members }) => kind === 'im' && members.toSorted().join() === people)?.id ?? '' }
}
const bridgeOf = async (id: Parameters<typeof rig.kept>[0]) => (await rig.kept(id)).bridge
const untilBridge = (id: Parameters<typeof rig.kept>[0], ...states: string[]) =>
  eventually(
    () => bridgeOf(id),
    (bridge) => states.includes(bridge?.state ?? ''),
    15_000,
  )
let count = 0
const aName = () => `file-${(count += 1)}.txt`
const linkOfAda = () => {
  const { installationId, organizationId } = rig.office
  return rig.commit((tx) => findLink(tx, organizationId, { installationId, memberId: rig.people.ada.id }))
}

describe('where files of Atrium go', () => {
  beforeEach(() => {
    rig.egress()
    rig.mirror()
  })

  it('[BR2, BR7] to the direct message of the two, after the words and by their sender, once', async () => {
    const { ada, ben } = rig.people
    const since = await rig.lastCall()
    const [picture, notes] = [aName(), aName()]
    const files = [{ name: picture, bytes: await aPicture() }, { name: notes }]
    const message = await rig.send(ada, ben, { text: 'The numbers', files })
    await rig.quiet()
    const posts = (await dmOfAdaAndBen()).slice(-2)
    expect(posts.map((post) => [post.text, post.user, names(post)])).toEqual([
      ['The numbers', ada.slackUserId, []],
      ['', ada.slackUserId, [picture, notes]],
    ])
    expect(await rig.keptIn(message.channelId)).toMatchObject([{ text: 'The numbers', bridge: { state: 'sent' }, files: [{}, {}] }])
    expect(await rig.calls('files.completeUploadExternal', since)).toMatchObject([{ token_kind: 'user', ok: true }])
    // The address is the permission; a token has no business there.
    expect(await rig.calls('upload', since)).toMatchObject([{ args: { authorized: false } }, { args: { authorized: false } }])
  })

  it('[BR7] beside the words of a reply that is also sent to the chat, which link to them where Slack shares them in the thread alone', async () => {
    const { ada, ben } = rig.people
    const root = await rig.send(ada, ben, { text: 'Which numbers?' })
    await rig.quiet()
    const [first, second] = [aName(), aName()]
    const reply = await rig.send(ada, ben, { text: 'These', files: [{ name: first }, { name: second }], under: root, also: true })
    await rig.quiet()
    const [shared, broadcast, ...others] = (await dmOfAdaAndBen()).slice(-2)
    expect(others).toEqual([])
    expect(shared).toMatchObject({ thread_ts: broadcast?.thread_ts, user: ada.slackUserId, files: [{ name: first }, { name: second }] })
    expect(broadcast).toMatchObject({ subtype: 'thread_broadcast', text: 'These', attachments: [{ fallback: `${first}, ${second}` }] })
    const linked = JSON.stringify(broadcast?.attachments)
    for (const file of filesOf(shared) as { permalink?: string }[]) expect(linked).toContain(file.permalink)
    expect(await bridgeOf(reply.id)).toMatchObject({ state: 'sent' })
    // Neither an edit there nor one here takes the links for words.
    const { channel_id } = await channelOfAdaAndBen()
    await rig.scene.control.act.editMessage({ user_id: ada.slackUserId, channel_id, ts: broadcast?.ts ?? '', text: 'These two' })
    await rig.quiet()
    expect(await rig.kept(reply.id)).toMatchObject({ text: 'These two', files: [{}, {}] })
    await rig.commit((tx) =>
      editMessage(tx, actorOf(ada), { messageId: reply.id, text: 'These few', nowMs: rig.scene.services.clock.now() }),
    )
    await rig.quiet()
    expect((await dmOfAdaAndBen()).at(-1)).toMatchObject({ text: 'These few', attachments: [{ fallback: `${first}, ${second}` }] })
    expect(await rig.kept(reply.id)).toMatchObject({ text: 'These few', files: [{}, {}] })

    const [name, before] = [aName(), await dmOfAdaAndBen()]
    const alone = await rig.send(ada, ben, { files: [{ name }], under: root, also: true })
    await rig.quiet()
    expect((await dmOfAdaAndBen()).slice(before.length)).toMatchObject([
      { files: [{ name }], thread_ts: broadcast?.thread_ts },
      { subtype: 'thread_broadcast', attachments: [{ fallback: name }] },
    ])
    expect(await rig.kept(alone.id)).toMatchObject({ text: '', bridge: { state: 'sent' } })
    expect((await rig.keptIn(root.channelId)).slice(-2).map(({ id }) => id)).toEqual([reply.id, alone.id])

    rig.fetching()
    const made = { name: aName(), content: 'written there' }
    const by = { user_id: ben.slackUserId, channel_id, thread_ts: broadcast?.thread_ts ?? '' }
    await rig.scene.control.act.postMessage({ ...by, text: 'Mine', files: [made], reply_broadcast: true })
    await rig.quiet()
    const answer = { text: 'Mine', threadRootId: root.id, alsoInChannel: true, files: [{ name: made.name }] }
    expect((await rig.keptIn(root.channelId)).at(-1)).toMatchObject(answer)
  })

  it('[BR7, CH7] files alone are a message, and it says where they are once Slack has told', async () => {
    const { ada, ben } = rig.people
    const [name, before] = [aName(), (await dmOfAdaAndBen()).length]
    const message = await rig.send(ada, ben, { files: [{ name }] })
    await rig.quiet()
    const [post] = await showing(name)
    expect(await dmOfAdaAndBen()).toHaveLength(before + 1)
    expect(await bridgeOf(message.id)).toEqual({
      state: 'sent',
      permalink: expect.stringContaining(`/p${post?.ts?.replace('.', '')}`) as string,
    })
  })

  it('[BR3, BR7] from our bot, which names the sender beside the words and beside the files; replies there are answers to the sender', async () => {
    const { una, ben } = rig.people
    const { botUserId } = rig.office
    const [first, second, since] = [aName(), aName(), await rig.lastCall()]
    await rig.send(una, ben, { text: 'Hi Ben', files: [{ name: first }] })
    const alone = await rig.send(una, ben, { files: [{ name: second }] })
    await rig.quiet()
    const posts = await rig.inSlack(ben.slackUserId, botUserId)
    const shares = posts.filter(({ subtype }) => subtype === 'file_share')
    expect(shares.map((post) => [post.text, names(post)])).toEqual([
      ['*Una Unlinked in Atrium*', [first]],
      ['*Una Unlinked in Atrium*', [second]],
    ])
    expect(await rig.calls('files.completeUploadExternal', since)).toMatchObject([
      { token_kind: 'bot', args: { username: 'Una Unlinked' } },
      { token_kind: 'bot', args: { username: 'Una Unlinked' } },
    ])
    const share = shares[1]
    const channels = await rig.scene.control.state.channels(rig.scene.demo.northwind.team_id)
    const at = channels.find(({ members }) => members.toSorted().join() === [ben.slackUserId, botUserId].toSorted().join())
    await rig.scene.control.act.postMessage({
      user_id: ben.slackUserId,
      channel_id: at?.id ?? '',
      thread_ts: share?.ts ?? '',
      text: 'Got it',
    })
    await rig.quiet()
    expect((await rig.keptIn(alone.channelId)).at(-1)).toMatchObject({ text: 'Got it', authorId: ben.id, source: 'slack' })
  })

  it('[BR2, BR7] by our bot to both, with the words, when the sender’s grant does not let us send files for them', async () => {
    const { ada, ben } = rig.people
    const link = await linkOfAda()
    const scopes = link?.scopes ?? []
    const set = (to: string[]) => rig.commit((tx) => updateLink(tx, rig.office.organizationId, { id: link?.id ?? '', set: { scopes: to } }))
    await set(scopes.filter((scope) => scope !== 'files:write'))
    const [name, before] = [aName(), await dmOfAdaAndBen()]
    await rig.send(ada, ben, { text: 'by way of the app', files: [{ name }] })
    await rig.quiet()
    const group = await rig.inSlack(ada.slackUserId, ben.slackUserId, rig.office.botUserId)
    expect(group.filter(({ subtype }) => !subtype?.startsWith('channel_')).map(names)).toEqual([[], [name]])
    expect(group.at(-1)?.text).toContain('Ada Lindqvist in Atrium')
    expect(await dmOfAdaAndBen()).toHaveLength(before.length)
    await set(scopes)
  })

  it('[BR2, BR7] what Slack refuses with the sender’s token goes by our bot, without the words that have arrived', async () => {
    const { ben } = rig.people
    const userScopes = ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email']
    const cy = await aLinkedMember(rig.scene, rig.office, { person: 'cy', userScopes })
    const { installationId, organizationId } = rig.office
    const link = () => rig.commit((tx) => findLink(tx, organizationId, { installationId, memberId: cy.id }))
    // The link remembers more than Slack has granted.
    const id = (await link())?.id ?? ''
    await rig.commit((tx) => updateLink(tx, organizationId, { id, set: { scopes: [...userScopes, 'files:write'] } }))
    const [name, other] = [aName(), aName()]
    const group = () => rig.inSlack(cy.slackUserId, ben.slackUserId, rig.office.botUserId)
    const message = await rig.send(cy, ben, { text: 'words of mine', files: [{ name }] })
    await rig.quiet()
    expect((await rig.inSlack(cy.slackUserId, ben.slackUserId)).map(({ text }) => text)).toEqual(['words of mine'])
    expect((await group()).filter((post) => names(post).includes(name)).map(({ text }) => text)).toEqual(['*cy in Atrium*'])
    expect((await group()).filter(({ text }) => text.includes('words of mine'))).toEqual([])
    expect(await bridgeOf(message.id)).toMatchObject({ state: 'sent' })
    // It is remembered: the next one is not tried in vain, and goes together.
    expect((await link())?.scopes).toEqual(userScopes)
    const since = await rig.lastCall()
    await rig.send(cy, ben, { text: 'more of them', files: [{ name: other }] })
    await rig.quiet()
    expect((await group()).slice(-2).map(names)).toEqual([[], [other]])
    expect((await rig.calls('files.getUploadURLExternal', since)).map(({ ok }) => ok)).toEqual([true])
  })

  it('[BR7] a file of 30 MB arrives as it is', async () => {
    const { ada, ben } = rig.people
    const [name, bytes] = [aName(), randomBytes(30 << 20)]
    await rig.send(ada, ben, { files: [{ name, bytes }] })
    await rig.quiet()
    const [file] = filesOf((await showing(name))[0]) as { url_private?: string }[]
    const answer = await fetch(file?.url_private ?? '', { headers: { authorization: `Bearer ${ada.userToken}` } })
    const digest = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
    expect(digest(new Uint8Array(await answer.arrayBuffer()))).toBe(digest(bytes))
  })
})

describe('an answer that is lost', () => {
  beforeEach(() => {
    rig.egress()
    rig.mirror()
  })

  it.each([
    ['the place for the bytes, before', { method: 'files.getUploadURLExternal', kind: 'reset', when: 'before' }],
    ['the place for the bytes, after', { method: 'files.getUploadURLExternal', kind: 'reset', when: 'after' }],
    ['the bytes, before', { method: 'upload', kind: 'reset', when: 'before' }],
    ['the bytes, after', { method: 'upload', kind: 'reset', when: 'after' }],
    ['the bytes, refused by Slack’s own trouble', { method: 'upload', kind: '500', when: 'before' }],
    ['the share, before', { method: 'files.completeUploadExternal', kind: 'reset', when: 'before' }],
    ['the share, after', { method: 'files.completeUploadExternal', kind: 'reset', when: 'after' }],
    ['the share, with Slack’s internal error after it', { method: 'files.completeUploadExternal', kind: 'internal_error', when: 'after' }],
    ['the share, with a 500 before it', { method: 'files.completeUploadExternal', kind: '500', when: 'before' }],
  ] as const)('[BR7] loses and doubles nothing: %s', async (_which, fault) => {
    const { ada, ben } = rig.people
    await rig.scene.control.faults.add(fault)
    const [first, second] = [aName(), aName()]
    const message = await rig.send(ada, ben, { files: [{ name: first }, { name: second }] })
    const next = await rig.send(ada, ben, { text: `after ${first}` })
    await rig.quiet()
    expect((await showing(first, second)).map(names)).toEqual([[first, second]])
    // Nothing overtakes in its lane.
    const order = (await dmOfAdaAndBen()).slice(-2).map((post) => post.text || names(post)[0])
    expect(order).toEqual([first, `after ${first}`])
    expect(await bridgeOf(message.id)).toMatchObject({ state: 'sent', permalink: expect.stringContaining('/archives/') as string })
    expect((await rig.keptIn(message.channelId)).slice(-2).map(({ id }) => id)).toEqual([message.id, next.id])
  })

  it('[BR7] is found in the history when no event tells of it, and when Slack shows it late', async () => {
    const { ada, ben } = rig.people
    await rig.scene.control.faults.events({ drop: 1, seed: 1 })
    await rig.scene.control.settings({ file_share_delay_ms: 3_000 })
    await rig.scene.control.faults.add({ method: 'files.completeUploadExternal', kind: 'reset', when: 'after' })
    const [name, since] = [aName(), await rig.lastCall()]
    const message = await rig.send(ada, ben, { files: [{ name }] })
    await untilBridge(message.id, 'sent')
    expect(await rig.calls('files.completeUploadExternal', since)).toHaveLength(1)
    expect(await showing(name)).toHaveLength(1)
    expect(await bridgeOf(message.id)).toMatchObject({ permalink: expect.stringContaining('/archives/') as string })
    await rig.scene.control.faults.clear()
    await rig.quiet()
  })

  it('[BR7] never makes a second message of an echo, however late it comes, or when only the history tells', async () => {
    const { ada, ben } = rig.people
    await rig.scene.control.faults.events({ delay_ms: 1_500, seed: 1 })
    const late = await rig.send(ada, ben, { files: [{ name: aName() }] })
    await rig.quiet()
    await rig.scene.control.faults.events({ drop: 1, seed: 1 })
    const untold = await rig.send(ada, ben, { files: [{ name: aName() }] })
    await rig.quiet()
    expect(await bridgeOf(untold.id)).toEqual({ state: 'sent', permalink: null })
    await rig.scene.control.faults.clear()
    await reconcile(rig.scene, rig.office)
    await rig.quiet()
    expect((await rig.keptIn(late.channelId)).slice(-2).map(({ id, bridge }) => [id, bridge])).toEqual(
      [late.id, untold.id].map((id) => [id, { state: 'sent', permalink: expect.stringContaining('/archives/') as string }]),
    )
  })

  it('[BR7] uploads anew what Slack has forgotten meanwhile', async () => {
    const { ada, ben } = rig.people
    const { db } = database().owner
    await rig.scene.control.faults.add({ method: 'files.completeUploadExternal', kind: 'reset', when: 'before' })
    const [name, since] = [aName(), await rig.lastCall()]
    const message = await rig.send(ada, ben, { files: [{ name }] })
    await untilBridge(message.id, 'unknown')
    const [{ id: fileId } = { id: '' }] = message.files
    await db.updateTable('slack_file').set({ slack_file_id: 'F0FORGOTTEN' }).where('file_id', '=', fileId).execute()
    await rig.quiet()
    expect(await showing(name)).toHaveLength(1)
    expect(await rig.calls('upload', since)).toHaveLength(2)
    expect((await rig.calls('files.completeUploadExternal', since)).map(({ error }) => error)).toEqual(['reset', 'file_not_found', null])
    expect(await bridgeOf(message.id)).toMatchObject({ state: 'sent' })
  })

  it('[BR7] that turns out to be a second share is cleaned up: the first one stays', async () => {
    const { ada, ben } = rig.people
    await rig.scene.control.faults.events({ drop: 1, seed: 1 })
    await rig.scene.control.faults.add({ method: 'files.completeUploadExternal', kind: 'reset', when: 'after' })
    await rig.scene.control.faults.add({ method: 'conversations.history', kind: '429', retry_after_s: 2 })
    const name = aName()
    const message = await rig.send(ada, ben, { files: [{ name }] })
    const [share] = await eventually(
      () => showing(name),
      (found) => found.length === 1,
    )
    // As if Slack had shared it twice: the same file in another message of the same channel.
    const id = filesOf(share)[0]?.id ?? ''
    const channel = (
      await database().owner.db.selectFrom('slack_direct').select('slack_channel_id').where('kind', '=', 'person').executeTakeFirst()
    )?.slack_channel_id
    const posted = await rig.scene.services.slackApi.call(ada.userToken, (client) =>
      client.chat.postMessage({ channel: channel ?? '', text: 'again' }),
    )
    await rig.scene.services.slackApi.call(ada.userToken, (client) =>
      client.chat.update({ channel: channel ?? '', ts: posted.ts ?? '', text: 'again', file_ids: [id] }),
    )
    expect(await showing(name)).toHaveLength(2)
    await untilBridge(message.id, 'sent')
    expect((await showing(name)).map(({ ts }) => ts)).toEqual([share?.ts])
    await rig.scene.control.faults.clear()
    await rig.quiet()
  })
})

describe('limits and refusals', () => {
  beforeEach(() => {
    rig.egress()
    rig.mirror()
  })

  it.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
    '[BR7] %s waits as long as Slack asks, and goes on',
    async (method) => {
      const { ada, ben } = rig.people
      await rig.scene.control.faults.add({ method, kind: '429', retry_after_s: 2 })
      const [name, since] = [aName(), await rig.lastCall()]
      await rig.send(ada, ben, { files: [{ name }] })
      await rig.quiet()
      const [refused, next, ...more] = await rig.calls(method, since)
      expect([refused?.status, next?.status, more.length]).toEqual([429, 200, 0])
      expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000)
      // What has been uploaded is not uploaded again.
      expect(await rig.calls('upload', since)).toHaveLength(1)
      expect(await showing(name)).toHaveLength(1)
    },
  )

  it('[CH7] says which permission the app lacks, and the sender tries again once it is there: the words are not repeated', async () => {
    const { control, demo, services } = rig.scene
    const small = BOT_SCOPES.filter((scope) => scope !== 'files:write')
    const office = await aConnectedOffice(rig.scene, { botScopes: small })
    const { organizationId, installationId, apiAppId, botUserId } = office
    const fay = await aLinkedMember(rig.scene, office, { person: 'fay' })
    const otto = await aMember(services, organizationId, { name: 'Otto Unlinked' })
    const [name, words] = [aName(), `see ${count}`]
    const message = await rig.send(otto, fay, { text: words, files: [{ name }], organizationId })
    const state = () => bridgeOfMessage(services, organizationId, message.id)
    const failed = await eventually(state, (bridge) => bridge?.state === 'failed')
    expect(failed).toMatchObject({ reason: 'The files did not reach Slack. The Slack app lacks a permission: files:write.' })
    const install = { app_id: apiAppId, team_id: demo.northwind.team_id, user_id: demo.northwind.users.ada }
    const more = await control.installApp({ ...install, bot_scopes: ['files:write'], user_scopes: [] })
    const again = { entityId: message.id, nowMs: services.clock.now() }
    await commitInOrganization(services, organizationId, async (tx) => {
      const subject = { subjectKind: 'installation', subjectId: installationId, purpose: 'bot_token' } as const
      const actor = { kind: 'system', organizationId, name: 'slack-install' } as const
      await services.secrets.writeSecret(tx, actor, { ...subject, value: more.access_token ?? '', expiresAtMs: null })
      await retryDelivery(tx, actorOf(otto), again)
    })
    await eventually(state, (bridge) => bridge?.state === 'sent')
    await rig.quiet()
    const posts = await rig.inSlack(fay.slackUserId, botUserId)
    expect(posts.filter(({ text }) => text.includes(words))).toHaveLength(1)
    expect(posts.filter((post) => names(post).includes(name))).toHaveLength(1)
  })

  it('[SL7] a dead token of the bot keeps files and words waiting, in order, until it is connected again', async () => {
    const { una, ben } = rig.people
    const { control, demo, services } = rig.scene
    const { organizationId, installationId, apiAppId, botUserId } = rig.office
    const subject = { subjectKind: 'installation', subjectId: installationId, purpose: 'bot_token' } as const
    const actor = { kind: 'system', organizationId, name: 'slack-install' } as const
    await rig.stopAll()
    rig.mirror()
    const kept = await rig.commit((tx) => services.secrets.readSecret(tx, actor, subject))
    await control.revokeToken({ token: kept?.value ?? '' })
    const [name, words] = [aName(), `waits ${count}`]
    const message = await rig.send(una, ben, { text: words, files: [{ name }] })
    await untilBridge(message.id, 'queued', 'blocked')
    rig.egress()
    await untilBridge(message.id, 'blocked')
    // What Slack tells of the old token has come before there is a new one.
    await rig.told()
    const install = { app_id: apiAppId, team_id: demo.northwind.team_id, user_id: demo.northwind.users.ada, user_scopes: [] }
    const again = await control.installApp(install)
    await rig.commit(async (tx) => {
      await services.secrets.writeSecret(tx, actor, { ...subject, value: again.access_token ?? '', expiresAtMs: null })
      await updateInstallation(tx, organizationId, { id: installationId, set: { state: 'active', state_reason: null } })
      await resumeLanes(tx, egressActor(organizationId), installationId)
    })
    services.bus.deliveriesOwed()
    await rig.quiet()
    const posts = (await rig.inSlack(ben.slackUserId, botUserId)).slice(-2)
    expect(posts.map((post) => [post.text.includes(words), names(post)])).toEqual([
      [true, []],
      [false, [name]],
    ])
  })

  it('[BR7] sends no byte to a host that is not Slack’s, and says so', async () => {
    const { ada, ben } = rig.people
    const asked: string[] = []
    const stranger = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('OK')
    })
    stranger.listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    await rig.scene.control.settings({ files_url: `http://127.0.0.1:${(stranger.address() as AddressInfo).port}` })
    const message = await rig.send(ada, ben, { files: [{ name: aName() }] })
    expect(await untilBridge(message.id, 'failed')).toMatchObject({ reason: expect.stringContaining('not one of Slack’s') as string })
    expect(asked).toEqual([])
    stranger.close()
  })

  it('[BR7] follows no redirect with a file', async () => {
    const { ada, ben } = rig.people
    const since = await rig.lastCall()
    await rig.scene.control.faults.add({ method: 'upload', kind: 'redirect', location: '/files/upload/v1/elsewhere' })
    const message = await rig.send(ada, ben, { files: [{ name: aName() }] })
    await untilBridge(message.id, 'failed')
    expect((await rig.calls('upload', since)).map(({ status }) => status)).toEqual([302])
  })
})

describe('what is done to files afterwards', () => {
  it('[BR7] a delete takes them out of Slack, with their message and the words', async () => {
    rig.egress()
    rig.mirror()
    const { ada, ben } = rig.people
    const [name, before] = [aName(), (await dmOfAdaAndBen()).length]
    const message = await rig.send(ada, ben, { text: 'not for you', files: [{ name }] })
    await rig.quiet()
    const id = filesOf((await showing(name))[0])[0]?.id ?? ''
    await rig.remove(ada, message.id)
    await rig.quiet()
    expect(await dmOfAdaAndBen()).toHaveLength(before)
    await expect(rig.scene.services.slackApi.call(ada.userToken, (client) => client.files.info({ file: id }))).rejects.toMatchObject({
      failure: { error: 'file_deleted' },
    })
    expect(await rig.kept(message.id)).toMatchObject({ text: '', files: [], deletedAt: expect.any(Number) as number })
  })

  it('[BR3, BR7] a delete takes out what our bot has shared, also where no event has told where', async () => {
    rig.egress()
    rig.mirror()
    const { una, ben } = rig.people
    await rig.scene.control.faults.events({ drop: 1, seed: 1 })
    const name = aName()
    const message = await rig.send(una, ben, { files: [{ name }] })
    await untilBridge(message.id, 'sent')
    await eventually(
      async () => (await rig.inSlack(ben.slackUserId, rig.office.botUserId)).filter((post) => names(post).includes(name)),
      (found) => found.length === 1,
    )
    await rig.remove(una, message.id)
    await eventually(
      () => rig.inSlack(ben.slackUserId, rig.office.botUserId),
      (posts) => posts.every((post) => !names(post).includes(name) && !filesOf(post).some(({ mode }) => mode === 'tombstone')),
    )
    await rig.scene.control.faults.clear()
    await rig.quiet()
  })

  it('[BR7] words added to files alone follow them, and a reaction goes to the files where there are no words', async () => {
    rig.egress()
    rig.mirror()
    const { ada, ben } = rig.people
    const name = aName()
    const message = await rig.send(ada, ben, { files: [{ name }] })
    await rig.quiet()
    await rig.commit((tx) => addReaction(tx, actorOf(ben), { messageId: message.id, emoji: '🎉' }))
    await rig.quiet()
    expect((await showing(name))[0]?.reactions).toMatchObject([{ name: 'tada', users: [ben.slackUserId] }])
    const nowMs = rig.scene.services.clock.now()
    await rig.commit((tx) => editMessage(tx, actorOf(ada), { messageId: message.id, text: `about ${name}`, nowMs }))
    await rig.quiet()
    expect((await dmOfAdaAndBen()).slice(-2).map((post) => [post.text, names(post)])).toEqual([
      ['', [name]],
      [`about ${name}`, []],
    ])
    expect(await rig.kept(message.id)).toMatchObject({ text: `about ${name}`, files: [{ name }], bridge: { state: 'sent' } })
  })

  it('[BR7] what is deleted before it went out never goes out', async () => {
    const { ada, ben } = rig.people
    const since = await rig.lastCall()
    const message = await rig.send(ada, ben, { text: 'never to be read', files: [{ name: aName() }] })
    rig.mirror()
    await untilBridge(message.id, 'queued')
    await rig.remove(ada, message.id)
    await eventually(
      () => database().owner.db.selectFrom('delivery').select('id').where('state', '=', 'queued').execute(),
      (queued) => queued.length === 0,
    )
    rig.egress()
    await rig.quiet()
    expect((await rig.scene.control.log()).filter(({ n, method }) => n > since && /^(chat|files|upload)/.test(method))).toEqual([])
  })

  it('[BR10] what is queued when somebody unlinks is dropped, files too', async () => {
    rig.mirror()
    const { una, ben } = rig.people
    const since = await rig.lastCall()
    const message = await rig.send(una, ben, { text: 'secret', files: [{ name: 'secret.txt' }] })
    await untilBridge(message.id, 'queued')
    await unlink(rig.scene.services, { actor: actorOf(ben), installationId: rig.office.installationId, address: '127.0.0.1' })
    rig.egress()
    await rig.quiet()
    expect(await bridgeOf(message.id)).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    expect(JSON.stringify((await rig.scene.control.log()).filter(({ n }) => n > since))).not.toContain('secret')
  })
})
