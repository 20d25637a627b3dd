import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOffice } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'

const browser = useBrowser()
const office = useOffice()

it('[OP4, SP11] Postgres is killed in the middle of a conversation: nothing acknowledged is lost, nothing stands twice, the screen goes on', async () => {
  const { ada, ben, server, spaceId, sandbox } = office()
  const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
  const page = await openPage(browser(), { url: server.url, path: `/spaces/${spaceId}?chat=${channel.id}`, cookie: ada.cookie })
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
  const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)

  const send = (number: number, clientId: string) =>
    ben.api.chat.sendMessage.mutate({ clientId, channelId: channel.id, text: `line ${number}.` })
  const acknowledged: number[] = []
  const unanswered: { number: number; clientId: string }[] = []
  for (let number = 0; number < 12; number++) {
    if (number === 4) await office().postgres.crash()
    const clientId = crypto.randomUUID()
    await send(number, clientId).then(
      () => acknowledged.push(number),
      () => unanswered.push({ number, clientId }),
    )
    if (number === 5) await sandbox.act.postMessage({ user_id: ada.slackUserId, channel_id: dm, text: 'said while it was down' })
    if (number === 7) await office().postgres.restart()
  }
  expect(unanswered.length).toBeGreaterThan(0)
  // As the client does: no answer, so the same mutation again.
  for (const { number, clientId } of unanswered) {
    await eventually(`line ${number} to be taken`, () =>
      send(number, clientId).then(
        () => true,
        () => false,
      ),
    )
  }
  for (let number = 0; number < 12; number++) {
    await page.getByRole('log', { name: 'Messages' }).getByText(`line ${number}.`, { exact: true }).waitFor({ timeout: 15_000 })
    expect(await page.getByRole('log', { name: 'Messages' }).getByText(`line ${number}.`, { exact: true }).count()).toBe(1)
  }
  // Slack tries again by itself what could not be acknowledged.
  await page.getByRole('log', { name: 'Messages' }).getByText('said while it was down').waitFor({ timeout: 20_000 })
  for (let number = 0; number < 12; number++) {
    await eventually(`line ${number} in Slack`, async () => (await slackMessagesWith(office(), dm, `line ${number}.`)).length > 0, 40_000)
  }
  await sleep(2000)
  for (let number = 0; number < 12; number++) expect(await slackMessagesWith(office(), dm, `line ${number}.`)).toHaveLength(1)
  const rows = await office().database.db.selectFrom('message').select('text').where('text', 'like', 'line %').execute()
  expect(rows).toHaveLength(12)
}, 180_000)
