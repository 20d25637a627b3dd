import type { BenchedAtrium } from '../atrium/start-atrium.ts'

/** What the pages show: chats with something in them, and an inbox with conversations. */
export async function furnish({ office }: BenchedAtrium): Promise<void> {
  const { ada, ben, sandbox, slack, spaceId } = office
  const { channels } = await ada.api.chat.listChannels.query()
  const channelId = channels.find(({ channel }) => channel.kind === 'space' && channel.spaceId === spaceId)?.channel.id
  if (!channelId) throw new Error('the space has no channel')
  for (let number = 1; number <= 60; number++) {
    const { api } = number % 2 === 0 ? ada : ben
    await api.chat.sendMessage.mutate({
      clientId: crypto.randomUUID() as never,
      channelId,
      text: `Message number ${number}: the **export** stops at 80 %.`,
    })
  }
  const members = [ada.slackUserId, ben.slackUserId, slack.botUserId]
  const { channel_id: watched } = await sandbox.createChannel({ team_id: slack.teamId, name: 'customer', members })
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'A customer' })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId: watched, customerId: customer.id })
  const { user_id } = await sandbox.createUser({ team_id: slack.teamId, name: 'kim', real_name: 'Kim of the customer' })
  await sandbox.addMember({ channel_id: watched, user_id })
  for (let number = 1; number <= 60; number++)
    await sandbox.act.postMessage({ user_id, channel_id: watched, text: `Question number ${number}` })
}
