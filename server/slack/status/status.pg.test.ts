import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type PersonId, type RoomId } from '@atrium/shared/ids.ts'
import { applyChange, emptyState } from '@atrium/shared/realtime/apply-change.ts'
import { STATUS_SCOPE, USER_SCOPES } from '../scopes.ts'
import { aBrowser } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { aSpace, type TestSpace } from '../../space/testing/builders.ts'
import { insertPresence } from '../../space/presence.queries.ts'
import { followStatuses } from './status.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let slots = 0
let ben: Awaited<ReturnType<typeof aLinkedMember>>
let ada: Awaited<ReturnType<typeof aLinkedMember>>
let space: TestSpace
const PALM = { status_text: 'On holiday', status_emoji: ':palm_tree:' }

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben', userScopes: [...USER_SCOPES, STATUS_SCOPE] })
  space = await aSpace(scene.services, office.organizationId)
})
afterEach(async () => {
  await leave(ben.id)
  await leave(ada.id)
  await inSlack({ status_text: '', status_emoji: '', status_expiration: 0 })
  await owner()
    .updateTable('slack_link')
    .set({ shows_place: false, place_put: null, place_trying: null, place_until: null, place_declined: false })
    .execute()
})

const owner = () => database().owner.db
const slackOf = (member: typeof ben) => aBrowser(scene, member).slack
const inSlack = (profile: Record<string, unknown>) => scene.control.act.setProfile({ user_id: ben.slackUserId, ...profile })
const statusInSlack = async () => {
  const users = await scene.control.state.users(scene.demo.northwind.team_id)
  const { status_text: text, status_emoji: emoji } = users.find(({ id }) => id === ben.slackUserId) ?? {}
  return { text, emoji }
}
const seen = async () => {
  const { statuses } = await slackOf(ada).overview()
  return statuses.find(({ memberId }) => memberId === ben.id)
}
const enter = (personId: PersonId, roomId: RoomId | null = null) =>
  inOrganization(scene.services.db, office.organizationId, (tx) =>
    insertPresence(tx, {
      ...{ organization_id: office.organizationId, person_id: personId, person_kind: 'member', space_id: space.id },
      ...{ room_id: roomId, slot: (slots += 1), x: 1, y: 1, node: newId() },
    }),
  )
const go = (roomId: RoomId | null) => owner().updateTable('presence').set({ room_id: roomId }).where('person_id', '=', ben.id).execute()
const leave = (personId: PersonId) => owner().deleteFrom('presence').where('person_id', '=', personId).execute()
/** A round in which everything that could be done is due; who writes an event down at that moment keeps their row to the next one. */
const follow = async () => {
  await eventually(
    () => Promise.all([statusInSlack(), known()]),
    ([there, here]) => there.text === here,
  )
  await scene.ingress.idle()
  await owner()
    .updateTable('slack_link')
    .set({ look_at: new Date(0), place_at: new Date(0) })
    .execute()
  await followStatuses(scene.services, { atOnce: 10 })
}
const known = async () =>
  (await owner().selectFrom('slack_link').select('status_text').where('member_id', '=', ben.id).executeTakeFirst())?.status_text
const untilInSlack = (text: string) =>
  eventually(
    () => follow().then(statusInSlack),
    (status) => status.text === text,
  )
const share = (on: boolean, member = ben) => slackOf(member).setStatusSharing({ installationId: office.installationId, on })
const calls = async (method: string) => (await scene.control.log({ method })).length

describe('[SP13] what a linked member says of themselves in Slack', () => {
  it('shows here with its end, from the moment they say it, to everybody who looks on', async () => {
    const until = Math.floor(Date.now() / 1000) + 3_600
    await inSlack({ ...PALM, status_expiration: until })
    await eventually(seen, (status) => status?.text === 'On holiday')
    expect(await seen()).toMatchObject({ text: 'On holiday', emoji: '🌴', until: until * 1000 })
    const told = await owner()
      .selectFrom('change')
      .select(['kind', 'payload', 'audience'])
      .where('kind', '=', 'slack.statusChanged')
      .orderBy('seq')
      .execute()
    expect(told.every(({ audience }) => audience.join() === 'members')).toBe(true)
    const state = emptyState()
    for (const change of told) applyChange(state, change as never, ada.id)
    expect(Object.values(state.slackStatuses).find(({ memberId }) => memberId === ben.id)).toEqual(await seen())
    await inSlack({ status_text: '', status_emoji: '' })
    await eventually(seen, (status) => status?.text === '')
  })

  it('is not undone by an event that comes late, nor taken from anybody who is not linked', async () => {
    await inSlack(PALM)
    await eventually(seen, (status) => status?.text === 'On holiday')
    const profile = { ...{ real_name: 'Ben', status_text: 'Before', status_emoji: '' }, status_expiration: 0 }
    const user = { id: ben.slackUserId, team_id: scene.demo.northwind.team_id, updated: 1_600_000_000, profile }
    await sendEvent(scene, office, { event: { type: 'user_status_changed', user } })
    await sendEvent(scene, office, { event: { type: 'user_change', user: { ...user, id: scene.demo.northwind.users.gus } } })
    expect((await seen())?.text).toBe('On holiday')
    expect((await slackOf(ada).overview()).statuses.map(({ memberId }) => memberId)).not.toContain(null)
    expect(await owner().selectFrom('slack_link').select('id').where('status_text', '=', 'Before').execute()).toEqual([])
  })

  it('and whether they are active there is asked for while they are here, and not again at once', async () => {
    const before = await calls('users.getPresence')
    await followStatuses(scene.services, { atOnce: 10 })
    expect(await calls('users.getPresence')).toBe(before)
    await enter(ben.id)
    for (const presence of ['away', 'active'] as const) {
      await inSlack({ presence })
      await eventually(
        () => follow().then(seen),
        (status) => status?.presence === presence,
      )
    }
    const asked = await calls('users.getPresence')
    await followStatuses(scene.services, { atOnce: 10 })
    expect(await calls('users.getPresence')).toBe(asked)
  })

  it('is asked for where no event has told it', async () => {
    await scene.control.faults.events({ drop: 1 })
    await inSlack(PALM)
    await scene.control.faults.events({})
    await owner().updateTable('slack_link').set({ status_asked_at: null }).execute()
    await enter(ben.id)
    await eventually(
      async () => {
        await owner()
          .updateTable('slack_link')
          .set({ look_at: new Date(0) })
          .execute()
        await followStatuses(scene.services, { atOnce: 10 })
        return seen()
      },
      (status) => status?.text === 'On holiday' && status.emoji === '🌴',
    )
  })
})

describe('[SP13] where a member is, in their own Slack status', () => {
  it('stands there by room while they are here, is no news here, and goes when they leave', async () => {
    await share(true)
    await enter(ben.id, space.library)
    await untilInSlack('in Atrium · Library')
    expect((await statusInSlack()).emoji).toBe(':office:')
    await go(null)
    await untilInSlack('in Atrium')
    expect((await statusInSlack()).emoji).toBe(':office:')
    await eventually(
      () => owner().selectFrom('slack_link').select('status_text').where('member_id', '=', ben.id).execute(),
      ([row]) => row?.status_text === 'in Atrium',
    )
    expect(await seen()).toMatchObject({ text: '', emoji: null })
    const set = await calls('users.profile.set')
    await follow()
    expect(await calls('users.profile.set')).toBe(set)
    await leave(ben.id)
    await untilInSlack('')
    expect((await statusInSlack()).emoji).toBe('')
  })

  it('is theirs to turn on and off; nothing is asked or set for who has not, or has not granted it', async () => {
    await enter(ben.id)
    await enter(ada.id)
    expect(await share(true, ada)).toMatchObject({ showsPlace: true, canShowPlace: false })
    const set = await calls('users.profile.set')
    await follow()
    expect(await calls('users.profile.set')).toBe(set)
    expect(await share(true)).toMatchObject({ showsPlace: true, canShowPlace: true })
    await untilInSlack('in Atrium')
    await share(false)
    await untilInSlack('')
  })

  it('never replaces what they say themselves, before, meanwhile or after', async () => {
    await share(true)
    await inSlack(PALM)
    await enter(ben.id)
    await follow()
    expect((await statusInSlack()).text).toBe('On holiday')
    await inSlack({ status_text: '', status_emoji: '' })
    await untilInSlack('in Atrium')
    await inSlack(PALM)
    await go(space.library)
    await follow()
    await leave(ben.id)
    await follow()
    expect((await statusInSlack()).text).toBe('On holiday')
  })

  it('is not put back where they took it away, until they come again', async () => {
    await share(true)
    await enter(ben.id)
    await untilInSlack('in Atrium')
    await inSlack({ status_text: '', status_emoji: '' })
    await go(space.library)
    const declines = async () =>
      (await owner().selectFrom('slack_link').select('place_declined').where('member_id', '=', ben.id).executeTakeFirstOrThrow())
        .place_declined
    await eventually(() => follow().then(declines), Boolean)
    await follow()
    expect((await statusInSlack()).text).toBe('')
    await leave(ben.id)
    await eventually(
      () => follow().then(declines),
      (declined) => !declined,
    )
    await enter(ben.id)
    await untilInSlack('in Atrium')
  })

  it('is found after a lost answer, waits when Slack wants to be left alone, and ends by itself', async () => {
    await share(true)
    await enter(ben.id)
    await scene.control.faults.add({ method: 'users.profile.set', kind: 'internal_error', when: 'after' })
    await untilInSlack('in Atrium')
    await leave(ben.id)
    await untilInSlack('')
    await enter(ben.id)
    await scene.control.faults.add({ method: 'users.profile.set', kind: '429', retry_after_s: 1 })
    const before = Date.now()
    const nextAt = async () =>
      (
        await owner().selectFrom('slack_link').select('place_at').where('member_id', '=', ben.id).executeTakeFirstOrThrow()
      ).place_at.getTime()
    await eventually(
      () => follow().then(nextAt),
      (at) => at >= before + 1_000,
    )
    expect((await statusInSlack()).text).toBe('')
    await untilInSlack('in Atrium')
    const { user } = await scene.services.slackApi.call(ben.userToken, (client) => client.users.info({ user: ben.slackUserId }))
    const leftS = Number(user?.profile?.status_expiration) - Date.now() / 1_000
    expect([leftS > 0, leftS <= 3_600]).toEqual([true, true])
  })

  it('[SP6] says nothing of who hides, and goes when they begin to', async () => {
    await share(true)
    await enter(ben.id, space.library)
    await untilInSlack('in Atrium · Library')
    const hidden = { organization_id: office.organizationId, member_id: ben.id }
    await owner().insertInto('hidden_position').values(hidden).execute()
    await untilInSlack('')
    const set = await calls('users.profile.set')
    await follow()
    expect(await calls('users.profile.set')).toBe(set)
    await owner().deleteFrom('hidden_position').where('member_id', '=', ben.id).execute()
    await untilInSlack('in Atrium · Library')
  })

  it('goes with the link, and so does what was shown of them', async () => {
    await share(true)
    await enter(ben.id)
    await untilInSlack('in Atrium')
    await slackOf(ben).unlink({ installationId: office.installationId })
    expect((await statusInSlack()).text).toBe('')
    expect(await seen()).toBeUndefined()
    const set = await calls('users.profile.set')
    await followStatuses(scene.services, { atOnce: 10 })
    expect(await calls('users.profile.set')).toBe(set)
  })
})
