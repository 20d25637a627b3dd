import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf, lastCall, slackMessagesWith } from '../harness/slack-messages.ts'
import { enterSpace, say, sayToOne } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })
const rowWith = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text })
const widthOf = (image: ReturnType<Page['getByRole']>) =>
  image.evaluate((element) => ((element as HTMLImageElement).complete ? (element as HTMLImageElement).naturalWidth : 0))

/** The messages of a direct message in Slack that show a file of this name. */
async function showing(dm: string, name: string) {
  const { messages } = await office().sandbox.state.channel(dm)
  return messages.filter(({ files }) => JSON.stringify(files ?? []).includes(name))
}

it('[BR7, CH1] Ada’s image stands in Slack with its words; Ben’s from Slack comes live, small and whole; what either takes back is gone on both sides', async () => {
  const { ada, ben, sandbox } = office()
  const page = await enterSpace(browser(), office(), ada)
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  await sayToOne(page, '@Ben hello')
  await eventually('the chat in Slack', async () => (await slackMessagesWith(office(), dm, 'hello')).length === 1)

  // Ada sends a picture: her words, then the picture, both by her, once.
  const picture = await page.screenshot()
  await page.locator('input[type=file]').setInputFiles([{ name: 'desk plan.png', mimeType: 'image/png', buffer: picture }])
  await page.getByRole('button', { name: 'Remove desk plan.png' }).waitFor()
  await say(page, 'The new desks')
  await rowWith(page, 'The new desks').getByText('In Slack', { exact: true }).waitFor()
  const [words] = await slackMessagesWith(office(), dm, 'The new desks')
  const [shared, ...others] = await eventually('the picture in Slack', async () => {
    const found = await showing(dm, 'desk plan.png')
    return found.length > 0 ? found : null
  })
  expect([words?.user, shared?.user, others]).toEqual([ada.slackUserId, ada.slackUserId, []])
  expect(shared?.files).toMatchObject([{ mimetype: 'image/png', size: picture.length }])

  // Ben shares one there: Ada sees it small without loading anew, and whole when she opens it.
  const since = await lastCall(office())
  const files = [{ name: 'sofa.png', mimetype: 'image/png', content: picture.toString('base64'), encoding: 'base64' as const }]
  const { ts } = await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text: 'And this sofa?', files })
  const tile = rowWith(page, 'And this sofa?').getByRole('button', { name: 'Open image sofa.png' })
  await eventually('the thumbnail', async () => (await widthOf(tile.getByRole('img'))) === 480)
  await tile.click()
  const viewer = page.getByRole('dialog', { name: 'sofa.png' })
  await eventually('the whole picture', async () => (await widthOf(viewer.getByRole('img', { name: 'sofa.png' }))) === 1440)
  expect(await seriousOn(page)).toEqual([])

  // Ben takes his back in Slack, while she looks at it.
  await sandbox.act.deleteMessage({ user_id: ben.slackUserId, channel_id: dm, ts })
  await viewer.waitFor({ state: 'detached' })
  await log(page).getByText('This message was deleted.').waitFor()
  expect((await sandbox.log({})).filter(({ n, method }) => n > since && /^(chat|files\.(get|complete|delete))/.test(method))).toEqual([])

  // Ada takes hers back here: words and picture leave Slack.
  await rowWith(page, 'The new desks').hover()
  await rowWith(page, 'The new desks').getByRole('button', { name: 'Delete message' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await eventually('the words to be gone from Slack', async () => (await slackMessagesWith(office(), dm, 'The new desks')).length === 0)
  await eventually('the picture to be gone from Slack', async () => (await showing(dm, 'desk plan.png')).length === 0)
  expect(
    await office().database.db.selectFrom('file').select('name').where('organization_id', '=', office().organizationId).execute(),
  ).toEqual([])
  expect(errorsOf(page)).toEqual([])
})
