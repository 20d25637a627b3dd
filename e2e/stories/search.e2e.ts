import { expect, it } from 'vitest'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type ChannelId, type ClientMutationId, type MessageId } from '@atrium/shared/ids.ts'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises, type Employee } from '../harness/office.ts'
import { enterSpace } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const write = async (by: Employee, text: string, channelId: ChannelId, threadRootId: MessageId | null = null) =>
  (await by.api.chat.sendMessage.mutate({ clientId: newId<ClientMutationId>(), channelId, text, threadRootId })).message.id

it('[CH8, SP9] by keyboard Ada finds a word that scrolled away long ago, a reply in a thread, and a person; what others wrote to each other she does not find', async () => {
  const { ada, ben, cy, server, spaceId } = office()
  const space = spaceChannelOf(spaceId).id
  const old = await write(ben, 'The quarterly roadmap is on the wall', space)
  const root = await write(cy, 'Who waters the plants?', space)
  await write(ben, 'I do, the roadmap says so', space, root)
  const { channel } = await ben.api.chat.openMentionChat.mutate({ personId: cy.memberId })
  await write(ben, 'The secret roadmap', channel.id)
  for (let page = 0; page < 5; page++)
    await Promise.all(Array.from({ length: 50 }, (_, number) => write(ben, `Filler ${page}-${number}`, space)))

  const page = await enterSpace(browser(), office(), ada)
  const field = page.getByRole('combobox', { name: 'Search people, messages and files' })
  const options = page.getByRole('option')
  await page.keyboard.press('Control+k')
  await field.fill('roadm')
  await options.filter({ hasText: 'quarterly roadmap' }).waitFor()
  expect(await options.count()).toBe(2)
  expect(await page.getByText('The secret roadmap').count()).toBe(0)
  expect(await page.getByRole('dialog').getByText('roadm', { exact: true }).count()).toBe(2)
  expect(await seriousOn(page)).toEqual([])

  // The newest is lit; one further down is the old one, five pages above in its chat.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const row = page.locator(`[data-message="${old}"]`)
  await row.and(page.locator(':focus')).waitFor()
  await eventually('the old message to stand in view', () => row.evaluate(isInView))
  expect(new URL(page.url()).searchParams.get('message')).toBeNull()

  await page.keyboard.press('Control+k')
  await field.fill('says ROADMAP')
  await options.first().waitFor()
  await page.keyboard.press('Enter')
  const reply = page.getByRole('log', { name: 'Replies' }).getByRole('article').filter({ hasText: 'the roadmap says so' })
  await reply.and(page.locator(':focus')).waitFor()

  await page.keyboard.press('Control+k')
  await field.fill('cy')
  await options.filter({ hasText: 'Cy Tanaka' }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Cy Tanaka' }).waitFor()

  await page.keyboard.press('Control+k')
  await field.fill('nobodyeversaidthis')
  await page.getByText('Nothing found for “nobodyeversaidthis”').waitFor()
  expect(errorsOf(page)).toEqual([])

  // On a phone from the list of chats.
  const phone = await openPage(browser(), { url: server.url, path: '/chats', cookie: ada.cookie, width: 360, height: 740 })
  await phone.getByRole('button', { name: 'Search' }).click()
  await phone.getByRole('combobox', { name: 'Search people, messages and files' }).fill('quarterly')
  await phone.getByRole('option').filter({ hasText: 'quarterly roadmap' }).click()
  const shown = phone.locator(`[data-message="${old}"]`)
  await eventually('the old message to stand in view', async () => (await shown.count()) === 1 && shown.evaluate(isInView))
  expect(errorsOf(phone)).toEqual([])
})

/** Runs in the page. */
function isInView(row: Element): boolean {
  const [{ top, bottom }, box] = [row.getBoundingClientRect(), row.closest('[role="log"]')?.getBoundingClientRect()]
  return box !== undefined && top >= box.top && bottom <= box.bottom
}
