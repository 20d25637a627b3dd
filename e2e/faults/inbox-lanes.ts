import type { ClientMutationId, ConversationId } from '@atrium/shared/ids.ts'
import { newId } from '@atrium/shared/ids.ts'
import { actorOf } from '@atrium/server/identity/testing/builders.ts'
import { reply } from '@atrium/server/inbox/reply.ts'
import { aCustomer } from '@atrium/server/inbox/testing/builders.ts'
import { commitInOrganization } from '@atrium/server/realtime/commit.ts'
import { refreshChannels } from '@atrium/server/slack/channels/refresh-channels.ts'
import { watchChannel } from '@atrium/server/slack/channels/watch-channel.ts'
import { eventually, type ConnectedOffice } from '@atrium/server/slack/testing/slack-scene.ts'
import { atOnce } from './at-once.ts'
import type { Rig } from './rig.ts'

/** A customer's question in a Slack channel of its own: what is answered to it is one lane. */
export interface InboxLane {
  channelId: string
  conversationId: ConversationId
}

/** Channels that the bot is in and Atrium watches, each with the question of a customer that has reached the inbox. */
export async function someInboxLanes(rig: Rig, office: ConnectedOffice, count: number): Promise<InboxLane[]> {
  const { control, demo, services } = rig
  const { team_id, users } = demo.northwind
  const numbers = Array.from({ length: count }, (_, number) => number)
  const channelIds: string[] = []
  await atOnce(numbers, 16, async (number) => {
    const name = `${office.apiAppId.toLowerCase()}-${number}`
    const { channel_id } = await control.createChannel({ team_id, name, members: [users.dana, office.botUserId] })
    channelIds.push(channel_id)
  })
  await refreshChannels(services, office)
  const customerId = await aCustomer(services, office.organizationId)
  const at = { address: '127.0.0.1', nowMs: services.clock.now() }
  await commitInOrganization(services, office.organizationId, async (tx) => {
    for (const channelId of channelIds) {
      await watchChannel(tx, actorOf(office.owner), { key: { installationId: office.installationId, channelId }, customerId, ...at })
    }
  })
  await atOnce(channelIds, 16, async (channel_id) => {
    await control.act.postMessage({ user_id: users.dana, channel_id, text: `a question in ${channel_id}` })
  })
  return eventually(
    () => lanesOf(rig, office),
    (lanes) => lanes.length === count,
    30_000 + count * 50,
  )
}

async function lanesOf({ database }: Rig, { organizationId }: ConnectedOffice): Promise<InboxLane[]> {
  const threads = await database.owner.db
    .selectFrom('slack_thread')
    .select(['channel_id', 'conversation_id'])
    .where('organization_id', '=', organizationId)
    .execute()
  return threads.map((row) => ({ channelId: row.channel_id, conversationId: row.conversation_id as ConversationId }))
}

/** Answers in the inbox, as the owner; resolves once the answer is promised. */
export async function answer(rig: Rig, office: ConnectedOffice, { lane, text }: { lane: InboxLane; text: string }): Promise<void> {
  const { services } = rig
  const input = { clientId: newId<ClientMutationId>(), conversationId: lane.conversationId, text, nowMs: services.clock.now() }
  await commitInOrganization(services, office.organizationId, (tx) => reply(tx, actorOf(office.owner), input))
}

/** How many answers have not reached Slack yet; one that the feed's reader has not seen yet counts, too. */
export async function unsent({ database }: Rig, { organizationId }: ConnectedOffice): Promise<number> {
  const { db } = database.owner
  const answers = await db
    .selectFrom('conversation_message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('author_kind', '=', 'member')
    .executeTakeFirstOrThrow()
  const sent = await db
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['sent', 'failed', 'dropped'])
    .executeTakeFirstOrThrow()
  return answers.count - sent.count
}
