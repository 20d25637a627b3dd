import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { newId, type ClientMutationId, type OrganizationId } from '@atrium/shared/ids.ts'
import { deleteMessage } from '../../chat/delete-message.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { inviteMember } from '../../identity/invite-member.ts'
import { revokeInvitation } from '../../identity/revoke-invitation.ts'
import { actorOf, aMember, anOrganization, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { disconnect } from '../../slack/install/disconnect.ts'
import { aConnectedOffice, aWatchedChannel, useSlackScene } from '../../slack/testing/slack-scene.ts'
import { putAway, readSteps } from './first-steps.queries.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const DAY_MS = 86_400_000
const commit = <T>(organizationId: OrganizationId, work: (tx: Tx) => Promise<T>) =>
  commitInOrganization(scene.services, organizationId, work)
const stepsOf = (member: TestMember, nowMs = Date.now()) =>
  inOrganization(scene.services.db, member.organizationId, (tx) => readSteps(tx, actorOf(member), nowMs))
const NOTHING = { hasInvited: false, hasConnectedSlack: false, hasWatchedChannel: false, hasWritten: false }

it('[ID2] an invitation is a first step as long as it stands, and so is whoever has come', async () => {
  const organizationId = await anOrganization(scene.services)
  const owner = await aMember(scene.services, organizationId, { role: 'owner' })
  expect(await stepsOf(owner)).toEqual(NOTHING)
  const here = { address: '192.0.2.1', nowMs: Date.now() }
  const { id: invitationId } = await commit(organizationId, (tx) =>
    inviteMember(tx, actorOf(owner), { email: 'kim@harbor.example', role: 'member', publicUrl: 'https://atrium.example', ...here }),
  )
  expect(await stepsOf(owner)).toEqual({ ...NOTHING, hasInvited: true })
  await commit(organizationId, (tx) => revokeInvitation(tx, actorOf(owner), { invitationId, ...here }))
  expect(await stepsOf(owner)).toEqual(NOTHING)
  await aMember(scene.services, organizationId)
  expect(await stepsOf(owner)).toEqual({ ...NOTHING, hasInvited: true })
})

it('[CH1] a message of one’s own is one as long as it stands, nobody else’s', async () => {
  const organizationId = await anOrganization(scene.services)
  const [owner, other] = [
    await aMember(scene.services, organizationId, { role: 'owner' }),
    await aMember(scene.services, organizationId, { role: 'owner' }),
  ]
  const nowMs = Date.now()
  const channel = await commit(organizationId, (tx) => openMentionChannel(tx, { organizationId, people: [owner.id, other.id], nowMs }))
  const said = { actor: actorOf(owner), clientId: newId<ClientMutationId>(), channelId: channel.id, text: 'Hello' }
  const { message } = await sendMessage(scene.services, said)
  expect(await stepsOf(owner)).toMatchObject({ hasWritten: true })
  expect(await stepsOf(other)).toMatchObject({ hasWritten: false })
  await commit(organizationId, (tx) => deleteMessage(tx, actorOf(owner), { messageId: message.id, nowMs }))
  expect(await stepsOf(owner)).toMatchObject({ hasWritten: false })
})

it('[SL1] a workspace is one as long as it is connected, a watched channel as long as it is watched', async () => {
  const office = await aConnectedOffice(scene)
  expect(await stepsOf(office.owner)).toMatchObject({ hasConnectedSlack: true, hasWatchedChannel: false })
  await aWatchedChannel(scene, office)
  expect(await stepsOf(office.owner)).toMatchObject({ hasConnectedSlack: true, hasWatchedChannel: true })
  const { installationId, owner } = office
  await disconnect(scene.services, { actor: actorOf(owner), installationId, address: '192.0.2.1' })
  expect(await stepsOf(owner)).toMatchObject({ hasConnectedSlack: false, hasWatchedChannel: true })
})

it('[ID2] whoever puts them away puts away their own; an organization that is not new has none', async () => {
  const organizationId = await anOrganization(scene.services)
  const [owner, other] = [
    await aMember(scene.services, organizationId, { role: 'owner' }),
    await aMember(scene.services, organizationId, { role: 'owner' }),
  ]
  await inOrganization(scene.services.db, organizationId, (tx) => putAway(tx, actorOf(owner), Date.now()))
  expect(await stepsOf(owner)).toBeNull()
  expect(await stepsOf(other)).toMatchObject({ hasInvited: true })
  expect(await stepsOf(other, Date.now() + 31 * DAY_MS)).toBeNull()
})
