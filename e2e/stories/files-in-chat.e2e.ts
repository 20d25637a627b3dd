import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { cookiesOf } from '../harness/people.ts'
import { enterSpace, say, sayToOne } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const tray = (page: Page) => page.getByRole('list', { name: 'Attached files' })
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true })
const composerOf = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true })
const attach = (page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.locator('input[type=file]').setInputFiles(files)
const isAttached = (page: Page, name: string) =>
  tray(page)
    .getByRole('button', { name: `Remove ${name}` })
    .waitFor()
/** Any picture will do: what the page looks like. */
const aPicture = async (page: Page, name: string) => ({ name, mimeType: 'image/png', buffer: await page.screenshot() })
const notes = { name: 'notizen – 請柬.txt', mimeType: 'text/plain', buffer: Buffer.from('Milk, bread,\nand the plan.') }
const filesOfOffice = async () =>
  office()
    .database.db.selectFrom('file')
    .select(['id', 'organization_id', 'name'])
    .where('organization_id', '=', office().organizationId)
    .orderBy('created_at')
    .execute()

/** Somebody with a guest link to another floor. */
async function visitorElsewhere(): Promise<string> {
  const { ada, server } = office()
  const { space } = await ada.api.space.createSpace.mutate({ name: 'Cellar' })
  const link = await ada.api.identity.createGuestLink.mutate({ spaceId: space.id, label: 'Suppliers', expiresInHours: 1 })
  const answer = await fetch(`${server.url}/api/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ token: new URL(link.url).pathname.split('/').at(-1), name: 'Vera' }),
  })
  expect(answer.status).toBe(200)
  return cookiesOf(answer)
}

it('[CH1, SP9] Ada sends an image and a text, with words and without; Ben sees them live, looks and downloads; a visitor elsewhere gets nothing', async () => {
  const { ada, ben, server } = office()
  const page = await enterSpace(browser(), office(), ada)
  const bens = await enterSpace(browser(), office(), ben)

  await attach(page, [await aPicture(page, 'the office.png'), notes])
  await isAttached(page, 'the office.png')
  await isAttached(page, notes.name)
  expect(await seriousOn(page)).toEqual([])
  await say(page, 'As promised')
  const row = log(bens).getByRole('article').filter({ hasText: 'As promised' })
  const tile = row.getByRole('button', { name: 'Open image the office.png' })
  await eventually('the thumbnail on Ben’s page', () =>
    tile.getByRole('img').evaluate((image) => (image as HTMLImageElement).complete && (image as HTMLImageElement).naturalWidth > 0),
  )
  expect(await tile.getByRole('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(480)
  expect(await tray(page).count()).toBe(0)

  // Without words, by keyboard alone after choosing.
  await attach(page, [await aPicture(page, 'again.png')])
  await isAttached(page, 'again.png')
  await composerOf(page).press('Enter')
  await log(bens).getByRole('button', { name: 'Open image again.png' }).waitFor()
  expect(await seriousOn(bens)).toEqual([])

  // Ben looks: from picture to picture with the arrows, and back with Escape.
  await tile.focus()
  await bens.keyboard.press('Enter')
  const viewer = (name: string) => bens.getByRole('dialog', { name })
  await viewer('the office.png').getByText('1 of 2').waitFor()
  await eventually('the whole picture', () =>
    viewer('the office.png')
      .getByRole('img', { name: 'the office.png' })
      .evaluate((image) => (image as HTMLImageElement).naturalWidth === 1440),
  )
  expect(await seriousOn(bens)).toEqual([])
  await bens.keyboard.press('ArrowRight')
  await viewer('again.png').waitFor()
  await bens.keyboard.press('ArrowRight')
  await viewer('again.png').getByText('2 of 2').waitFor()
  await bens.keyboard.press('ArrowLeft')
  await viewer('the office.png').waitFor()
  await bens.keyboard.press('Escape')
  await viewer('the office.png').waitFor({ state: 'detached' })
  await eventually('the focus back on the picture', () => tile.evaluate((element) => element === element.ownerDocument.activeElement))

  const downloading = bens.waitForEvent('download')
  await row.getByRole('link', { name: `Download ${notes.name}` }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe(notes.name)
  expect(await readFile(await download.path())).toEqual(notes.buffer)

  const [stranger, files] = [await visitorElsewhere(), await filesOfOffice()]
  expect(files.length).toBe(3)
  for (const { id, organization_id } of files) {
    const url = `${server.url}/api/files/${organization_id}/${id}`
    expect((await fetch(url, { headers: { cookie: ben.cookie } })).status).toBe(200)
    for (const cookie of [stranger, '']) {
      expect((await fetch(url, { headers: { cookie } })).status).toBe(404)
      expect((await fetch(`${url}/thumbnail`, { headers: { cookie } })).status).toBe(404)
    }
  }

  // What Ada takes back is gone for Ben, also while he looks at it.
  await tile.click()
  await viewer('the office.png').waitFor()
  await log(page).getByRole('article').filter({ hasText: 'As promised' }).hover()
  await log(page).getByRole('article').filter({ hasText: 'As promised' }).getByRole('button', { name: 'Delete message' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await viewer('the office.png').waitFor({ state: 'detached' })
  await log(bens).getByText('This message was deleted.').waitFor()
  expect((await filesOfOffice()).map(({ name }) => name)).toEqual(['again.png'])
  expect([...errorsOf(page), ...errorsOf(bens)]).toEqual([])
})

it('[CH1] files are pasted and dropped, cancelled, tried again, and stay with the draft until it is sent', async () => {
  const { ada, cy } = office()
  const page = await enterSpace(browser(), office(), ada)
  await sayToOne(page, '@Cy hello')
  await composerOf(page).waitFor()

  await composerOf(page).evaluate((element) => {
    const copied = new DataTransfer()
    copied.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: copied, bubbles: true, cancelable: true }))
  })
  await isAttached(page, 'pasted.txt')
  await log(page).evaluate((element) => {
    const dragged = new DataTransfer()
    dragged.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }))
    const about = { dataTransfer: dragged, bubbles: true, cancelable: true }
    element.dispatchEvent(new DragEvent('dragover', about))
    element.dispatchEvent(new DragEvent('drop', about))
  })
  await isAttached(page, 'dropped.txt')

  // The way to the server breaks off, and comes back.
  await page.route('**/api/files?name=*', (route) => route.abort())
  await attach(page, [notes])
  await tray(page).getByText('The connection broke off. Try again.').waitFor()
  expect(await send(page).isDisabled()).toBe(true)
  expect(await seriousOn(page)).toEqual([])
  await page.unroute('**/api/files?name=*')
  await page.getByRole('button', { name: `Try ${notes.name} again` }).click()
  await isAttached(page, notes.name)
  await page.route('**/api/files?name=endless*', () => {})
  await attach(page, [{ ...notes, name: 'endless.txt' }])
  await tray(page).getByRole('progressbar', { name: 'Uploading endless.txt' }).waitFor()
  expect(await send(page).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Cancel endless.txt' }).click()
  await page.getByRole('button', { name: 'Remove dropped.txt' }).click()
  await eventually('the removed file to be gone', async () => !(await filesOfOffice()).some(({ name }) => name === 'dropped.txt'))

  await page.reload()
  await page
    .getByRole('button', { name: /Cy Tanaka/ })
    .first()
    .click()
  await isAttached(page, 'pasted.txt')
  await isAttached(page, notes.name)
  await send(page).click()
  const row = log(page).getByRole('article').filter({ hasText: 'pasted.txt' })
  await row.getByRole('link', { name: `Download ${notes.name}` }).waitFor()
  expect(await tray(page).count()).toBe(0)

  const phone = await openPage(browser(), { url: office().server.url, path: '/chats', cookie: cy.cookie, width: 360, height: 740 })
  await phone.getByRole('button', { name: /Ada Lindqvist.*2 files/ }).click()
  await log(phone).getByRole('link', { name: 'Download pasted.txt 6 bytes' }).waitFor()
  await attach(phone, [await aPicture(page, 'wide.png'), await aPicture(page, 'wide too.png'), notes])
  for (const name of ['wide.png', 'wide too.png', notes.name]) await isAttached(phone, name)
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await send(phone).click()
  await log(page).getByRole('button', { name: 'Open image wide too.png' }).click()
  await page.getByRole('dialog', { name: 'wide too.png' }).waitFor()
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect(await seriousOn(phone)).toEqual([])
  expect([...errorsOf(page), ...errorsOf(phone)]).toEqual([])
})
