import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { aMember } from '../../identity/testing/builders.ts'
import { enqueueDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { BOT_SCOPES, USER_SCOPES } from '../scopes.ts'
import { aBrowser } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
const health = (of = office) => aBrowser(scene, of.owner).slack.health({ installationId: of.installationId })

beforeAll(async () => {
  office = await aConnectedOffice(scene)
})

const owe = (laneKey: string, of = office) =>
  inOrganization(scene.services.db, of.organizationId, (tx) => {
    const owed = { transport: 'slack', scopeId: of.installationId, laneKey, operation: 'chat.postMessage', payload: {} } as const
    return enqueueDelivery(tx, { organizationId: of.organizationId, ...owed, entityKind: null, entityId: null, nowMs: Date.now() })
  })
const settle = (id: string, set: Record<string, unknown>) =>
  database().owner.db.updateTable('delivery').set(set).where('id', '=', id).execute()

describe('how an installation is doing', () => {
  it('[SL10] shows the mode, and nothing that waits, right after it was connected', async () => {
    expect(await health()).toEqual({
      mode: 'http',
      state: 'active',
      lastEventAt: null,
      lastEventLagMs: null,
      waitingEvents: 0,
      deadEvents: 0,
      queuedDeliveries: 0,
      oldestQueuedAt: null,
      unknownLanes: 0,
      blockedLanes: 0,
      blockedReason: null,
      lastError: null,
      missingScopes: [],
      membersLackingScopes: 0,
    })
    const socket = await aConnectedOffice(scene, { mode: 'socket', botScopes: BOT_SCOPES.filter((scope) => scope !== 'commands') })
    expect(await health(socket)).toMatchObject({ mode: 'socket', missingScopes: ['commands'] })
  })

  it('[SL10] notes when the last event came, and how late', async () => {
    const before = Date.now()
    await sendEvent(scene, office, { event: { type: 'channel_rename', channel: { id: 'C0X', name: 'x' } } })
    const { lastEventAt, lastEventLagMs } = await health()
    expect(lastEventAt).toBeGreaterThanOrEqual(before)
    // Slack tells when it happened to the second.
    expect(lastEventLagMs).toBeGreaterThanOrEqual(0)
    expect(lastEventLagMs).toBeLessThan(10_000)
  })

  it('[SL10] tells open settings of the first event of a workspace, and of no later one', async () => {
    const fresh = await aConnectedOffice(scene)
    const told = async () => {
      const changes = database().owner.db.selectFrom('change').select('payload').where('kind', '=', 'slack.installationChanged')
      const rows = await changes.where('entity_id', '=', fresh.installationId).orderBy('seq').execute()
      return rows.map(({ payload }) => (payload as unknown as { installation: InstallationView }).installation)
    }
    const before = await told()
    await sendEvent(scene, fresh, { event: { type: 'channel_rename', channel: { id: 'C0X', name: 'x' } } })
    const [first, ...more] = (await told()).slice(before.length)
    expect(more).toEqual([])
    expect(first?.lastEventAt).toBeGreaterThan(0)
    expect(first?.rev).toBeGreaterThan(before.at(-1)?.rev ?? 0)
    await database()
      .owner.db.updateTable('slack_installation')
      .set({ last_event_at: new Date(Date.now() - 60_000) })
      .where('id', '=', fresh.installationId)
      .execute()
    await sendEvent(scene, fresh, { event: { type: 'channel_rename', channel: { id: 'C0X', name: 'y' } } })
    expect(await told()).toHaveLength(before.length + 1)
  })

  it('[SL10] counts what is queued, whose answer was lost, and what is blocked, of this workspace alone', async () => {
    const other = await aConnectedOffice(scene)
    await owe('C9', other)
    const [first, lost] = [await owe('C1'), await owe('C2'), await owe('C1')]
    await settle(lost, { state: 'unknown' })
    const waiting = await health()
    expect(waiting).toMatchObject({ queuedDeliveries: 2, unknownLanes: 1, blockedLanes: 0 })
    expect(waiting.oldestQueuedAt).toBeLessThanOrEqual(Date.now())
    await aBrowser(scene, office.owner).slack.disconnect({ installationId: office.installationId })
    expect(await health()).toMatchObject({
      state: 'disconnected',
      queuedDeliveries: 2,
      blockedLanes: 2,
      blockedReason: expect.stringContaining('Disconnected here') as string,
    })
    expect(await health(other)).toMatchObject({ queuedDeliveries: 1, blockedLanes: 0 })
    await settle(first, { state: 'failed', error: 'The channel is archived.', settled_at: new Date() })
    expect(await health()).toMatchObject({ queuedDeliveries: 1, lastError: { text: 'The channel is archived.' } })
  })

  it('[SL10] shows an event that could not be applied', async () => {
    const event = { organization_id: office.organizationId, installation_id: office.installationId, kind: 'message', payload: '{}' }
    const rows = [
      { ...event, event_id: 'Ev1', state: 'pending', error: 'not yet' },
      { ...event, event_id: 'Ev2', state: 'dead', error: 'no such thing', received_at: new Date(Date.now() + 60_000) },
    ]
    await database().owner.db.insertInto('slack_inbox').values(rows).execute()
    expect(await health()).toMatchObject({
      waitingEvents: 1,
      deadEvents: 1,
      lastError: { text: 'An event could not be applied: no such thing' },
    })
  })

  it('[SL4][SL10] counts the members whose own grant lacks something, until they grant it, or are no members any more', async () => {
    const of = await aConnectedOffice(scene)
    const without = (...scopes: string[]) => ({ userScopes: USER_SCOPES.filter((scope) => !scopes.includes(scope)) })
    await aLinkedMember(scene, of, { person: 'ada' })
    const ben = await aLinkedMember(scene, of, { person: 'ben', ...without('files:read', 'files:write') })
    const cy = await aLinkedMember(scene, of, { person: 'cy', ...without('reactions:read') })
    expect(await health(of)).toMatchObject({ membersLackingScopes: 2, missingScopes: [] })
    const found = await aBrowser(scene, of.owner).slack.diagnose({ installationId: of.installationId })
    expect(found.find(({ code }) => code === 'members_scopes')).toMatchObject({
      severity: 'notice',
      what: '2 members’ own grants lack scopes: files:read, files:write, reactions:read.',
    })
    await aLinkedMember(scene, of, { person: 'ada' })
    const dana = await aLinkedMember(scene, of, { person: 'dana' })
    // Slack does not honour it any more.
    await database().owner.db.updateTable('slack_link').set({ can_post: false }).where('member_id', '=', dana.id).execute()
    expect(await health(of)).toMatchObject({ membersLackingScopes: 3 })
    const db = database().owner.db
    await db.updateTable('member').set({ deactivated_at: new Date() }).where('id', 'in', [cy.id, dana.id]).execute()
    await db
      .updateTable('slack_link')
      .set({ scopes: [...USER_SCOPES] })
      .where('member_id', '=', ben.id)
      .execute()
    expect(await health(of)).toMatchObject({ membersLackingScopes: 0 })
  })

  it('[ID2] is for owners and admins of the same organization', async () => {
    const { slack } = aBrowser(scene, await aMember(scene.services, office.organizationId))
    const { installationId } = office
    await expect(slack.health({ installationId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(slack.diagnose({ installationId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const stranger = aBrowser(scene, (await aConnectedOffice(scene)).owner).slack
    await expect(stranger.health({ installationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(stranger.diagnose({ installationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
