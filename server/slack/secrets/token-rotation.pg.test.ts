import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aLinkedMember, aConnectedOffice, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import type { SlackServices } from '../slack-services.ts'
import { createSlackApi } from '../slack-api.ts'
import { slackTokenOf, type TokenOwner } from './slack-token.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)

/** Another process on the same database: nothing in common but the rows. */
const anotherNode = (): SlackServices => ({
  ...scene.services,
  slackApi: createSlackApi({ slackApiUrl: scene.services.slackApi.url, logger: scene.services.logger }),
})
const tokenOf = ({ organizationId }: ConnectedOffice, owner: TokenOwner, services = scene.services) =>
  slackTokenOf(services, { organizationId, owner, reader: 'slack-install' })
const soonToEnd = (subjectId: string) =>
  database()
    .owner.db.updateTable('secret')
    .set({ expires_at: new Date(Date.now() + 60_000) })
    .where('subject_id', '=', subjectId)
    .where('purpose', 'in', ['bot_token', 'user_token'])
    .execute()
const renewalsSince = async (since: number) => (await scene.control.log({ since, method: 'oauth.v2.access' })).map(({ ok }) => ok)
const lastCall = async () => (await scene.control.log()).at(-1)?.n ?? 0
const isGood = async (token: string | null) => (await scene.services.slackApi.call(token, (client) => client.auth.test())).ok

it('[SL6] renews a bot’s token once when two processes find it ending at the same time, and again the next time', async () => {
  const office = await aConnectedOffice(scene, { tokenRotation: true })
  const owner = { kind: 'installation', id: office.installationId } as const
  const nodes = [scene.services, anotherNode()]
  let before = await tokenOf(office, owner)
  for (let round = 0; round < 3; round++) {
    await soonToEnd(office.installationId)
    const since = await lastCall()
    const renewed = await Promise.all([...nodes, ...nodes, ...nodes].map((services) => tokenOf(office, owner, services)))
    expect(new Set(renewed).size).toBe(1)
    expect(renewed[0]).not.toBe(before)
    expect(await renewalsSince(since)).toEqual([true])
    expect(await isGood(renewed[0] ?? null)).toBe(true)
    before = renewed[0] ?? null
  }
})

it('[SL6] renews a member’s own token likewise', async () => {
  const office = await aConnectedOffice(scene, { tokenRotation: true })
  const fay = await aLinkedMember(scene, office, { person: 'fay' })
  const link = await database().owner.db.selectFrom('slack_link').select('id').where('member_id', '=', fay.id).executeTakeFirstOrThrow()
  const owner = { kind: 'link', id: link.id } as const
  await soonToEnd(link.id)
  const since = await lastCall()
  const renewed = await Promise.all([scene.services, anotherNode()].map((services) => tokenOf(office, owner, services)))
  expect(new Set(renewed).size).toBe(1)
  expect(renewed[0]).not.toBe(fay.userToken)
  expect(await renewalsSince(since)).toEqual([true])
  expect(await isGood(renewed[0] ?? null)).toBe(true)
})

it('[SL6] a renewal whose call fails changes nothing, and the next one succeeds', async () => {
  const office = await aConnectedOffice(scene, { tokenRotation: true })
  const owner = { kind: 'installation', id: office.installationId } as const
  await soonToEnd(office.installationId)
  await scene.control.faults.add({ method: 'oauth.v2.access', kind: '500' })
  await expect(tokenOf(office, owner)).rejects.toMatchObject({ failure: { kind: 'uncertain' } })
  expect(await isGood(await tokenOf(office, owner))).toBe(true)
})
