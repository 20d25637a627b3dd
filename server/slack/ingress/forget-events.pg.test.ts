import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { sendEvent, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aWatchedChannel, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { forgetAppliedEvents, forgetDeadEvents } from './forget-events.ts'
import { retryDueEvents } from './inbox.worker.ts'

const DAY_MS = 86_400_000
const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  channelId = (await aWatchedChannel(scene, office)).channelId
})

let lastTs = 0
const newTs = () => {
  lastTs = Math.max(lastTs + 1, Math.floor(Date.now() / 1000) + 1)
  return `${lastTs}.000100`
}
const author = { user: 'U0CUSTOMER', user_team: 'T0OTHER', user_profile: { real_name: 'Carla' } }
const aMessage = (text: string, more: Record<string, unknown> = {}): RawEvent & { ts: string } => ({
  ...{ type: 'message', channel: channelId, channel_type: 'channel', ts: newTs(), text },
  ...author,
  ...more,
})
const tell = async (event: RawEvent, eventId = `Ev${randomUUID()}`) => {
  expect(await sendEvent(scene, office, { event, eventId })).toBe(200)
  return eventId
}
const age = (eventId: string, days: number) =>
  database()
    .owner.db.updateTable('slack_inbox')
    .set({ received_at: new Date(Date.now() - days * DAY_MS), not_before: new Date(0) })
    .where('event_id', '=', eventId)
    .execute()
/** As a run of the retention does it, a week for applied events. */
const forget = () =>
  inOrganization(scene.services.db, office.organizationId, async (tx) => {
    const batch = { before: new Date(Date.now() - 7 * DAY_MS), limit: 1_000 }
    const applied = await forgetAppliedEvents(tx, office.organizationId, batch)
    return applied + (await forgetDeadEvents(tx, office.organizationId, batch))
  })
const saidLike = (pattern: string) =>
  database()
    .owner.db.selectFrom('conversation_message')
    .select(['text', 'deleted_at'])
    .where('text', 'like', pattern)
    .orderBy('id')
    .execute()

describe('an event that Slack sends again', () => {
  it('[SL1] is known by its id for as long as Slack sends it, and longer', async () => {
    const event = aMessage('delayed by a day')
    const eventId = await tell(event)
    await age(eventId, 6)
    expect(await forget()).toBe(0)
    await tell(event, eventId)
    expect(await saidLike('delayed%')).toHaveLength(1)
  })

  it('[SL1] doubles nothing even when its id has been forgotten: not a message, an edit or a delete', async () => {
    const [message, gone] = [aMessage('first said'), aMessage('first said and taken back')]
    const edited = (text: string, ts: string): RawEvent => ({
      ...{ type: 'message', subtype: 'message_changed', channel: channelId, channel_type: 'channel', ts },
      message: { type: 'message', ts: message.ts, text, ...author, edited: { user: author.user, ts } },
    })
    const deleted = {
      type: 'message',
      subtype: 'message_deleted',
      channel: channelId,
      channel_type: 'channel',
      ts: newTs(),
      deleted_ts: gone.ts,
    }
    const events = [message, gone, edited('first said better', newTs()), edited('first said best', newTs()), deleted]
    const ids: string[] = []
    for (const event of events) ids.push(await tell(event))
    const before = await saidLike('first%')
    expect(before.map(({ text, deleted_at }) => [text, deleted_at === null])).toEqual(expect.arrayContaining([['first said best', true]]))
    for (const id of ids) await age(id, 8)
    expect(await forget()).toBe(events.length)
    for (const [index, event] of events.entries()) await tell(event, ids[index])
    expect(await saidLike('first%')).toEqual(before)
  })
})

describe('an event that is still to be applied', () => {
  it('stays, however old, and is applied once it can be', async () => {
    const event = aMessage('waits for its conversation')
    const thread = { organization_id: office.organizationId, installation_id: office.installationId, channel_id: channelId }
    // Its message cannot be applied: the conversation of the thread is not there.
    const db = database().owner.db
    await db
      .insertInto('slack_thread')
      .values({ ...thread, thread_ts: event.ts, conversation_id: randomUUID() })
      .execute()
    const eventId = await tell(event)
    await age(eventId, 400)
    expect(await forget()).toBe(0)
    await db.deleteFrom('slack_thread').where('thread_ts', '=', event.ts).execute()
    await retryDueEvents(scene.services)
    expect(await saidLike('waits%')).toHaveLength(1)
  })
})
