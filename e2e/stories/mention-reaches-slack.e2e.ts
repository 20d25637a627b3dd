import { expect, it } from 'vitest'
import { errorsOf, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'
import { enterSpace, sayToOne, sees, timesShown } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[BR1, BR2, BR6, SP1, SP2] Ada mentions Ben in the space; it stands once in their Slack DM, by Ada; his answer there reaches her', async () => {
  const { ada, ben, sandbox } = office()
  const [adaPage, benPage] = [await enterSpace(browser(), office(), ada), await enterSpace(browser(), office(), ben)]

  // They see each other, and walk.
  await sees(adaPage, 'Ben Okafor')
  await sees(benPage, 'Ada Lindqvist')
  const before = await placeOf(ada.memberId)
  await adaPage.getByRole('button', { name: 'Map', exact: true }).click()
  await adaPage.getByRole('application', { name: /map/i }).focus()
  await eventually('Ada to have walked', async () => {
    // Held for as long as a busy page takes to draw a few steps, if not the first time.
    await adaPage.keyboard.down('ArrowRight')
    await adaPage.waitForTimeout(500)
    await adaPage.keyboard.up('ArrowRight')
    return (await placeOf(ada.memberId)) !== before
  })

  await sayToOne(adaPage, '@Ben lunch?')
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  const [message] = await eventually('the message in Slack', async () => {
    const found = await slackMessagesWith(office(), dm, 'lunch?')
    return found.length > 0 ? found : null
  })
  expect(message?.user).toBe(ada.slackUserId)

  await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text: 'Yes, at *noon*' })
  await adaPage.getByRole('log', { name: 'Messages' }).getByText('Yes, at').waitFor()
  expect(await timesShown(adaPage, 'Yes, at')).toBe(1)

  // No echo came back, anywhere.
  await adaPage.waitForTimeout(1500)
  expect(await slackMessagesWith(office(), dm, 'lunch?')).toHaveLength(1)
  expect(await timesShown(adaPage, 'lunch?')).toBe(1)
  expect(await rowsWith('lunch?')).toBe(1)
  expect([...errorsOf(adaPage), ...errorsOf(benPage)]).toEqual([])
})

async function placeOf(personId: string): Promise<string> {
  const row = await office().database.db.selectFrom('presence').select(['x', 'y']).where('person_id', '=', personId).executeTakeFirst()
  const live = await office().ada.api.space.presence.query({ spaceId: office().spaceId })
  const shown = live.present.find((each) => each.person.id === personId)
  return JSON.stringify([row?.x, row?.y, shown?.x, shown?.y])
}

async function rowsWith(text: string): Promise<number> {
  const rows = await office()
    .database.db.selectFrom('message')
    .select('id')
    .where('organization_id', '=', office().organizationId)
    .where('text', 'like', `%${text}%`)
    .execute()
  return rows.length
}
