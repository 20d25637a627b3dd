import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { newId, type ChannelId } from '@atrium/shared/ids.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises, type Employee } from '../harness/office.ts'
import { enterSpace, say, timesShown } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const row = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text })
const spaceChannel = () => office().spaceId as string as ChannelId
const isInView = (page: Page, text: string) =>
  row(page, text).evaluate((element) => {
    const [at, box] = [element.getBoundingClientRect(), element.closest('[role=log]')!.getBoundingClientRect()]
    return at.top >= box.top - 1 && at.bottom <= box.bottom + 1
  })
const topOf = (page: Page, text: string) => row(page, text).evaluate((element) => Math.round(element.getBoundingClientRect().top))

async function write(person: Employee, texts: string[]): Promise<void> {
  for (const text of texts) await person.api.chat.sendMessage.mutate({ clientId: newId(), channelId: spaceChannel(), text })
}
const numbered = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word} ${index + 1}.`)

async function unreadOf(person: Employee): Promise<number> {
  const { channels } = await person.api.chat.listChannels.query()
  return channels.find(({ channel }) => channel.id === spaceChannel())?.unread ?? 0
}

it('[CH5] who comes back to many messages is told how many, led to the first, and keeps their place while older ones load', async () => {
  const { ada, ben } = office()
  await write(ben, numbered('before', 30))
  const page = await enterSpace(browser(), office(), ada)
  await row(page, 'before 30.').waitFor()
  await eventually('all is read', async () => (await unreadOf(ada)) === 0)
  await page.context().close()
  await write(ben, numbered('while away', 120))

  const back = await enterSpace(browser(), office(), ada)
  await row(back, 'while away 120.').waitFor()
  expect(await isInView(back, 'while away 120.')).toBe(true)
  await back.getByRole('button', { name: '120 new messages' }).click()
  await eventually('the first of them', async () => (await row(back, 'while away 1.').count()) === 1 && isInView(back, 'while away 1.'))
  await log(back).getByText('New', { exact: true }).waitFor()
  await back.getByRole('button', { name: '120 new messages' }).waitFor({ state: 'detached' })
  expect(await row(back, 'while away 1.').evaluate((element) => element === document.activeElement)).toBe(true)

  // Further up the history loads page by page; what one reads stays where it is.
  await back.reload()
  await row(back, 'while away 120.').waitFor()
  const seen = await log(back).evaluate((box) => {
    box.scrollTo(0, 200)
    const [, ...rows] = box.querySelectorAll<HTMLElement>('[data-message]')
    const shown = rows.find((element) => element.getBoundingClientRect().top >= box.getBoundingClientRect().top)!
    return { id: shown.dataset.message, top: Math.round(shown.getBoundingClientRect().top), count: rows.length + 1 }
  })
  await eventually('older ones', async () => (await log(back).getByRole('article').count()) > seen.count)
  const now = await log(back)
    .locator(`[data-message="${seen.id}"]`)
    .evaluate((element) => Math.round(element.getBoundingClientRect().top))
  expect(Math.abs(now - seen.top)).toBeLessThanOrEqual(1)
})

it('[CH5] who reads further up stays there when somebody writes, is told, and gets back with one click', async () => {
  const { ada, ben } = office()
  const page = await enterSpace(browser(), office(), ada)
  await row(page, 'while away 120.').waitFor()
  await log(page).evaluate((box) => box.scrollTo(0, box.scrollHeight - box.clientHeight - 600))
  await page.getByRole('button', { name: 'Newest' }).waitFor()
  const before = await topOf(page, 'while away 110.')
  await write(ben, ['something new, first', 'something new, second'])
  const button = page.getByRole('button', { name: '2 new messages' })
  await button.waitFor()
  expect(await topOf(page, 'while away 110.')).toBe(before)
  expect(await unreadOf(ada)).toBe(2)
  await button.click()
  await eventually('the newest', () => isInView(page, 'something new, second'))
  await eventually('it is read', async () => (await unreadOf(ada)) === 0)
})

it('[CH5] two tabs agree: what is read in one is read in the other', async () => {
  const { ada, ben, server } = office()
  const open = () => openPage(browser(), { url: server.url, path: '/people', cookie: ada.cookie })
  const [one, other] = [await open(), await open()]
  const badge = (page: Page) => page.getByRole('navigation', { name: 'Spaces' }).getByText('3 unread')
  await one.getByRole('searchbox', { name: 'Find people' }).waitFor()
  await other.getByRole('searchbox', { name: 'Find people' }).waitFor()
  await write(ben, numbered('for both tabs', 3))
  await Promise.all([badge(one).waitFor({ state: 'attached' }), badge(other).waitFor({ state: 'attached' })])
  await one.getByRole('navigation', { name: 'Spaces' }).getByRole('link').first().click()
  await row(one, 'for both tabs 3.').waitFor()
  await Promise.all([badge(one).waitFor({ state: 'detached' }), badge(other).waitFor({ state: 'detached' })])
})

it('[SP11] what is written without a connection waits, says so, and is sent once when it is back', async () => {
  const { ada, ben, cy, server, database } = office()
  const [page, benPage] = [await enterSpace(browser(), office(), ada), await enterSpace(browser(), office(), ben)]
  const cyPage = await enterSpace(browser(), office(), cy)
  await row(page, 'for both tabs 3.').waitFor()
  await server.kill()
  await page.getByText('No connection. You can keep writing').waitFor()
  await say(page, 'written in the dark')
  await row(page, 'written in the dark').getByText('Sent as soon as the connection is back').waitFor()
  // Not under Ben's name, who wrote last.
  expect(await row(page, 'written in the dark').innerText()).toContain('Ada Lindqvist')
  // Whoever goes where they have not been yet stays where they are until the rest of the page can be fetched.
  await cyPage.evaluate(() => Object.assign(window, { isStillTheSame: true }))
  await cyPage.getByRole('link', { name: 'Settings' }).click()
  // It is said for a few seconds only, which may be over by the time that a busy machine has told us of the start.
  await Promise.all([page.getByText('Connected again').waitFor(), server.start()])
  await row(page, 'written in the dark').getByText('Sent as soon as').waitFor({ state: 'detached' })
  await row(benPage, 'written in the dark').waitFor()
  expect(await timesShown(page, 'written in the dark')).toBe(1)
  await cyPage.getByRole('heading', { name: 'Personal' }).waitFor()
  expect(await cyPage.evaluate(() => 'isStillTheSame' in window)).toBe(true)
  const rows = await database.db.selectFrom('message').select('id').where('text', '=', 'written in the dark').execute()
  expect(rows).toHaveLength(1)
})

it('[SP11] what was being loaded when the connection was lost is there once it is back, without anybody asking for it', async () => {
  const { ada, ben, server } = office()
  const channelId = spaceChannel()
  const { message: root } = await ben.api.chat.sendMessage.mutate({ clientId: newId(), channelId, text: 'a root' })
  await ben.api.chat.sendMessage.mutate({ clientId: newId(), channelId, text: 'a reply under it', threadRootId: root.id })
  const page = await enterSpace(browser(), office(), ada)
  const opens = row(page, 'a root').getByRole('button', { name: /^1 reply/ })
  await opens.waitFor()
  await page.waitForLoadState('networkidle')
  // A process that stands still takes what it is asked, and answers nothing.
  process.kill(server.pid, 'SIGSTOP')
  await opens.click()
  const thread = page.getByRole('log', { name: 'Replies' })
  await thread.waitFor()
  await server.kill()
  await page.getByText('No connection. You can keep writing').waitFor()
  await server.start()
  await thread.getByText('a reply under it').waitFor()
}, 120_000)

it('[SP11] what nobody has answered for 30 days is not sent again by itself, since the server may not know it any more', async () => {
  const { ada, server, database } = office()
  const page = await enterSpace(browser(), office(), ada)
  // Whatever a page loads only once it is needed is there.
  await say(page, 'answered at once')
  await row(page, 'answered at once').waitFor()
  await page.waitForLoadState('networkidle')
  await page.getByRole('textbox', { name: 'Message' }).fill('answered by nobody')
  // A process that stands still takes what is sent to it, and answers nothing.
  process.kill(server.pid, 'SIGSTOP')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('No connection. You can keep writing').waitFor()
  await page.evaluate(() => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + 31 * 86_400_000
  })
  await server.kill()
  await server.start()
  const unsent = page.getByRole('article', { name: 'Your message, not sent yet' })
  await unsent.getByText('no answer came for 30 days').waitFor()
  const rows = await database.db.selectFrom('message').select('id').where('text', '=', 'answered by nobody').execute()
  expect(rows).toEqual([])
  await unsent.getByRole('button', { name: 'Discard' }).click()
  await unsent.waitFor({ state: 'detached' })
})

it('[CH1] what the server refuses stays with its reason, and can be tried again or thrown away', async () => {
  const { ada } = office()
  const page = await enterSpace(browser(), office(), ada)
  // A mention of nobody: sent to nobody, and not to everybody either.
  await say(page, `psst <@p:${newId()}> only for you`)
  const refused = page.getByRole('article', { name: 'Your message, not sent yet' })
  await refused.getByText(/^Not sent:/).waitFor()
  await refused.getByRole('button', { name: 'Retry' }).click()
  await refused.getByText(/^Not sent:/).waitFor()
  await refused.getByRole('button', { name: 'Discard' }).click()
  await refused.waitFor({ state: 'detached' })
})
