import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'
import { enterSpace, sayToOne, sees } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[BR3, BR6, ID4] a visitor and someone unlinked reach Ben through the bot, which names them; each reply finds its own chat', async () => {
  const { ada, ben, cy, sandbox, slack, spaceId, server } = office()
  const { url: guestUrl } = await ada.api.identity.createGuestLink.mutate({ spaceId, label: 'Interview', expiresInHours: 2 })
  const visitor = await openPage(browser(), { url: server.url, path: new URL(guestUrl).pathname })
  await visitor.getByRole('textbox', { name: 'Your name' }).fill('Vera Guest')
  await visitor.getByRole('button', { name: 'Enter' }).click()
  await visitor.getByRole('textbox', { name: 'Message' }).waitFor()
  const benPage = await enterSpace(browser(), office(), ben)
  await sees(visitor, 'Ben Okafor')
  await sayToOne(visitor, '@Ben I am at the door')

  const cyPage = await enterSpace(browser(), office(), cy)
  await sees(cyPage, 'Ben Okafor')
  await sayToOne(cyPage, '@Ben the build is green')

  const botDm = await directMessageOf(office(), ben.slackUserId, slack.botUserId)
  const fromVisitor = await arrival(botDm, 'at the door')
  const fromCy = await arrival(botDm, 'build is green')
  expect(JSON.stringify(fromVisitor)).toContain('Vera Guest')
  expect(JSON.stringify(fromVisitor).toLowerCase()).toContain('visitor')
  expect(JSON.stringify(fromCy)).toContain('Cy Tanaka')
  expect(JSON.stringify(fromCy).toLowerCase()).not.toContain('visitor')
  expect(fromCy.bot_id).toBeTruthy()

  await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: botDm, thread_ts: fromVisitor.ts, text: 'Coming down' })
  await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: botDm, thread_ts: fromCy.ts, text: 'Then ship it' })
  await visitor.getByRole('log', { name: 'Messages' }).getByText('Coming down').waitFor()
  await cyPage.getByRole('log', { name: 'Messages' }).getByText('Then ship it').waitFor()
  expect(await visitor.getByText('Then ship it').count()).toBe(0)
  expect(await cyPage.getByText('Coming down').count()).toBe(0)
  await benPage.context().close()
})

async function arrival(channelId: string, text: string) {
  const messages = await eventually(`"${text}" in Slack`, async () => {
    const found = await slackMessagesWith(office(), channelId, text)
    return found.length > 0 ? found : null
  })
  expect(messages).toHaveLength(1)
  const [message] = messages
  if (!message) throw new Error('unreachable: one message was expected')
  return message
}
