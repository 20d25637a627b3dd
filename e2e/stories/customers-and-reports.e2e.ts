import { expect, it } from 'vitest'
import { newId } from '@atrium/shared/ids.ts'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[IN12, IN13] an agent looks at a customer and their people, merges two and parts them again, and sees how the team does', async () => {
  const { ada, server } = office()
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Acme' })
  await someHistory(customer.id)
  const page = await openPage(browser(), { url: server.url, path: '/customers', cookie: ada.cookie })
  const line = page.getByRole('list', { name: 'Customers' }).getByRole('link', { name: /Acme/ })
  await line.getByText('4 open').waitFor()
  await line.click()
  await page.getByRole('combobox', { name: 'Looked after by' }).selectOption({ label: 'Ben Okafor' })
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Acme Robotics')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('heading', { name: 'Acme Robotics' }).waitFor()
  const found: string[] = []
  const lookAt = async (name: string) => {
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 })
      found.push(...(await seriousOn(page)).map((serious) => `${name}, ${width} px: ${serious}`))
      if ((await overflowOf(page)) > 0) found.push(`${name} is wider than ${width} px`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  await page.getByRole('list', { name: 'Conversations' }).getByText('Question 3').waitFor()
  await lookAt('the customer')

  await page.getByRole('list', { name: 'Contacts' }).getByRole('link', { name: 'Zoe Carter' }).click()
  await page.getByRole('button', { name: 'Merge' }).click()
  await page.getByRole('dialog').getByRole('searchbox', { name: 'Name or e-mail' }).fill('phone')
  await page.getByRole('button', { name: 'Merge with Zoe (phone)' }).click()
  const undo = page.getByRole('button', { name: 'Undo merging Zoe (phone)' })
  await undo.waitFor()
  expect(await page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').count()).toBe(12)
  await lookAt('the contact')
  await undo.click()
  await page.getByText('is somebody else again').waitFor()

  await page.goto(`${server.url}/reports`)
  await page.getByRole('term').filter({ hasText: 'Opened' }).waitFor()
  await page.locator('canvas').first().waitFor()
  await page.getByRole('table').getByRole('link', { name: 'Acme Robotics' }).waitFor()
  await lookAt('the reports')
  // Narrowed by keyboard alone; the address says to what, so that it can be sent to somebody.
  await page.getByRole('combobox', { name: 'Customer', exact: true }).focus()
  await page.keyboard.type('robo')
  await page.getByRole('option', { name: 'Acme Robotics' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Channel' }).selectOption('#support-acme')
  await page.waitForURL(`**/reports?customer=${customer.id}&channel=%23support-acme`)
  await page.reload()
  await page.getByRole('combobox', { name: 'Channel' }).locator('option[value="#support-acme"]:checked').waitFor({ state: 'attached' })
  await page.getByRole('table').getByRole('link', { name: 'Acme Robotics' }).waitFor()
  await page.locator('canvas').nth(5).waitFor()
  await lookAt('the narrowed reports')
  await page.getByRole('combobox', { name: 'Agent' }).selectOption({ label: 'Ben Okafor' })
  await page.getByText('Nothing in these days').first().waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.waitForURL('**/reports')
  await page.locator('canvas').first().waitFor()
  const taken = page.waitForEvent('download')
  await page.getByRole('link', { name: 'export them as CSV' }).click()
  expect((await taken).suggestedFilename()).toMatch(/^atrium-conversation-.*\.csv$/)
  expect(found).toEqual([])
})

/** Twelve conversations of two people over twelve days; the older ones answered and closed. */
async function someHistory(customerId: string): Promise<void> {
  const { database, organizationId: organization_id } = office()
  const people = ['Zoe Carter', 'Zoe (phone)'].map((name) => ({ organization_id, id: newId(), customer_id: customerId, name }))
  await database.db.insertInto('contact').values(people).execute()
  const rows = Array.from({ length: 12 }, (_, number) => {
    const at = new Date(Date.now() - number * 24 * 3_600_000)
    const after = (hours: number) => new Date(at.getTime() + hours * 3_600_000)
    const isDone = number > 3
    return {
      ...{ organization_id, id: newId(at.getTime()), number: 1_000 + number, customer_id: customerId, contact_id: people[number % 2]!.id },
      ...{
        origin: 'channel',
        place: '#support-acme',
        subject: `Question ${number}`,
        preview: 'And now?',
        created_at: at,
        last_activity_at: at,
      },
      ...(isDone ? { status: 'closed', first_reply_at: after(number % 3), closed_at: after(4 + number) } : {}),
    }
  })
  await database.db.insertInto('conversation').values(rows).execute()
}
