import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'
import { enterSpace, say, sayToOne } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const replies = (page: Page) => page.getByRole('log', { name: 'Replies' })
const rowWith = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text })
const isFocused = (page: Page, name: string) =>
  page.evaluate((label) => document.activeElement?.getAttribute('aria-label')?.includes(label) ?? false, name)
/** From the composer to the last message, by keys alone. */
async function toLastMessage(page: Page): Promise<void> {
  for (let presses = 0; presses < 40 && !(await isFocused(page, 'Messages')); presses++) await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowUp')
}

it('[BR2, BR6, BR7, CH1, CH5, CH7, SP9] by keyboard Ada replies in a thread; it stands in the Slack thread, by Ada; Ben answers there and to the channel, and both are right', async () => {
  const { ada, ben, sandbox } = office()
  const page = await enterSpace(browser(), office(), ada)
  await sayToOne(page, '@Ben who waters the plants?')
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  const [root] = await eventually('the message in Slack', async () => {
    const found = await slackMessagesWith(office(), dm, 'waters the plants')
    return found.length > 0 ? found : null
  })
  await rowWith(page, 'waters the plants').getByText('In Slack', { exact: true }).waitFor()

  // A key opens the thread; the words go there; Escape leads back to the message.
  await page.getByRole('textbox', { name: 'Message', exact: true }).focus()
  await toLastMessage(page)
  await page.keyboard.press('t')
  const reply = page.getByRole('textbox', { name: 'Reply', exact: true })
  await reply.waitFor()
  expect(await isFocused(page, 'Reply')).toBe(true)
  await page.keyboard.type('The fern, too')
  await page.keyboard.press('Enter')
  await replies(page).getByText('The fern, too').waitFor()
  expect(await log(page).getByText('The fern, too').count()).toBe(0)
  await rowWith(page, 'waters the plants').getByRole('button', { name: '1 reply' }).waitFor()
  const [post] = await eventually('the reply in Slack', async () => {
    const found = await slackMessagesWith(office(), dm, 'The fern, too')
    return found.length > 0 ? found : null
  })
  expect(post).toMatchObject({ user: ada.slackUserId, thread_ts: root?.ts })
  // The message above, which is in Slack too, says so as well.
  const written = replies(page).getByRole('article').filter({ hasText: 'The fern, too' })
  await written.getByText('In Slack', { exact: true }).waitFor()
  expect(await seriousOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Thread' }).waitFor({ state: 'detached' })
  expect(await isFocused(page, 'Ada Lindqvist')).toBe(true)

  // Ben answers in Slack: once in the thread alone, once to the channel as well. Nobody has to have the thread open.
  const there = { user_id: ben.slackUserId, channel_id: dm, thread_ts: root?.ts ?? '' }
  await sandbox.act.postMessage({ ...there, text: 'I do, on Mondays' })
  await page.getByRole('button', { name: '1 new reply in a thread' }).waitFor()
  await page.locator('[aria-live=polite]').getByText('Ben Okafor, in a thread: I do, on Mondays').waitFor({ state: 'attached' })
  await sandbox.act.postMessage({ ...there, text: 'And now I am on holiday', reply_broadcast: true })
  await rowWith(page, 'And now I am on holiday')
    .getByRole('button', { name: 'replied to a thread: @Ben Okafor who waters the plants?' })
    .waitFor()
  expect(await log(page).getByText('I do, on Mondays').count()).toBe(0)
  await rowWith(page, 'waters the plants')
    .first()
    .getByRole('button', { name: /3 replies/ })
    .waitFor()
  await toLastMessage(page)
  await page.keyboard.press('t')
  await replies(page).getByText('And now I am on holiday').waitFor()
  expect(await replies(page).getByRole('article').allTextContents()).toEqual([
    expect.stringContaining('waters the plants'),
    expect.stringContaining('The fern, too'),
    expect.stringContaining('I do, on Mondays'),
    expect.stringMatching(/Also sent to the chat.*And now I am on holiday/),
  ])
  await page.getByRole('button', { name: '1 new reply in a thread' }).waitFor({ state: 'detached' })

  // The same from Atrium, by Ben, with the box under the text.
  const benPage = await openPage(browser(), { url: office().server.url, path: '/chats', cookie: ben.cookie })
  await benPage
    .getByRole('button', { name: /Ada Lindqvist/ })
    .first()
    .click()
  await rowWith(benPage, 'on holiday').waitFor()
  await log(benPage).focus()
  await benPage.keyboard.press('ArrowUp')
  await benPage.keyboard.press('t')
  await benPage.getByRole('textbox', { name: 'Reply', exact: true }).waitFor()
  await benPage.keyboard.type('Can you take over?')
  await benPage.keyboard.press('Tab')
  await benPage.keyboard.press('Space')
  await benPage.keyboard.press('Shift+Tab')
  await benPage.keyboard.press('Enter')
  await rowWith(page, 'Can you take over?')
    .getByRole('button', { name: /replied to a thread/ })
    .waitFor()
  await replies(page).getByText('Can you take over?').waitFor()
  const [both] = await eventually('the broadcast in Slack', async () => {
    const found = await slackMessagesWith(office(), dm, 'Can you take over?')
    return found.length > 0 ? found : null
  })
  expect(both).toMatchObject({ user: ben.slackUserId, thread_ts: root?.ts, subtype: 'thread_broadcast' })

  // Nothing came twice.
  await page.waitForTimeout(1_500)
  expect(
    (await office().database.db.selectFrom('message').select('id').where('organization_id', '=', office().organizationId).execute()).length,
  ).toBe(5)

  // What was replied to is gone from Slack, and nothing has told us of it: the reply stands beside it, and its author is told.
  await page.getByRole('textbox', { name: 'Reply', exact: true }).focus()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Thread' }).waitFor({ state: 'detached' })
  await say(page, 'Soon gone')
  const [gone] = await eventually('the message that goes', async () => {
    const found = await slackMessagesWith(office(), dm, 'Soon gone')
    return found.length > 0 ? found : null
  })
  await rowWith(page, 'Soon gone').getByText('In Slack', { exact: true }).waitFor()
  await sandbox.faults.events({ drop: 1 })
  await sandbox.act.deleteMessage({ user_id: ada.slackUserId, channel_id: dm, ts: gone?.ts ?? '' })
  await sandbox.faults.clear()
  await toLastMessage(page)
  await page.keyboard.press('t')
  await replies(page).getByText('Soon gone').waitFor()
  await page.getByRole('textbox', { name: 'Reply', exact: true }).fill('I meant the fern')
  await page.keyboard.press('Enter')
  await replies(page).getByText('In Slack, as a message of its own: what it replies to is not there').waitFor()
  expect([...errorsOf(page), ...errorsOf(benPage)]).toEqual([])
})

it('[CH1, CH3, SP9] on a phone a thread fills the screen; in a space the composer says what leaves it; drafts stay with their thread', async () => {
  const { ada } = office()
  const phone = await openPage(browser(), { url: office().server.url, path: '/chats', cookie: ada.cookie, width: 360, height: 740 })
  await phone.getByRole('list', { name: 'Chats here' }).getByRole('button').first().click()
  await phone.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
  await say(phone, 'Cake in the kitchen')
  await rowWith(phone, 'Cake in the kitchen').getByRole('button', { name: 'Message actions' }).click()
  await rowWith(phone, 'Cake in the kitchen').getByRole('button', { name: 'Reply in thread' }).click()
  const reply = phone.getByRole('textbox', { name: 'Reply', exact: true })
  await reply.fill('@Ben a piece for you')
  await phone.getByText('It goes to the chat of you two, not into this thread.').waitFor()
  await reply.fill('half a draft')
  expect(await seriousOn(phone)).toEqual([])
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await phone.getByRole('button', { name: 'Back to the chat' }).click()
  expect(await phone.getByRole('textbox', { name: 'Message', exact: true }).inputValue()).toBe('')
  await rowWith(phone, 'Cake in the kitchen').getByRole('button', { name: 'Message actions' }).click()
  await rowWith(phone, 'Cake in the kitchen').getByRole('button', { name: 'Reply in thread' }).click()
  expect(await reply.inputValue()).toBe('half a draft')
  expect(errorsOf(phone)).toEqual([])
})
