import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'
import { enterSpace, say, sayToOne } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[BR1, CH7] Ben wants to read here first while he is active: what he reads stays here, what he leaves unread follows him to Slack', async () => {
  const { ada, ben, server } = office()
  const settings = await openPage(browser(), { url: server.url, path: '/settings/personal', cookie: ben.cookie, width: 360, height: 740 })
  await settings.getByRole('radio', { name: 'Only when I am not active' }).check()
  const delays = settings.getByRole('radiogroup', { name: 'Time to read before it goes to Northwind' })
  expect(await delays.getByRole('radio', { name: '2 min' }).isChecked()).toBe(true)
  await delays.getByRole('radio', { name: '15 min' }).check()
  expect(await seriousOn(settings)).toEqual([])
  await eventually('the wish to be kept', async () => {
    const { links } = await ben.api.slack.overview.query()
    return links[0]?.preference === 'when_inactive' && links[0].readingDelayMinutes === 15
  })
  await settings.context().close()

  const benPage = await enterSpace(browser(), office(), ben)
  const adaPage = await enterSpace(browser(), office(), ada)
  await sayToOne(adaPage, '@Ben are you hungry?')
  const log = adaPage.getByRole('log', { name: 'Messages' })
  await log.getByText(/Goes to Slack at .* unless Ben Okafor reads it here/).waitFor()
  // In the tab that he has: without one, for as long as a busy machine takes to load a page, he would not be active.
  await benPage.getByRole('navigation', { name: 'Chats' }).getByText('Ada Lindqvist').click()
  await benPage.getByText('are you hungry?').first().waitFor()
  await log.getByText('Read in Atrium by Ben Okafor, so it did not go to Slack.').waitFor()

  // He goes on to the space, and then closes his last tab.
  await benPage.goto(`${server.url}/spaces/${office().spaceId}`)
  await benPage.getByRole('textbox', { name: 'Message' }).waitFor()
  await eventually('Ben to be in the space', async () => {
    const { present } = await ada.api.space.presence.query({ spaceId: office().spaceId })
    return present.some(({ person }) => person.id === ben.memberId)
  })
  await say(adaPage, 'the soup is on')
  await log.getByText(/Goes to Slack at/).waitFor()
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
  expect(await slackMessagesWith(office(), dm, 'soup')).toEqual([])
  await benPage.context().close()
  await log.getByRole('link', { name: 'In Slack' }).waitFor()
  expect(await slackMessagesWith(office(), dm, 'soup')).toHaveLength(1)
  expect(await slackMessagesWith(office(), dm, 'hungry')).toEqual([])
})
