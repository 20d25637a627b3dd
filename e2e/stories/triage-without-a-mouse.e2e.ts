import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()
const HOW_MANY = 20
const subject = (number: number) => `Case ${String(number).padStart(2, '0')} does not work`

/** A customer has written so many times in a watched channel. */
async function aFullInbox() {
  const { ada, sandbox, slack } = office()
  const { team_id: acme } = await sandbox.createWorkspace({ name: 'Acme', domain: `acme-${Date.now()}` })
  const { user_id: zoe } = await sandbox.createUser({ team_id: acme, name: 'zoe', real_name: 'Zoe Carter', email: 'zoe@acme.example' })
  const { channel_id: channelId } = await sandbox.createChannel({
    ...{ team_id: slack.teamId, name: 'support-acme', members: [ada.slackUserId, slack.botUserId] },
  })
  await sandbox.shareChannel({ channel_id: channelId, with_team_id: acme })
  await sandbox.addMember({ channel_id: channelId, user_id: zoe })
  const { id: customerId } = await ada.api.inbox.createCustomer.mutate({ name: 'Acme' })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId, customerId })
  const threads: string[] = []
  for (let number = 1; number <= HOW_MANY; number++) {
    threads.push((await sandbox.act.postMessage({ user_id: zoe, channel_id: channelId, text: subject(number) })).ts)
    await eventually(`conversation ${number}`, async () => (await listed()).length === number)
  }
  const writesIn = (number: number, text: string) =>
    sandbox.act.postMessage({
      user_id: zoe,
      channel_id: channelId,
      text,
      ...(threads[number - 1] ? { thread_ts: threads[number - 1] } : {}),
    })
  return { writesIn }
}

async function listed() {
  return (await office().ada.api.inbox.listConversations.query({ limit: 100 })).conversations
}

async function conversation(number: number) {
  const found = (await listed()).find((one) => one.subject === subject(number))
  if (!found) throw new Error(`there is no ${subject(number)}`)
  return found
}

const focused = (page: Page, number: number) =>
  page
    .locator('[data-conversation]:focus')
    .filter({ hasText: subject(number) })
    .waitFor()

/** The procedures that a page calls from now on. */
async function callsOf(page: Page): Promise<() => string[]> {
  const calls: string[] = []
  const watching = await page.context().newCDPSession(page)
  watching.on('Network.webSocketFrameSent', ({ response }) => {
    for (const [, path] of response.payloadData.matchAll(/"path":"([\w.]+)"/g)) calls.push(path ?? '')
  })
  watching.on('Network.requestWillBeSent', ({ request }) => {
    if (request.url.includes('/trpc/')) calls.push(...(new URL(request.url).pathname.split('/').at(-1) ?? '').split(','))
  })
  await watching.send('Network.enable')
  return () => calls
}

/** Presses a key that opens a list to choose from, types, and takes the first. */
async function pick(page: Page, key: string, words: string): Promise<void> {
  await page.keyboard.press(key)
  const field = page.getByRole('dialog').getByRole('combobox')
  await field.and(page.locator(':focus')).waitFor()
  await page.keyboard.type(words)
  await page.getByRole('option', { selected: true }).first().waitFor()
  // What was chosen may open a dialog with such a field of its own.
  const own = await field.elementHandle()
  await page.keyboard.press('Enter')
  await own?.waitForElementState('hidden')
}

it('[IN7, IN8, SP9] an agent triages twenty conversations by keyboard alone, and is seen by another one who comes to the same conversation', async () => {
  const { ada, ben, cy, server } = office()
  const { writesIn } = await aFullInbox()

  // What is said again and again is a macro, made in the settings.
  const settings = await openPage(browser(), { url: server.url, path: '/settings/inbox', cookie: ada.cookie })
  await settings.getByRole('button', { name: 'New tag' }).press('Enter')
  await settings.getByRole('dialog').getByLabel('Name').pressSequentially('billing')
  await settings.keyboard.press('Enter')
  await settings.getByRole('button', { name: 'Rename billing' }).waitFor()
  await settings.getByRole('button', { name: 'New macro' }).press('Enter')
  await settings.getByRole('dialog').getByLabel('Name').pressSequentially('Looking into it')
  const text = settings.getByLabel('Text for the reply')
  await text.pressSequentially('Hello {{contact.first}}')
  await settings.getByText('There is no {{contact.first}}').waitFor()
  await text.fill('Hello {{contact.name}}, we look into #{{conversation.number}}.')
  await settings.getByText('Hello Zoë Carter, we look into #12.').waitFor()
  await settings.getByLabel('Status').selectOption('pending')
  expect(await seriousOn(settings, '[role="dialog"]')).toEqual([])
  await settings.getByRole('button', { name: 'Save' }).press('Enter')
  await settings.getByText('Then it is pending.').waitFor()
  expect(errorsOf(settings)).toEqual([])

  const page = await openPage(browser(), { url: server.url, path: '/inbox', cookie: ben.cookie })
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('link', { name: `All open ${HOW_MANY}` }).waitFor()
  await page.keyboard.press('j')
  await focused(page, 20)
  await page.keyboard.press('a')
  await page.getByText('is assigned to you.').waitFor()
  await pick(page, 't', 'bill')
  await pick(page, 's', 'tomorrow')
  // The next one takes its place.
  await focused(page, 19)
  await eventually('the first one to be put away', async () => {
    const { status, assigneeId, tagIds } = await conversation(20)
    return status === 'snoozed' && assigneeId === ben.memberId && tagIds.length === 1
  })
  await pick(page, 'p', 'urg')
  await pick(page, 'm', 'look')
  const reply = page.getByRole('textbox', { name: 'Reply' })
  await reply.and(page.locator(':focus')).waitFor()
  const { number } = await conversation(19)
  await eventually('the macro to be filled in', async () => (await reply.inputValue()) === `Hello Zoe Carter, we look into #${number}.`)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('log', { name: 'Conversation' }).getByText('we look into').waitFor()
  await eventually('the second one to wait', async () => {
    const { status, priority } = await conversation(19)
    return status === 'pending' && priority === 'urgent'
  })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  // Several at once, and back.
  const bulk = [18, 17, 16]
  const states = async () => (await Promise.all(bulk.map(conversation))).map(({ status }) => status).join()
  for (const one of bulk) {
    await page.keyboard.press('j')
    await focused(page, one)
    await page.keyboard.press('x')
  }
  await page.getByText('3 marked').waitFor()
  expect(await seriousOn(page)).toEqual([])
  await page.keyboard.press('e')
  await page.getByText('3 conversations are closed.').waitFor()
  await eventually('three to be closed', async () => (await states()) === 'closed,closed,closed')
  await page.keyboard.press('z')
  await eventually('three to be open again', async () => (await states()) === 'open,open,open')
  await views.getByRole('link', { name: 'All open 18' }).waitFor()
  await page.keyboard.press('*')
  await page.getByText('18 marked').waitFor()
  await pick(page, 'g', 'cy')
  await eventually(
    'all others to be given away',
    async () => (await listed()).filter(({ assigneeId }) => assigneeId === cy.memberId).length === 18,
  )

  // Two turn out to be one.
  await pick(page, 'Control+k', 'merge')
  const target = page.getByRole('combobox', { name: 'Conversation to merge into' })
  await target.and(page.locator(':focus')).waitFor()
  await page.keyboard.type('case 05')
  await page
    .getByRole('option')
    .filter({ hasText: subject(5) })
    .waitFor()
  await eventually('nothing else to be found', async () => (await page.getByRole('option').count()) === 1)
  await page.keyboard.press('Enter')
  await page
    .getByRole('button', { name: /^Merge into #/ })
    .and(page.locator(':focus'))
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: subject(5) }).waitFor()
  const merged = await eventually('one of them to be merged', async () => (await listed()).find(({ mergedInto }) => mergedInto !== null))
  await page.getByRole('log', { name: 'Conversation' }).getByText(merged.subject).waitFor()

  // What one looks at again and again is a view.
  await pick(page, 'Control+k', 'filter assignee cy')
  await page.getByRole('group', { name: 'Filter' }).getByText('Assignee: Cy Tanaka').waitFor()
  await pick(page, 'Control+k', 'save as')
  await page.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.type('With Cy')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await views
    .getByRole('link', { name: /With Cy/, exact: false })
    .and(page.locator('[aria-current]'))
    .waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('1')
  await views
    .getByRole('link', { name: /All open/ })
    .and(page.locator('[aria-current]'))
    .waitFor()
  await page.keyboard.press('7')
  await views
    .getByRole('link', { name: /With Cy/ })
    .and(page.locator('[aria-current]'))
    .waitFor()

  // Found by what was said.
  await page.keyboard.press('/')
  await page.keyboard.type('case 07')
  const found = page.getByRole('list', { name: 'Found conversations' }).getByRole('listitem')
  await eventually('the one that is looked for', async () => (await found.count()) === 1)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: subject(7) }).waitFor()

  // Another agent comes to the same conversation.
  const other = await openPage(browser(), { url: server.url, path: new URL(page.url()).pathname, cookie: ada.cookie })
  await other.getByText('Ben Okafor is looking at this').first().waitFor()
  await other.getByRole('navigation', { name: 'Views' }).getByText('With Cy').waitFor()
  await page.getByText('Ada Lindqvist is looking at this').first().waitFor()
  await other.keyboard.press('r')
  await other.keyboard.type('I think')
  await page.getByText('Ada Lindqvist is writing…').first().waitFor()
  await page.keyboard.press('r')
  await reply.and(page.locator(':focus')).waitFor()
  await page.keyboard.type('It works again.')
  await writesIn(7, 'Never mind, it was our proxy')
  await page.getByText('A message has come since you began.').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Send anyway' }).waitFor()
  expect(await reply.inputValue()).toBe('It works again.')
  expect(await seriousOn(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await page.getByRole('log', { name: 'Conversation' }).getByText('It works again.').waitFor()
  await other.close()
  await page.getByTitle(/^Ada Lindqvist is/).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Keys of the inbox' }).waitFor()
  expect(await seriousOn(page, '[role="dialog"]')).toEqual([])
  expect(errorsOf(page)).toEqual([])

  // What others do changes the rows that it concerns, and nothing is asked for again.
  await page.keyboard.press('Escape')
  await page.keyboard.press('1')
  await views
    .getByRole('link', { name: /All open/ })
    .and(page.locator('[aria-current]'))
    .waitFor()
  const row = (of: number) => page.locator('[data-conversation]').filter({ hasText: subject(of) })
  await row(3).waitFor()
  const asked = await callsOf(page)
  for (const one of [4, 3, 2]) {
    await ada.api.inbox.triageConversations.mutate({ conversationIds: [(await conversation(one)).id], change: { priority: 'urgent' } })
    await row(one).getByText('Urgent priority').waitFor({ state: 'attached' })
  }
  await writesIn(6, 'It is urgent here, too')
  await page
    .locator('[data-conversation]')
    .first()
    .filter({ hasText: subject(6) })
    .getByText('It is urgent here, too')
    .waitFor()
  await ada.api.inbox.triageConversations.mutate({ conversationIds: [(await conversation(2)).id], change: { status: 'closed' } })
  await row(2).waitFor({ state: 'detached' })
  expect(asked().filter((call) => /^inbox\.(list|get|search|count|browse)/.test(call))).toEqual([])
  await page.keyboard.press('/')
  await page.keyboard.type('case 07')
  await eventually('what is asked for to be counted', async () => asked().includes('inbox.searchConversations'))
  await page.keyboard.press('Escape')

  for (const path of ['/inbox?status=any&assignee=me', `/inbox/${(await conversation(7)).id}`, '/settings/inbox']) {
    const phone = await openPage(browser(), { url: server.url, path, cookie: ben.cookie, width: 360, height: 740 })
    await phone
      .getByRole('heading', { name: /Inbox|Case/ })
      .first()
      .waitFor()
    expect(await overflowOf(phone), path).toBeLessThanOrEqual(0)
    expect(errorsOf(phone)).toEqual([])
    await phone.context().close()
  }
})
