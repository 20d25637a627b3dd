import { expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { enterSpace, sees } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const things = (page: Page) => page.getByRole('navigation', { name: 'Things on the map' })
const rooms = (page: Page) => things(page).getByRole('button', { name: /^Room \d/ })

/** Drags over the drawing, in tiles of a map at half its size. */
async function draw(page: Page, [fromX, fromY, toX, toY]: [number, number, number, number]): Promise<void> {
  const box = (await page.getByRole('application').boundingBox())!
  const at = (tile: number) => (tile * 32 + 40) / 2
  await page.mouse.move(box.x + at(fromX), box.y + at(fromY))
  await page.mouse.down()
  await page.mouse.move(box.x + at(toX), box.y + at(toY), { steps: 3 })
  await page.mouse.up()
}

it('[SP8, SP9] an office of four rooms, a desk and a portal, drawn with a pointer and with keys alone, undone and redone, seen live and walked through by somebody else', async () => {
  const { ada, ben, server } = office()
  const { space } = await ada.api.space.createSpace.mutate({ name: 'Annex', template: 'empty' })
  const his = await enterSpace(browser(), { ...office(), spaceId: space.id }, ben)
  await sees(his, ben.name)
  const hers = await openPage(browser(), {
    url: server.url,
    path: `/spaces/${space.id}/edit`,
    cookie: ada.cookie,
    width: 1900,
    height: 1000,
  })

  for (const corners of [
    [0, 0, 12, 9],
    [28, 0, 40, 9],
    [0, 21, 12, 30],
  ] as [number, number, number, number][]) {
    await hers.getByRole('button', { name: 'Add: Room' }).click()
    await draw(hers, corners)
  }
  await expect.poll(() => rooms(hers).count()).toBe(3)
  await hers.getByRole('button', { name: 'Add: Room' }).press('Enter')
  await expect.poll(() => rooms(hers).count()).toBe(4)
  await hers.getByLabel('Name').fill('Quiet room')
  await hers.getByLabel('Name').press('Enter')
  await his.getByRole('region', { name: 'Quiet room' }).waitFor()

  await hers.getByRole('button', { name: 'Add: Desk' }).press('Enter')
  await hers.getByRole('button', { name: 'Add: Portal' }).press('Enter')
  await hers.getByLabel('Leads to').waitFor()
  await his.getByRole('region', { name: 'Portals' }).waitFor()
  await hers.getByRole('button', { name: 'Undo' }).click()
  await his.getByRole('region', { name: 'Portals' }).waitFor({ state: 'detached' })
  await hers.getByRole('button', { name: 'Redo' }).click()
  await his.getByRole('region', { name: 'Portals' }).waitFor()
  expect(await seriousOn(hers)).toEqual([])

  await things(hers)
    .getByRole('button', { name: /^Room 1/ })
    .press('Enter')
  await things(hers)
    .getByRole('button', { name: /^Room 1/ })
    .press('Delete')
  await expect.poll(() => his.getByRole('region', { name: 'Room 1' }).count()).toBe(0)
  const { spaces } = await ada.api.space.list.query()
  const [drawn] = spaces.filter(({ id }) => id === space.id)
  expect(drawn?.rooms).toHaveLength(3)
  const [portal] = drawn!.map.portals

  // Onto the portal, on the map, with the keys.
  await his.getByRole('button', { name: 'Map', exact: true }).click()
  const map = his.getByRole('application', { name: /^Map of Annex/ })
  await map.focus()
  const goal = { x: portal!.x + portal!.width / 2, y: portal!.y + portal!.height / 2 }
  const box = (await map.boundingBox())!
  // One stands in the middle of what one sees, unless the map ends there.
  const zoom = Math.min(1.5, Math.max(1, Math.min(box.width / (drawn!.map.width + 80), box.height / (drawn!.map.height + 80))))
  const along = (focus: number, seen: number, size: number) =>
    size + 80 <= seen ? (size - seen) / 2 : Math.min(size + 40 - seen, Math.max(-40, focus - seen / 2))
  const own = (await ben.api.space.presence.query({ spaceId: space.id })).present.find(({ person }) => person.id === ben.memberId)!
  const corner = { x: along(own.x, box.width / zoom, drawn!.map.width), y: along(own.y, box.height / zoom, drawn!.map.height) }
  await his.mouse.click(box.x + (goal.x - corner.x) * zoom, box.y + (goal.y - corner.y) * zoom)
  const home = spaces.find(({ id }) => id === portal!.to)!
  await his.waitForURL(`**/spaces/${home.id}`)
  await sees(his, ben.name)
  expect([errorsOf(hers), errorsOf(his)]).toEqual([[], []])
})

it('[SP8, SP10] on a phone the editor is the list of things, with a field for each that can be said of them', async () => {
  const { ada, server, spaceId } = office()
  const page = await openPage(browser(), { url: server.url, path: `/spaces/${spaceId}/edit`, cookie: ada.cookie, width: 360, height: 740 })
  const width = page.getByLabel('Map width')
  const before = Number(await width.inputValue())
  await width.fill('2')
  await width.press('Enter')
  await page.getByText(/^A map is \d+ to \d+ tiles/).waitFor()
  expect(await width.inputValue()).toBe(String(before))
  await width.fill(String(before + 4))
  await width.press('Enter')
  const widthThere = async () => (await ada.api.space.list.query()).spaces.find(({ id }) => id === spaceId)?.map.width
  await expect.poll(widthThere).toBe((before + 4) * 32)
  await things(page).getByRole('button', { name: 'Library' }).click()
  await page.getByLabel('Room for').fill('5')
  await page.getByLabel('Room for').press('Enter')
  await expect
    .poll(
      async () =>
        (await ada.api.space.list.query()).spaces.flatMap(({ rooms: all }) => all).find(({ name }) => name === 'Library')?.capacity,
    )
    .toBe(5)
  expect(await page.getByRole('application').count()).toBe(0)
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  expect(await seriousOn(page)).toEqual([])
})
