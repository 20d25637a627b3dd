import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf, lastCall, slackMessagesWith } from '../harness/slack-messages.ts'
import { enterSpace, say, sayToOne, timesShown } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const rowWith = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text })
const isInSlack = (page: Page, text: string) => rowWith(page, text).getByText('In Slack', { exact: true }).waitFor()
const messagesOfOffice = async () =>
  (await office().database.db.selectFrom('message').select('id').where('organization_id', '=', office().organizationId).execute()).length

it('[BR7, CH1, SP9] Ada edits and deletes in Atrium and Slack follows; Ben edits and reacts in Slack and Atrium shows it; nothing comes twice', async () => {
  const { ada, ben, sandbox } = office()
  const page = await enterSpace(browser(), office(), ada)
  await sayToOne(page, '@Ben lunhc?')
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  await eventually('the message in Slack', async () => (await slackMessagesWith(office(), dm, 'lunhc?')).length === 1)
  await isInSlack(page, 'lunhc?')

  // Arrow up in the empty composer opens the last own message; Escape leaves it, Enter saves.
  const composer = page.getByRole('textbox', { name: 'Message', exact: true })
  const editor = page.getByRole('textbox', { name: 'Edit message' })
  await composer.press('ArrowUp')
  expect(await editor.inputValue()).toBe('@Ben Okafor lunhc?')
  expect(await seriousOn(page)).toEqual([])
  await editor.press('Escape')
  await editor.waitFor({ state: 'detached' })
  expect(await composer.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
  await composer.press('ArrowUp')
  await editor.fill('@Ben Okafor lunch at noon?')
  await editor.press('Enter')
  await rowWith(page, 'lunch at noon?').getByText('(edited)').waitFor()
  await eventually('the edit in Slack', async () => (await slackMessagesWith(office(), dm, 'lunch at noon?')).length === 1)
  expect(await slackMessagesWith(office(), dm, 'lunhc?')).toEqual([])
  await isInSlack(page, 'lunch at noon?')

  // With the pointer: react, then delete another one.
  await rowWith(page, 'lunch at noon?').hover()
  await page.getByRole('button', { name: 'Add reaction' }).click()
  await page.getByRole('dialog', { name: 'Choose a reaction' }).waitFor()
  expect(await seriousOn(page)).toEqual([])
  await page.getByRole('button', { name: 'party popper', exact: true }).click()
  await page.getByRole('button', { name: 'party popper, 1: You' }).waitFor()
  await eventually('Ada’s reaction in Slack', async () => {
    const [post] = await slackMessagesWith(office(), dm, 'lunch at noon?')
    return post?.reactions?.some(({ name, users }) => name === 'tada' && users.includes(ada.slackUserId))
  })
  await say(page, 'forget this one')
  await isInSlack(page, 'forget this one')
  await rowWith(page, 'forget this one').hover()
  await rowWith(page, 'forget this one').getByRole('button', { name: 'Delete message' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await log(page).getByText('This message was deleted.').waitFor()
  await eventually('the delete in Slack', async () => (await slackMessagesWith(office(), dm, 'forget this one')).length === 0)

  // Ben answers in Slack, words it anew there, and reacts to Ada's.
  const calls = await lastCall(office())
  const [post] = await slackMessagesWith(office(), dm, 'lunch at noon?')
  const { ts } = await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text: 'Yse' })
  await log(page).getByText('Yse').waitFor()
  await sandbox.act.editMessage({ user_id: ben.slackUserId, channel_id: dm, ts, text: 'Yes, *gladly*' })
  await rowWith(page, 'Yes, gladly').getByText('(edited)').waitFor()
  await sandbox.act.react({ user_id: ben.slackUserId, channel_id: dm, ts: post?.ts ?? '', name: '+1::skin-tone-4' })
  await rowWith(page, 'lunch at noon?').getByText('👍🏽').waitFor()
  await sandbox.act.react({ user_id: ben.slackUserId, channel_id: dm, ts: post?.ts ?? '', name: 'tada' })
  await page.getByRole('button', { name: 'party popper, 2: You, Ben Okafor' }).waitFor()

  // No echo, no double: what Ben did made Atrium write nothing (reconciliation reads whenever it is due), and every message stands once.
  await page.waitForTimeout(1500)
  const written = (await sandbox.log({})).filter(({ n, method }) => n > calls && /^(chat|reactions|files)\./.test(method))
  expect(written.map(({ method }) => method)).toEqual([])
  expect(await messagesOfOffice()).toBe(3)
  expect(await timesShown(page, 'Yes, gladly')).toBe(1)
  expect(await timesShown(page, 'lunch at noon?')).toBe(1)
  expect(errorsOf(page)).toEqual([])
})

it('[CH1] on a phone the actions are behind a button of the message, and by keyboard they are keys', async () => {
  const { ada, ben } = office()
  const phone = await openPage(browser(), { url: office().server.url, path: '/chats', cookie: ada.cookie, width: 360, height: 740 })
  await phone
    .getByRole('button', { name: /Ben Okafor/ })
    .first()
    .click()
  await phone.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
  await say(phone, 'from the phone')
  await isInSlack(phone, 'from the phone')
  const row = rowWith(phone, 'from the phone')
  await row.getByRole('button', { name: 'Message actions' }).click()
  await row.getByRole('button', { name: 'React with thumbs up' }).click()
  await phone.getByRole('button', { name: 'thumbs up, 1: You' }).waitFor()
  await row.getByRole('button', { name: 'Message actions' }).click()
  await row.getByRole('button', { name: 'Edit message' }).click()
  await phone.getByRole('textbox', { name: 'Edit message' }).fill('from the small phone')
  await phone.getByRole('button', { name: 'Save' }).click()
  await rowWith(phone, 'from the small phone').getByText('(edited)').waitFor()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360)

  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  await log(phone).focus()
  await phone.keyboard.press('ArrowUp')
  await phone.keyboard.press('Delete')
  await phone.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await eventually('the delete in Slack', async () => (await slackMessagesWith(office(), dm, 'from the small phone')).length === 0)
  expect(errorsOf(phone)).toEqual([])
})
