import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ChannelId, type MessageId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { aMember, type TestMember } from '../../identity/testing/builders.ts'
import { enqueueDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { USER_SCOPES } from '../scopes.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { aBrowser, decideInSlack } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice

beforeAll(async () => {
  office = await aConnectedOffice(scene)
})

type Person = keyof typeof scene.demo.northwind.users
const member = (email: string, emailVerified = true) =>
  aMember(scene.services, office.organizationId, { name: email, email, emailVerified })
const linkRows = (memberId: string) => database().owner.db.selectFrom('slack_link').selectAll().where('member_id', '=', memberId).execute()

/** Starts linking and allows it in Slack as that person. @returns where the browser ends up */
async function linkAs(who: TestMember, person: Person, { allow = true, of = office } = {}): Promise<URL> {
  const browser = aBrowser(scene, who)
  const { url } = await browser.slack.startLink({ installationId: of.installationId })
  const { team_id: teamId, users } = scene.demo.northwind
  return browser.open(await decideInSlack(url, { allow, teamId, userId: users[person] }))
}

describe('linking', () => {
  it('[BR9] binds the member to the Slack user whose e-mail is theirs, case aside, once for all spaces', async () => {
    const cy = await member('CY@northwind.EXAMPLE')
    const to = await linkAs(cy, 'cy')
    expect(`${to.pathname}${to.search}`).toBe(`/settings/personal?linked=${office.installationId}`)
    expect(await linkRows(cy.id)).toMatchObject([{ slack_user_id: scene.demo.northwind.users.cy, can_post: true, preference: 'always' }])
    const { links } = await aBrowser(scene, cy).slack.overview()
    expect(links).toMatchObject([{ memberId: cy.id, canPost: true, slackEmail: 'cy@northwind.example' }])
  })

  it('[BR9] asks for everything in one grant, in the right workspace', async () => {
    const eli = await member('eli@northwind.example')
    const { url } = await aBrowser(scene, eli).slack.startLink({ installationId: office.installationId })
    const { searchParams } = new URL(url)
    expect(searchParams.get('team')).toBe(scene.demo.northwind.team_id)
    expect(searchParams.get('scope')).toBe('')
    expect(searchParams.get('user_scope')?.split(',')).toEqual(
      expect.arrayContaining(['chat:write', 'im:write', 'im:history', 'users:read.email']),
    )
  })

  it('[BR9] fails when the e-mails differ, says both, and gives the grant back', async () => {
    const someone = await member('someone@northwind.example')
    const { n: since = 0 } = (await scene.control.log()).at(-1) ?? {}
    const to = await linkAs(someone, 'dana')
    expect(to.searchParams.get('error')).toBe('email_mismatch')
    expect(to.searchParams.get('detail')).toContain('dana@northwind.example')
    expect(to.searchParams.get('detail')).toContain('someone@northwind.example')
    expect(await linkRows(someone.id)).toEqual([])
    expect((await scene.control.log({ since, method: 'auth.revoke' })).map(({ ok }) => ok)).toEqual([true])
  })

  it('[BR9] fails while the e-mail here is not verified, and when nothing was allowed', async () => {
    const hana = await member('hana@northwind.example', false)
    expect((await linkAs(hana, 'hana')).searchParams.get('error')).toBe('email_unverified')
    const ivo = await member('ivo@northwind.example')
    const to = await linkAs(ivo, 'ivo', { allow: false })
    expect([to.pathname, to.searchParams.get('error')]).toEqual(['/settings/personal', 'access_denied'])
    expect([...(await linkRows(hana.id)), ...(await linkRows(ivo.id))]).toEqual([])
  })

  it('[BR9] never moves a link: one member per Slack user, one Slack user per member, and the first one keeps working', async () => {
    const jun = await aLinkedMember(scene, office, { person: 'jun' })
    const rival = await member('rival@northwind.example')
    await database().owner.db.updateTable('member').set({ email: 'gone@northwind.example' }).where('id', '=', jun.id).execute()
    await database().owner.db.updateTable('member').set({ email: 'jun@northwind.example' }).where('id', '=', rival.id).execute()
    expect((await linkAs(rival, 'jun')).searchParams.get('error')).toBe('slack_user_taken')
    expect((await scene.services.slackApi.call(jun.userToken, (client) => client.auth.test())).ok).toBe(true)
    await database().owner.db.updateTable('member').set({ email: 'rival@northwind.example' }).where('id', '=', rival.id).execute()
    await database().owner.db.updateTable('member').set({ email: 'dana@northwind.example' }).where('id', '=', jun.id).execute()
    expect((await linkAs(jun, 'dana')).searchParams.get('error')).toBe('linked_to_other')
    expect(await linkRows(jun.id)).toMatchObject([{ slack_user_id: scene.demo.northwind.users.jun }])
  })

  it('[BR2] a grant without the right to write says so, and linking again with it improves the same link', async () => {
    const gus = await aLinkedMember(scene, office, { person: 'gus', userScopes: ['users:read', 'users:read.email'] })
    const [before] = await linkRows(gus.id)
    expect(before).toMatchObject({ can_post: false })
    await linkAs(gus, 'gus')
    expect(await linkRows(gus.id)).toMatchObject([{ id: before?.id, can_post: true, rev: 2 }])
  })

  it('[SL4][BR9] a grant from before a scope was asked for says what it lacks, to its member and to admins, and granting again keeps link and preference', async () => {
    const userScopes = USER_SCOPES.filter((scope) => !scope.startsWith('files:'))
    const of = await aConnectedOffice(scene)
    const hana = await aLinkedMember(scene, of, { person: 'hana', userScopes })
    const { slack } = aBrowser(scene, hana)
    const { installationId, organizationId } = of
    await slack.setPreference({ installationId, preference: 'when_inactive', readingDelayMinutes: 15 })
    const [before] = await linkRows(hana.id)
    expect((await slack.overview()).links).toMatchObject([{ canPost: true, missingScopes: ['files:read', 'files:write'] }])
    const seenByOwner = (await aBrowser(scene, of.owner).slack.overview()).links.find(({ memberId }) => memberId === hana.id)
    expect(seenByOwner?.missingScopes).toEqual(['files:read', 'files:write'])
    const other = await aMember(scene.services, organizationId)
    expect((await aBrowser(scene, other).slack.overview()).links).toEqual([])
    await linkAs(hana, 'hana', { of })
    expect((await slack.overview()).links).toMatchObject([
      { canPost: true, missingScopes: [], preference: 'when_inactive', readingDelayMinutes: 15 },
    ])
    expect(await linkRows(hana.id)).toMatchObject([{ id: before?.id, slack_user_id: before?.slack_user_id }])
  })

  it('[SL4] a grant that Slack no longer honours lacks what writing as its member takes', async () => {
    const ivo = await aLinkedMember(scene, await aConnectedOffice(scene), { person: 'ivo' })
    await database().owner.db.updateTable('slack_link').set({ can_post: false }).where('member_id', '=', ivo.id).execute()
    const [link] = (await aBrowser(scene, ivo).slack.overview()).links
    expect(link?.missingScopes).toEqual(['chat:write', 'im:write', 'im:history'])
  })

  it('[BR1] keeps what the member prefers, and for how long it is to be held', async () => {
    const fay = await aLinkedMember(scene, office, { person: 'fay' })
    const { slack } = aBrowser(scene, fay)
    expect(await slack.setPreference({ installationId: office.installationId, preference: 'when_inactive' })).toMatchObject({
      preference: 'when_inactive',
    })
    expect((await slack.overview()).links).toMatchObject([{ preference: 'when_inactive', readingDelayMinutes: 2 }])
    await slack.setPreference({ installationId: office.installationId, preference: 'when_inactive', readingDelayMinutes: 15 })
    await slack.setPreference({ installationId: office.installationId, preference: 'always' })
    expect((await slack.overview()).links).toMatchObject([{ preference: 'always', readingDelayMinutes: 15 }])
    const asked = { installationId: office.installationId, preference: 'when_inactive', readingDelayMinutes: 3 as 5 } as const
    await expect(slack.setPreference(asked)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('[BR6] knows the direct message of the bot with a linked member from the start', async () => {
    const rows = await database().owner.db.selectFrom('slack_direct').select(['lane_key', 'kind']).where('kind', '=', 'bot').execute()
    expect(rows).toContainEqual({ lane_key: `bot:${scene.demo.northwind.users.fay}`, kind: 'bot' })
  })
})

describe('unlinking', () => {
  const owe = async (chat: ChannelId, author: TestMember, laneKey: string): Promise<MessageId> => {
    const { organizationId, installationId } = office
    const id = newId<MessageId>()
    await commitInOrganization(scene.services, organizationId, async (tx) => {
      const row = {
        organization_id: organizationId,
        id,
        channel_id: chat,
        author_kind: 'member',
        author_id: author.id,
        author_name: author.name,
      }
      await tx
        .insertInto('message')
        .values({ ...row, text: 'x', source: 'atrium' })
        .execute()
      const owed = { transport: 'slack', scopeId: installationId, laneKey, operation: 'post', payload: {} } as const
      await enqueueDelivery(tx, { organizationId, ...owed, entityKind: 'message', entityId: id, nowMs: 0 })
    })
    return id
  }
  const deliveryOf = (id: MessageId) =>
    database().owner.db.selectFrom('delivery').select('state').where('entity_id', '=', id).executeTakeFirst()
  const bridgeOf = async (id: MessageId) =>
    (await database().owner.db.selectFrom('message').select('bridge').where('id', '=', id).executeTakeFirst())?.bridge

  it('[BR10] drops and marks what was queued for their chats, forgets the token, and leaves others alone', async () => {
    const [ada, ben] = [await aLinkedMember(scene, office, { person: 'ada' }), await aLinkedMember(scene, office, { person: 'ben' })]
    const { organizationId, installationId } = office
    const { id: chat } = await commitInOrganization(scene.services, organizationId, (tx) =>
      openMentionChannel(tx, { organizationId, people: [ada.id, ben.id], nowMs: 0 }),
    )
    const lanes = [['dm', ...[ada.slackUserId, ben.slackUserId].toSorted()].join(':'), `bot:${ben.slackUserId}`]
    const queued = [await owe(chat, ada, lanes[0] ?? ''), await owe(chat, ben, lanes[0] ?? ''), await owe(chat, ada, lanes[1] ?? '')]
    const others = await owe(chat, ben, `bot:${ada.slackUserId}`)
    const [link] = await linkRows(ben.id)

    await aBrowser(scene, ben).slack.unlink({ installationId })

    for (const id of queued) {
      expect(await deliveryOf(id)).toEqual({ state: 'dropped' })
      expect(await bridgeOf(id)).toEqual({ state: 'not_bridged', reason: 'unlinked_while_queued' })
    }
    expect(await deliveryOf(others)).toEqual({ state: 'queued' })
    expect(await linkRows(ben.id)).toEqual([])
    const owner = { kind: 'link', id: link?.id ?? '' } as const
    expect(await slackTokenOf(scene.services, { organizationId, owner, reader: 'slack-link' })).toBeNull()
    await expect(scene.services.slackApi.call(ben.userToken, (client) => client.auth.test())).rejects.toMatchObject({
      failure: { kind: 'dead_token' },
    })
    const audit = await database()
      .owner.db.selectFrom('audit_entry')
      .select(['action', 'actor_id'])
      .where('action', '=', 'slack.unlinked')
      .execute()
    expect(audit).toContainEqual({ action: 'slack.unlinked', actor_id: ben.id })
    const removed = await database().owner.db.selectFrom('change').select('audience').where('kind', '=', 'slack.linkRemoved').execute()
    expect(removed).toContainEqual({ audience: [`person:${ben.id}`, 'admins'] })
  })

  it('[SL7] a token revoked in Slack, or an account deactivated there, ends the link', async () => {
    const [cy] = await database()
      .owner.db.selectFrom('slack_link')
      .select(['member_id', 'slack_user_id'])
      .where('slack_user_id', '=', scene.demo.northwind.users.cy)
      .execute()
    await scene.control.revokeToken({ app_id: office.apiAppId, user_id: cy?.slack_user_id ?? '' })
    await eventually(
      () => linkRows(cy?.member_id ?? ''),
      (rows) => rows.length === 0,
    )
    const fay = scene.demo.northwind.users.fay
    const user = { id: fay, team_id: scene.demo.northwind.team_id, name: 'fay', deleted: true }
    await sendEvent(scene, office, { event: { type: 'user_change', user } })
    expect(await database().owner.db.selectFrom('slack_link').select('id').where('slack_user_id', '=', fay).execute()).toEqual([])
  })
})
