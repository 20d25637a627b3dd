import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aMember } from '../../identity/testing/builders.ts'
import { healProfiles } from '../ingress/profile.worker.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { aBrowser } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { noteDeadToken } from './note-dead-token.ts'
import { suspendInstallation } from './suspend-installation.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)

const emails = async (to: string) =>
  (
    await database()
      .owner.db.selectFrom('auth.outgoing_email')
      .select(['subject', 'body'])
      .where('to_address', '=', to)
      .orderBy('id')
      .execute()
  ).map(({ subject, body }) => `${subject}\n${body}`)
const stateOf = async ({ owner }: ConnectedOffice) => (await aBrowser(scene, owner).slack.overview()).installations[0]
const tokenOf = async ({ organizationId, installationId }: ConnectedOffice) => {
  const from = { organizationId, owner: { kind: 'installation', id: installationId }, reader: 'slack-install' } as const
  return (await slackTokenOf(scene.services, from)) ?? ''
}
/** An owner with an address that no other test has. */
const anOwner = (office: ConnectedOffice) => aMember(scene.services, office.organizationId, { role: 'owner', name: 'Grace' })
const dead = { kind: 'dead_token', error: 'token_revoked' } as const

describe('a token that is dead', () => {
  it('[SL7] is told to every owner by e-mail, once however many find it, and stands in the settings with the reason', async () => {
    const office = await aConnectedOffice(scene)
    const [grace, admin] = [await anOwner(office), await aMember(scene.services, office.organizationId, { role: 'admin' })]
    const token = await tokenOf(office)
    await Promise.all(Array.from({ length: 5 }, () => noteDeadToken(scene.services, { ...office, token, failure: dead })))
    expect(await stateOf(office)).toMatchObject({ state: 'revoked', stateReason: expect.stringContaining('Revoked token') as string })
    expect(await emails(grace.email)).toEqual([
      expect.stringMatching(/lost the Slack workspace Northwind[^]*Revoked token[^]*Nothing is lost/),
    ])
    expect(await emails(admin.email)).toEqual([])
  })

  it('[SL7] is noticed by whoever tests the connection', async () => {
    const office = await aConnectedOffice(scene)
    const grace = await anOwner(office)
    await scene.control.updateApp(office.apiAppId, { bot_events: [] })
    await scene.control.revokeToken({ app_id: office.apiAppId, user_id: office.botUserId })
    const { slack } = aBrowser(scene, office.owner)
    for (let times = 0; times < 2; times++) await slack.testConnection({ installationId: office.installationId })
    expect(await stateOf(office)).toMatchObject({ state: 'revoked' })
    expect(await emails(grace.email)).toHaveLength(1)
  })

  it('[SL7] is noticed while people are looked up, which ends there', async () => {
    const office = await aConnectedOffice(scene)
    const grace = await anOwner(office)
    const { channelId } = await aWatchedChannel(scene, office)
    const user = scene.demo.northwind.users.cy
    await sendEvent(scene, office, {
      event: { type: 'message', channel: channelId, user, text: 'hello', ts: `${Math.floor(Date.now() / 1000)}.000100` },
    })
    await scene.control.updateApp(office.apiAppId, { bot_events: [] })
    await scene.control.revokeToken({ app_id: office.apiAppId, user_id: office.botUserId })
    expect(await healProfiles(scene.services)).toBe(0)
    expect(await stateOf(office)).toMatchObject({ state: 'revoked' })
    expect(await emails(grace.email)).toHaveLength(1)
  })

  it('[SL7] says nothing about the token that has replaced it', async () => {
    const office = await aConnectedOffice(scene)
    const grace = await anOwner(office)
    await noteDeadToken(scene.services, { ...office, token: 'xoxb-of-before', failure: dead })
    await noteDeadToken(scene.services, { ...office, token: await tokenOf(office), failure: { kind: 'refused', error: 'not_in_channel' } })
    expect(await stateOf(office)).toMatchObject({ state: 'active' })
    expect(await emails(grace.email)).toEqual([])
  })

  it('[SL7] an app taken out in Slack is one e-mail too, though two events tell of it; disconnecting here is none', async () => {
    const office = await aConnectedOffice(scene)
    const grace = await anOwner(office)
    const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: [office.botUserId] } }
    await Promise.all([sendEvent(scene, office, { event: revoked }), sendEvent(scene, office, { event: { type: 'app_uninstalled' } })])
    await eventually(
      () => stateOf(office),
      (installation) => installation?.state === 'revoked',
    )
    expect(await emails(grace.email)).toHaveLength(1)

    const other = await aConnectedOffice(scene)
    const hedy = await anOwner(other)
    await aBrowser(scene, other.owner).slack.disconnect({ installationId: other.installationId })
    expect(await emails(hedy.email)).toEqual([])
  })

  it('[SL7] is told anew when the workspace is lost again after it was connected again', async () => {
    const office = await aConnectedOffice(scene)
    const grace = await anOwner(office)
    const { organizationId, installationId } = office
    const actor = { kind: 'system', organizationId, name: 'slack-install' } as const
    const lose = () =>
      commitInOrganization(scene.services, organizationId, (tx) =>
        suspendInstallation(tx, actor, { installationId, state: 'revoked', reason: 'It was revoked.', nowMs: Date.now() }),
      )
    await lose()
    const botToken = await scene.control.installApp({
      app_id: office.apiAppId,
      team_id: scene.demo.northwind.team_id,
      user_id: scene.demo.northwind.users.ada,
      user_scopes: [],
    })
    const again = { slackAppId: office.slackAppId, botToken: botToken.access_token ?? '', workspaceDomain: 'northwind' }
    await aBrowser(scene, office.owner).slack.installWithToken(again)
    await lose()
    expect(await emails(grace.email)).toHaveLength(2)
  })
})
