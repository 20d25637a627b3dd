import { beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { editMessage } from '../../chat/edit-message.ts'
import { addReaction } from '../../chat/react-to-message.ts'
import { actorOf, type TestMember } from '../../identity/testing/builders.ts'
import { blockLanes, unblockLanes } from '../../infra/deliveries/block-lanes.ts'
import { useFilesRig } from '../testing/files-rig.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { eventually } from '../testing/slack-scene.ts'
import { stripDeliveries } from './strip-deliveries.ts'

const database = useTestDatabase()
const rig = useFilesRig(database)

beforeEach(async () => {
  await stripAll()
  rig.mirror()
  rig.egress()
})

/** As a run of the retention does it long after everything that has happened so far. */
const stripAll = () =>
  inOrganization(rig.scene.services.db, rig.office.organizationId, (tx) =>
    stripDeliveries(tx, rig.office.organizationId, { before: new Date(Date.now() + 86_400_000), limit: 1_000 }),
  )
const edit = (by: TestMember, messageId: MessageId, text: string) =>
  rig.commit((tx) => editMessage(tx, actorOf(by), { messageId, text, nowMs: rig.scene.services.clock.now() }))
const payloads = async () => JSON.stringify(await database().owner.db.selectFrom('delivery').select('payload').execute())
const whatStands = async () => JSON.stringify(await rig.inSlack(rig.people.ada.slackUserId, rig.people.ben.slackUserId))

describe('a message whose delivery has lost its words', () => {
  it('[BR7] is edited, edited back, reacted to and deleted in Slack as before', async () => {
    const { ada, ben } = rig.people
    const message = await rig.send(ada, ben, { text: 'the first wording' })
    await rig.quiet()
    expect(await stripAll()).toBe(1)
    expect(await payloads()).not.toContain('the first wording')
    await edit(ada, message.id, 'the second wording')
    await rig.quiet()
    expect(await whatStands()).toContain('the second wording')
    await stripAll()
    await edit(ada, message.id, 'the first wording')
    await rig.commit((tx) => addReaction(tx, actorOf(ben), { messageId: message.id, emoji: '🎉' }))
    await rig.quiet()
    expect(await whatStands()).toMatch(/the first wording.*tada/)
    expect(await whatStands()).not.toContain('the second wording')
    await stripAll()
    await rig.remove(ada, message.id)
    await rig.quiet()
    expect(await whatStands()).not.toContain('wording')
    expect(await rig.keptIn(message.channelId)).toHaveLength(1)
  })

  it('[BR7] [BR8] has all of its parts when it went out in several', async () => {
    const { ada, ben } = rig.people
    const paragraph = (word: string) => `${`${word} `.repeat(900)}end of ${word}`
    const message = await rig.send(ada, ben, { text: [paragraph('north'), paragraph('south')].join('\n\n') })
    await rig.quiet()
    expect(await stripAll()).toBeGreaterThan(1)
    await edit(ada, message.id, [paragraph('north'), paragraph('west')].join('\n\n'))
    await rig.quiet()
    const stands = await whatStands()
    for (const word of ['north', 'west']) expect(stands).toContain(`end of ${word}`)
    expect(stands).not.toContain('south')
  })

  it('[BR7] takes its files along when it is deleted', async () => {
    const { una, ben } = rig.people
    const message = await rig.send(una, ben, { text: 'see the plan', files: [{ name: 'plan.txt' }] })
    await rig.quiet()
    expect(await stripAll()).toBe(2)
    const since = await rig.lastCall()
    await rig.remove(una, message.id)
    await rig.quiet()
    expect(await rig.calls('files.delete', since)).toMatchObject([{ ok: true }])
    expect(await payloads()).not.toContain('see the plan')
  })

  it('[BR7] is still known when Slack tells of it once more', async () => {
    const { ada, ben } = rig.people
    const message = await rig.send(ada, ben, { text: 'said once' })
    await rig.quiet()
    await stripAll()
    const post = (await rig.inSlack(ada.slackUserId, ben.slackUserId)).find(({ text }) => text === 'said once')
    const { channel_id: channel } = await database()
      .owner.db.selectFrom('slack_message')
      .select('channel_id')
      .where('entity_id', '=', message.id)
      .executeTakeFirstOrThrow()
    // As the first telling of it, had it been lost: nothing but the delivery is known.
    await database().owner.db.deleteFrom('slack_message').where('entity_id', '=', message.id).execute()
    const event = { ...post, type: 'message', channel, channel_type: 'im' }
    expect(post?.metadata).toBeDefined()
    expect(await sendEvent(rig.scene, rig.office, { event, authorizedUserId: ada.slackUserId })).toBe(200)
    await rig.quiet()
    expect((await rig.keptIn(message.channelId)).filter(({ text }) => text === 'said once')).toHaveLength(1)
  })
})

describe('what has not been delivered', () => {
  it('[SL7] keeps its words while its lane is blocked, and goes out with them', async () => {
    const { ada, ben } = rig.people
    const scope = { organizationId: rig.office.organizationId, scopeId: rig.office.installationId }
    await rig.commit((tx) => blockLanes(tx, scope, 'the token is dead'))
    const message = await rig.send(ada, ben, { text: 'waited for months' })
    const owed = () => database().owner.db.selectFrom('delivery').select('state').where('entity_id', '=', message.id).execute()
    await eventually(owed, (rows) => rows.length === 1)
    await database()
      .owner.db.updateTable('delivery')
      .set({ created_at: new Date(Date.now() - 200 * 86_400_000) })
      .where('entity_id', '=', message.id)
      .execute()
    await stripAll()
    expect(await payloads()).toContain('waited for months')
    await rig.commit((tx) => unblockLanes(tx, scope))
    rig.scene.services.bus.deliveriesOwed()
    await rig.quiet()
    expect(await whatStands()).toContain('waited for months')
  })
})
