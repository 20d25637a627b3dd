import type { Office } from './office.ts'

/** The messages of a Slack channel with that text in them, as the sandbox has them. */
export async function slackMessagesWith(office: Office, channelId: string, text: string) {
  const { messages } = await office.sandbox.state.channel(channelId)
  return messages.filter((message) => JSON.stringify([message.text, message.blocks ?? null]).includes(text))
}

/** The direct message of two people in Slack. */
export async function directMessageOf(office: Office, userId: string, otherId: string): Promise<string> {
  const { channel_id } = await office.sandbox.act.openDm({ user_id: userId, with: otherId })
  return channel_id
}

/** Every call that put a message into Slack, oldest first. */
export async function postsSince(office: Office, after: number) {
  const calls = await office.sandbox.log({ method: 'chat.postMessage' })
  return calls.filter((call) => call.n > after && call.ok)
}

export async function lastCall(office: Office): Promise<number> {
  return (await office.sandbox.log({})).at(-1)?.n ?? 0
}
