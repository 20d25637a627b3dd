import { hireEmployee, joinSlack, linkToSlack, type Employee, type Office } from '../../harness/office.ts'
import { newId, type ChannelId, type ClientMutationId } from '@atrium/shared/ids.ts'
import { eventually } from '../../harness/eventually.ts'

/** Two people with a mention chat in Atrium and a direct message in Slack. */
export interface Pair {
  one: { cookie: string; slackUserId: string }
  other: { cookie: string; slackUserId: string }
  channelId: ChannelId
  slackChannelId: string
}

/** 120 pairs: Slack takes one message a second in each conversation. */
const PEOPLE = 16
/** What Slack allows an app. */
const SLACK_LIMITS = { tiers: true, post_per_s_per_channel: 1 }

/** Hires people until there are enough, links all of them, and lets every pair of them say hello, which opens their chat on both sides. */
export async function acquaint(office: Office): Promise<Pair[]> {
  const people = await hireAll(office)
  const pairs: Pair[] = []
  for (const [index, one] of people.entries()) for (const other of people.slice(index + 1)) pairs.push(await introduce(office, one, other))
  await eventually('every hello in Slack', async () => (await hellosIn(office)) >= pairs.length, 60_000)
  await office.sandbox.limits(SLACK_LIMITS)
  return pairs
}

async function hireAll({ server, database, sandbox, slack, ada, ben, cy }: Office): Promise<Employee[]> {
  const people = [ada, ben, cy]
  await linkToSlack(cy, slack.teamId, slack.installationId)
  while (people.length < PEOPLE) {
    const name = `colleague-${people.length}`
    const person = await hireEmployee({ url: server.url, database, owner: ada }, { name, email: `${name}@northwind.example` })
    await joinSlack(sandbox, slack.teamId, person)
    await linkToSlack(person, slack.teamId, slack.installationId)
    people.push(person)
  }
  return people
}

async function introduce({ sandbox }: Office, one: Employee, other: Employee): Promise<Pair> {
  const { channel } = await one.api.chat.openMentionChat.mutate({ personId: other.memberId })
  await one.api.chat.sendMessage.mutate({ clientId: newId<ClientMutationId>(), channelId: channel.id, text: 'hello' })
  const { channel_id: slackChannelId } = await sandbox.act.openDm({ user_id: one.slackUserId, with: other.slackUserId })
  const end = ({ cookie, slackUserId }: Employee) => ({ cookie, slackUserId })
  return { one: end(one), other: end(other), channelId: channel.id, slackChannelId }
}

async function hellosIn({ sandbox }: Office): Promise<number> {
  const calls = await sandbox.log({ method: 'chat.postMessage' })
  return calls.filter((call) => call.ok).length
}
