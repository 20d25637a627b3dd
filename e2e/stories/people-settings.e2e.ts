import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[ID3, ID5] Ada renames the organization, makes Ben look after the space, finds both in the audit log and takes it along', async () => {
  const { ada, ben, server, spaceId } = office()
  const page = await openPage(browser(), { url: server.url, path: '/settings/organization', cookie: ada.cookie, width: 360 })
  await page.getByLabel('Organization', { exact: true }).fill('Southwind')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('The name was saved.').waitFor()
  const his = await openPage(browser(), { url: server.url, path: `/spaces/${spaceId}`, cookie: ben.cookie })
  await his.getByRole('button', { name: 'Map', exact: true }).waitFor()
  expect(await his.getByRole('link', { name: 'Edit the map' }).count()).toBe(0)
  await page.getByLabel('Person').selectOption(ben.memberId)
  await page.getByRole('button', { name: 'Add' }).click()
  await page.getByLabel(`Role of ${ben.name} in the space`).waitFor()
  // Without a reload, on the page that he looks at.
  await his.getByRole('link', { name: 'Edit the map' }).waitFor()
  await page.getByRole('button', { name: `Remove ${ben.name} from the space` }).click()
  await his.getByRole('link', { name: 'Edit the map' }).waitFor({ state: 'detached' })
  await page.getByLabel('Person').selectOption(ben.memberId)
  await page.getByRole('button', { name: 'Add' }).click()
  await page.getByLabel(`Role of ${ben.name} in the space`).waitFor()
  const { members } = await ben.api.space.listSpaceMembers.query({ spaceId })
  expect(members).toEqual([{ memberId: ben.memberId, role: 'admin' }])
  expect((await ben.api.identity.me.query()).organization?.name).toBe('Southwind')
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  expect(await seriousOn(page)).toEqual([])

  await page.goto(`${server.url}/settings/audit`)
  const entries = page.getByRole('list', { name: 'Audit entries' }).getByRole('listitem')
  await entries.filter({ hasText: 'invited' }).first().waitFor()
  await page.getByLabel('Who or whom').fill('southw')
  await entries.filter({ hasText: 'invited' }).first().waitFor({ state: 'hidden' })
  expect(await entries.count()).toBe(1)
  await entries.filter({ hasText: 'renamed the organization to Southwind' }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export JSON' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  expect(JSON.parse(file)).toMatchObject([{ action: 'organization.renamed', actorName: ada.name }])
  await page.getByLabel('Who or whom').fill('')
  await entries.filter({ hasText: 'exported from this log 1 entry as JSON' }).waitFor()
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  expect(await seriousOn(page)).toEqual([])
  expect(errorsOf(page)).toEqual([])
})
