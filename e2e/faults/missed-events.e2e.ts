import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOffice, type Office } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'

const browser = useBrowser()
const office = useOffice()

it('[SL11, BR6, IN1] what was written in Slack while the server was down is there after its start, once, though Slack sends nothing again', async () => {
  const { ada, ben, sandbox, server } = office()
  const { channelId, zoe } = await aWatchedChannel(office())
  const { channel: chat } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
  await ada.api.chat.sendMessage.mutate({ clientId: crypto.randomUUID(), channelId: chat.id, text: 'Can you look at the export?' })
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  await eventually('the question in Slack', async () => (await slackMessagesWith(office(), dm, 'Can you look')).length === 1)
  await sandbox.settings({ retry_delays_ms: [] })

  await server.kill()
  const { ts } = await sandbox.act.postMessage({ user_id: zoe, channel_id: channelId, text: 'The export stops at 80 %' })
  const replies = ['It says nothing', 'And then it starts anew', 'Only on Mondays']
  for (const text of replies) await sandbox.act.postMessage({ user_id: zoe, channel_id: channelId, thread_ts: ts, text })
  await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text: 'I am on it' })
  await eventually('Slack to give up', async () => (await sandbox.deliveries()).every(({ state }) => state !== 'pending'))
  const unheard = (await sandbox.deliveries()).filter(({ state }) => state === 'failed')
  expect(unheard.length).toBeGreaterThanOrEqual(2 + replies.length)
  await server.start()

  const wanted = ['The export stops at 80 %', ...replies]
  await eventually('the thread', async () => (await inboxTexts()).length >= wanted.length, 30_000)
  await eventually('the answer', async () => (await chatTexts(chat.id)).length >= 2, 30_000)
  await sleep(2_500)
  const resent = (await sandbox.deliveries()).filter(({ n, state }) => state === 'delivered' && unheard.some((one) => one.n === n))
  expect(resent).toEqual([])
  expect(await inboxTexts()).toEqual(wanted)
  expect(await chatTexts(chat.id)).toEqual(['Can you look at the export?', 'I am on it'])
  expect(await slackMessagesWith(office(), dm, 'Can you look')).toHaveLength(1)

  const page = await openPage(browser(), { url: server.url, path: `/spaces/${office().spaceId}?chat=${chat.id}`, cookie: ada.cookie })
  const messages = page.getByRole('log', { name: 'Messages' })
  await messages.getByText('I am on it').waitFor()
  expect(await messages.getByText('I am on it').count()).toBe(1)
})

/** Shared with a customer, whose Zoe is in it. */
async function aWatchedChannel({ ada, sandbox, slack }: Office): Promise<{ channelId: string; zoe: string }> {
  const { team_id: acme } = await sandbox.createWorkspace({ name: 'Acme', domain: 'acme' })
  const { user_id: zoe } = await sandbox.createUser({ team_id: acme, name: 'zoe', real_name: 'Zoe Carter', email: 'zoe@acme.example' })
  const members = [ada.slackUserId, slack.botUserId]
  const { channel_id: channelId } = await sandbox.createChannel({ team_id: slack.teamId, name: 'support-acme', members })
  await sandbox.shareChannel({ channel_id: channelId, with_team_id: acme })
  await sandbox.addMember({ channel_id: channelId, user_id: zoe })
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Acme' })
  const { installationId } = slack
  await ada.api.slack.refreshChannels.mutate({ installationId })
  await ada.api.slack.watchChannel.mutate({ installationId, channelId, customerId: customer.id })
  return { channelId, zoe }
}

async function inboxTexts(): Promise<string[]> {
  const rows = await office().database.db.selectFrom('conversation_message').select('text').orderBy('id').execute()
  return rows.map(({ text }) => text)
}

async function chatTexts(channelId: string): Promise<string[]> {
  const rows = await office().database.db.selectFrom('message').select('text').where('channel_id', '=', channelId).orderBy('id').execute()
  return rows.map(({ text }) => text)
}
