import type { Page } from 'playwright-core'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type ChannelId } from '@atrium/shared/ids.ts'
import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { tabTo } from '../harness/keyboard.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

interface Edge {
  /** What the system was given. */
  given: { title: string; body: string; click: () => void; closed: boolean }[]
  isLookedAt: boolean
}
declare global {
  var edge: Edge
}

/** The edge of the platform: a system that shows what it is given once it may, and whether the window is in front. */
function standInForTheSystem(): void {
  globalThis.edge = { given: [], isLookedAt: true }
  document.hasFocus = () => globalThis.edge.isLookedAt
  const allowed = () => localStorage.getItem('system-allows') === 'yes'
  class SystemNotification extends EventTarget {
    #entry: Edge['given'][number]
    constructor(title: string, { body = '' }: NotificationOptions = {}) {
      super()
      this.#entry = { title, body, click: () => this.dispatchEvent(new Event('click')), closed: false }
      globalThis.edge.given.push(this.#entry)
    }
    static get permission(): NotificationPermission {
      return allowed() ? 'granted' : 'default'
    }
    static async requestPermission(): Promise<NotificationPermission> {
      localStorage.setItem('system-allows', 'yes')
      return 'granted'
    }
    close(): void {
      this.#entry.closed = true
    }
  }
  globalThis.Notification = SystemNotification as unknown as typeof Notification
}

const look = (page: Page, isLookedAt: boolean) =>
  page.evaluate((now) => {
    globalThis.edge.isLookedAt = now
    dispatchEvent(new Event(now ? 'focus' : 'blur'))
  }, isLookedAt)
const given = (page: Page) => page.evaluate(() => globalThis.edge.given.map(({ title, body, closed }) => ({ title, body, closed })))
/** Timers of one page end in their order: what it had heard of before, it has told by then. */
const settled = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 1_400)))
const unreadInTitle = (page: Page, count: number) => page.waitForFunction((shown) => document.title.startsWith(`(${shown})`), count)

it('[CH6] Ben turns notifications on by keyboard; with two tabs open each message tells him once, and none while he does not want to be disturbed', async () => {
  const { ada, ben, server, spaceId } = office()
  const settings = await openPage(browser(), { url: server.url, path: '/sign-in', cookie: ben.cookie })
  await settings.context().addInitScript(standInForTheSystem)
  await settings.goto(`${server.url}/settings/notifications`)
  await settings.getByRole('heading', { name: 'Notifications' }).waitFor()
  await tabTo(settings, 'Turn on')
  await settings.keyboard.press('Enter')
  await settings.getByText('On. Your system shows them').waitFor()
  await tabTo(settings, 'Send me a test notification')
  await settings.keyboard.press('Enter')
  await settings.getByText('Your system was given one too').waitFor()
  expect(await given(settings)).toMatchObject([{ title: 'Atrium' }])
  await tabTo(settings, 'Everything else: in Atrium')
  await settings.keyboard.press('Space')
  await settings.getByText('Saved', { exact: true }).waitFor()
  expect((await ben.api.chat.notificationPreferences.query()).preferences).toMatchObject({
    ways: { app: expect.arrayContaining(['place']) },
    rev: 1,
  })

  // He looks at his other tab: there, and there alone, stands what Ada writes to him.
  const tab = await settings.context().newPage()
  await tab.goto(`${server.url}/people`)
  await tab.getByRole('heading', { name: 'People' }).first().waitFor()
  await look(settings, false)
  const { channel: chat } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
  const write = (channelId: ChannelId, text: string) => ada.api.chat.sendMessage.mutate({ clientId: newId(), channelId, text })
  await write(chat.id, 'Lunch at one?')
  // What is read out to screen readers has more words.
  await tab.getByText('Lunch at one?', { exact: true }).waitFor()
  await tab.getByRole('button', { name: 'Open', exact: true }).click()
  await tab.getByRole('log', { name: 'Messages' }).getByText('Lunch at one?').waitFor()
  await settings.waitForFunction(() => !document.title.startsWith('('))
  expect(await settings.getByRole('button', { name: 'Open', exact: true }).count()).toBe(0)
  expect([...(await given(settings)).slice(1), ...(await given(tab))]).toEqual([])

  // He looks at neither: his system tells him, once. Clicking it leads to what was written.
  await look(tab, false)
  const { id: everyone } = spaceChannelOf(spaceId)
  await write(everyone, '<@all> the fern has to go')
  const telling = await eventually('a notification by the system', async () => {
    for (const page of [settings, tab]) if ((await given(page)).some(({ body }) => body.includes('the fern'))) return page
    return null
  })
  await Promise.all([settled(settings), settled(tab)])
  expect((await Promise.all([given(settings), given(tab)])).flat().filter(({ body }) => body === '@all the fern has to go')).toHaveLength(1)
  await telling.evaluate(() => globalThis.edge.given.at(-1)?.click())
  await telling.getByRole('log', { name: 'Messages' }).getByText('the fern has to go').waitFor()

  // What he has read elsewhere is taken away again.
  await telling.goto(`${server.url}/people`)
  await telling.getByRole('heading', { name: 'People' }).first().waitFor()
  await (telling === tab ? settings : tab).close()
  await look(telling, false)
  const { message } = await write(chat.id, 'Or at two?')
  await eventually('a notification by the system', async () => (await given(telling)).length > 0)
  await ben.api.chat.markRead.mutate({ channelId: chat.id, messageId: message.id })
  await eventually('it is taken away', async () => (await given(telling)).every(({ closed }) => closed))

  // On do not disturb nothing pops up; the count stays.
  await ben.api.space.setStatus.mutate({ status: 'dnd', text: '' })
  await telling.getByText('Do not disturb').first().waitFor()
  await write(chat.id, 'Then at three')
  await unreadInTitle(telling, 1)
  await settled(telling)
  expect((await given(telling)).map(({ body }) => body)).toEqual(['Or at two?'])
  expect(await telling.getByText('Then at three').count()).toBe(0)
})
