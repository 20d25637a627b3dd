import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { slackMessagesWith } from '../harness/slack-messages.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

/** Somebody whom the team helps, and a channel in which they, Ada, Ben and the bot are. */
async function aChannelWithLin(name: string): Promise<{ linId: string; channelId: string }> {
  const { ada, ben, sandbox, slack } = office()
  const lin = { team_id: slack.teamId, name: `lin-${name}`, real_name: 'Lin Park', email: `lin-${name}@elsewhere.example` }
  const { user_id: linId } = await sandbox.createUser(lin)
  const channelId = await aChannel(name, [ada.slackUserId, ben.slackUserId, linId, slack.botUserId])
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  return { linId, channelId }
}
async function aChannel(name: string, members: string[]): Promise<string> {
  const { sandbox, slack } = office()
  return (await sandbox.createChannel({ team_id: slack.teamId, name, members })).channel_id
}
const phone = { width: 360, height: 740, colorScheme: 'dark' } as const

it('[IN9] an internal discussion is turned into a ticket from Slack, by the shortcut and once only, whoever wants it again', async () => {
  const { ada, ben, sandbox, server } = office()
  const { linId, channelId: ops } = await aChannelWithLin('ops')
  const settings = await openPage(browser(), { url: server.url, path: '/settings/integrations/slack', cookie: ada.cookie, ...phone })
  await settings.getByText('Working from Slack', { exact: true }).click()
  await settings.getByRole('textbox', { name: 'Emoji that makes a conversation' }).fill(':raised_hand:')
  await settings.getByRole('form', { name: 'Emoji that makes a conversation' }).getByRole('button', { name: 'Save' }).click()
  expect(await seriousOn(settings)).toEqual([])
  expect(await settings.evaluate(() => document.documentElement.scrollWidth)).toBe(360)

  const { ts: root } = await sandbox.act.postMessage({ user_id: linId, channel_id: ops, text: 'The plotter prints everything in green' })
  await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: ops, thread_ts: root, text: 'Since when?' })
  await sandbox.act.postMessage({ user_id: linId, channel_id: ops, thread_ts: root, text: 'Since Monday' })
  await sandbox.act.messageShortcut({ user_id: ben.slackUserId, channel_id: ops, message_ts: root, callback_id: 'make_conversation' })
  const link = await eventually('the answer to the shortcut', async () => {
    const told = await sandbox.state.ephemerals({ user_id: ben.slackUserId })
    return told.map(({ message }) => /<([^|>]+\/inbox\/[^|>]+)\|#\d+> now/.exec(message.text)?.[1]).find(Boolean)
  })
  await sandbox.act.react({ user_id: ben.slackUserId, channel_id: ops, ts: root, name: 'raised_hand' })
  await eventually('the answer to the emoji', async () => {
    const told = await sandbox.state.ephemerals({ user_id: ben.slackUserId })
    return told.some(({ message }) => message.text.includes(`<${link}|`) && message.text.includes('already'))
  })

  const page = await openPage(browser(), { url: server.url, path: new URL(link).pathname, cookie: ada.cookie })
  const thread = page.getByRole('log', { name: 'Conversation' })
  for (const text of ['The plotter prints', 'Since when?', 'Since Monday']) await thread.getByText(text).first().waitFor()
  await page.getByRole('textbox', { name: 'Reply' }).fill('Printing a test page now.')
  await page.getByRole('button', { name: 'Send reply' }).click()
  const [reply] = await eventually('the reply in the thread', async () => {
    const found = await slackMessagesWith(office(), ops, 'Printing a test page now.')
    return found.length > 0 && found
  })
  expect(reply).toMatchObject({ username: 'Ada Lindqvist', thread_ts: root })
})

it('[IN1, IN10, IN11] a customer’s whole case, from Slack to CSAT: a card tells the agent, who replies and closes from it; the one who was helped votes', async () => {
  const { ada, ben, sandbox, slack, server } = office()
  const agents = await aChannel('agents', [ada.slackUserId, ben.slackUserId, slack.botUserId])
  const { linId, channelId: support } = await aChannelWithLin('support-acme')
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Acme' })
  const watched = { installationId: slack.installationId, channelId: support, customerId: customer.id }
  await ada.api.slack.watchChannel.mutate(watched)

  // The owner chooses what the team is told, and that customers are asked.
  const settings = await openPage(browser(), { url: server.url, path: '/settings/integrations/slack', cookie: ada.cookie, ...phone })
  await settings.getByText('Working from Slack', { exact: true }).click()
  const picker = settings.getByRole('combobox', { name: 'Channel for high priority' })
  await picker.click()
  await picker.fill('agents')
  await settings.keyboard.press('Enter')
  await settings.getByText('1 notification', { exact: true }).waitFor()
  await settings.goto(`${server.url}/settings/inbox`)
  const asks = settings.getByRole('radiogroup', { name: 'Ask customers for a rating' })
  await asks.getByText('On', { exact: true }).click()
  await settings.getByText('Customers are asked from the next closing on.').waitFor()
  expect(await seriousOn(settings)).toEqual([])

  const page = await openPage(browser(), { url: server.url, path: '/inbox', cookie: ada.cookie })
  const { ts: root } = await sandbox.act.postMessage({ user_id: linId, channel_id: support, text: 'Our invoices print in green' })
  await page.getByRole('list', { name: 'Conversations' }).getByText('Our invoices print in green').click()
  const thread = page.getByRole('log', { name: 'Conversation' })
  await thread.getByText('Our invoices print in green').waitFor()
  const link = page.url().split('?')[0]!
  await ada.api.inbox.setPriority.mutate({ conversationId: link.split('/').at(-1) as never, priority: 'urgent' })

  // The card, and what is done from it.
  const card = (what: string) =>
    eventually(`a card that says ${what}`, async () => {
      const cards = await slackMessagesWith(office(), agents, link)
      expect(cards.length).toBeLessThan(2)
      return cards.find((message) => JSON.stringify(message.blocks).includes(what))
    })
  const { ts: cardTs } = await card('Urgent')
  const press = (action_id: string) =>
    sandbox.act.clickButton({ user_id: ben.slackUserId, channel_id: agents, message_ts: cardTs, action_id })
  await press('card_reply')
  await eventually('the form', async () => (await sandbox.state.views(ben.slackUserId)).length > 0)
  await sandbox.act.submitView({ user_id: ben.slackUserId, values: { card_reply_text: 'A new cartridge is in.' } })
  await thread.getByText('A new cartridge is in.').waitFor()
  const [reply] = await eventually('the reply in the thread', async () => {
    const found = await slackMessagesWith(office(), support, 'A new cartridge is in.')
    return found.length > 0 && found
  })
  expect(reply).toMatchObject({ username: 'Ben Okafor', thread_ts: root })
  await card(`with <@${ben.slackUserId}>`)
  await press('card_close')
  await card('closed ·')

  // The one who was helped votes, an agent cannot, and the vote is there in the browser.
  const { ts: question } = await eventually('the question', async () => (await slackMessagesWith(office(), support, 'How did we do?'))[0])
  const vote = (user_id: string, score: number) =>
    sandbox.act.clickButton({ user_id, channel_id: support, message_ts: question, action_id: `rating_score_${score}` })
  await vote(ben.slackUserId, 1)
  await vote(linId, 2)
  const ratings = page.getByRole('region', { name: 'Ratings' })
  await ratings.getByRole('img', { name: '2 of 5' }).waitFor()
  await vote(linId, 4)
  await ratings.getByRole('img', { name: '4 of 5' }).waitFor()
  await ratings.getByText('Lin Park').waitFor()
  expect(await ratings.getByRole('listitem').count()).toBe(1)
  expect(await seriousOn(page)).toEqual([])
})
