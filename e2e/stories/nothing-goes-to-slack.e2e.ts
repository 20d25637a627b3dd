import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { lastCall, postsSince } from '../harness/slack-messages.ts'
import { enterSpace, say, sayToOne } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[BR4, BR5, CH3, CH4] group mentions, several people and oneself stay in Atrium; an unlinked recipient is told to the sender', async () => {
  const { ada } = office()
  const page = await enterSpace(browser(), office(), ada)
  const before = await lastCall(office())
  const messages = page.getByRole('log', { name: 'Messages' })

  for (const text of ['@all the kitchen is open', '@here coffee', '@room quiet please', '@Ben @Cy look at this', '@Ada note to self']) {
    await say(page, text)
    await messages.getByText(text.replace(/@\w+ /g, '')).first().waitFor()
  }
  await sayToOne(page, '@Cy are you there?')
  await messages.getByText('are you there?').waitFor()
  await messages
    .getByText(/not on Slack/i)
    .first()
    .waitFor()

  await eventually('the unlinked recipient to be noted', async () => {
    const row = await office()
      .database.db.selectFrom('message')
      .select('bridge')
      .where('text', 'like', '%are you there?%')
      .executeTakeFirst()
    return JSON.stringify(row?.bridge ?? null).includes('recipient_not_linked')
  })
  await sleep(2000)
  expect(await postsSince(office(), before)).toEqual([])
})
