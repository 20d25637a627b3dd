import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[IN1, IN2, IN3, IN4, IN10] a customer of another workspace writes; the agent sees it live, answers in the thread by name, and the note stays inside', async () => {
  const { ada, ben, cy, sandbox, slack, server } = office()
  const { team_id: acme } = await sandbox.createWorkspace({ name: 'Acme', domain: 'acme' })
  const { user_id: zoe } = await sandbox.createUser({ team_id: acme, name: 'zoe', real_name: 'Zoe Carter', email: 'zoe@acme.example' })
  const { channel_id: channelId } = await sandbox.createChannel({
    team_id: slack.teamId,
    name: 'support-acme',
    members: [ada.slackUserId, slack.botUserId],
  })
  await sandbox.shareChannel({ channel_id: channelId, with_team_id: acme })
  await sandbox.addMember({ channel_id: channelId, user_id: zoe })
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Acme' })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId, customerId: customer.id })

  const page = await openPage(browser(), { url: server.url, path: '/inbox', cookie: ben.cookie })
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  const { ts } = await sandbox.act.postMessage({ user_id: zoe, channel_id: channelId, text: 'The export stops at 80 %' })
  const row = page.getByRole('list', { name: 'Conversations' }).getByText('The export stops at 80 %')
  await row.waitFor()
  await row.click()
  const thread = page.getByRole('log', { name: 'Conversation' })
  await thread.getByText('Zoe Carter').first().waitFor()
  expect(await page.getByText('Acme').count()).toBeGreaterThan(0)

  await sandbox.act.postMessage({ user_id: zoe, channel_id: channelId, thread_ts: ts, text: 'Always with *large* files' })
  await thread.getByText('Always with').waitFor()
  expect(await conversations()).toBe(1)

  await page.getByRole('tab', { name: 'Note' }).click()
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.fill('They pay late, ask ')
  await note.pressSequentially('@c')
  const offered = page.getByRole('listbox', { name: 'People to mention' }).getByRole('option')
  await offered.getByText('Cy Tanaka').waitFor()
  expect(await offered.count()).toBe(1)
  // An Enter that ends what an input method composes is that one's own.
  await note.dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229, bubbles: true })
  expect(await note.inputValue()).toBe('They pay late, ask @c')
  await page.keyboard.press('Enter')
  expect(await note.inputValue()).toBe('They pay late, ask @Cy Tanaka ')
  await page.keyboard.press('Control+Enter')
  await thread.getByText('@Cy Tanaka').waitFor()
  const called = await eventually('the teammate told of it', async () => {
    const told = await mentioned()
    return told.length > 0 ? told : null
  })
  expect(called).toEqual([[cy.memberId]])
  await page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'Acme', exact: true }).click()
  await page.getByRole('heading', { name: 'Acme' }).waitFor()
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link').click()
  await page
    .getByRole('complementary', { name: 'Details' })
    .getByRole('link', { name: /Zoe Carter/ })
    .click()
  await page.getByRole('heading', { name: 'Zoe Carter' }).waitFor()
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link').click()
  await page.getByRole('tab', { name: 'Reply' }).click()
  await page.getByRole('textbox', { name: 'Reply' }).fill('Thank you Zoe, we **see** it too.')
  await page.getByRole('button', { name: 'Send reply' }).click()

  const replies = await eventually('the reply in the thread', async () => {
    const { messages } = await sandbox.state.channel(channelId)
    const found = messages.filter((message) => message.thread_ts === ts && message.bot_id)
    return found.length > 0 ? found : null
  })
  expect(replies).toHaveLength(1)
  expect(replies[0]?.username).toContain('Ben Okafor')
  expect(JSON.stringify(replies[0])).toContain('Thank you Zoe')
  const wire = JSON.stringify([await sandbox.log({}), (await sandbox.state.channel(channelId)).messages])
  expect(wire).not.toContain('They pay late')

  await page.waitForTimeout(1500)
  expect(await thread.getByText('Thank you Zoe').count()).toBe(1)
})

/** Whom each note has called. */
async function mentioned(): Promise<unknown[]> {
  const rows = await office()
    .database.db.selectFrom('change')
    .select('payload')
    .where('organization_id', '=', office().organizationId)
    .where('kind', '=', 'inbox.teammateMentioned')
    .execute()
  return rows.map(({ payload }) => (payload as { mentionedIds: string[] }).mentionedIds)
}

async function conversations(): Promise<number> {
  return (
    await office().database.db.selectFrom('conversation').select('id').where('organization_id', '=', office().organizationId).execute()
  ).length
}
