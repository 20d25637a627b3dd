import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { ownCluster, useOffice } from '../harness/office.ts'
import { directMessageOf } from '../harness/slack-messages.ts'
import { createRandom } from './random.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'

const browser = useBrowser()
let cluster: Awaited<ReturnType<typeof ownCluster>>
const office = useOffice({ startDatabase: async (dataFolder) => (cluster = await ownCluster(dataFolder)) })
const crashes = atScale({ small: 1, full: 50 })
const LINES = 12
type ChannelId = Parameters<ReturnType<typeof office>['ben']['api']['chat']['sendMessage']['mutate']>[0]['channelId']

it(
  `[OP4, SP11] Postgres is killed ${crashes} times in the middle of a conversation: nothing acknowledged is lost, nothing stands twice, the screen goes on ${again}`,
  { timeout: withinMs({ small: 300_000, count: crashes, eachMs: 60_000 }) },
  async () => {
    const random = createRandom(seed)
    const { ada, ben, server, spaceId, sandbox } = office()
    const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
    const page = await openPage(browser(), { url: server.url, path: `/spaces/${spaceId}?chat=${channel.id}`, cookie: ada.cookie })
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
    // From now on Slack's direct message of the two is known to belong here.
    await send(channel.id, { text: 'the first line.', clientId: crypto.randomUUID() })
    await eventually('the first line in Slack', async () => (await inSlack(dm, 'the first')).length > 0)
    let unanswered = 0
    for (let round = 0; round < crashes; round++) {
      const crashAt = round === 0 ? 4 : 1 + random.below(6)
      const said = `said while it was down, ${round}`
      const lines = Array.from({ length: LINES }, (_, number) => ({ text: `line ${round}-${number}.`, clientId: crypto.randomUUID() }))
      const open: typeof lines = []
      for (const [number, line] of lines.entries()) {
        if (number === crashAt) await cluster.crash()
        if (!(await send(channel.id, line))) open.push(line)
        if (number === crashAt + 1) await sandbox.act.postMessage({ user_id: ada.slackUserId, channel_id: dm, text: said })
        if (number === crashAt + 3) await cluster.restart()
      }
      unanswered += open.length
      // As the client does: no answer, so the same mutation again.
      for (const line of open) await eventually(`round ${round}, seed ${seed}: ${line.text} to be taken`, () => send(channel.id, line))
      // Slack tries again by itself what could not be acknowledged.
      for (const text of [...lines.map((line) => line.text), said]) await isShownOnce(page, text)
      await eventually(
        `round ${round}, seed ${seed}: lines in Slack`,
        async () => (await inSlack(dm, `line ${round}-`)).length >= LINES,
        60_000,
      )
    }
    expect(unanswered).toBeGreaterThan(0)
    await sleep(2_000)
    const expected = Array.from({ length: crashes * LINES }, (_, index) => `line ${Math.floor(index / LINES)}-${index % LINES}.`)
    expect((await inSlack(dm, 'line ')).toSorted()).toEqual(expected.toSorted())
    expect((await inAtrium('line %')).toSorted()).toEqual(expected.toSorted())
    expect(await inAtrium('said while%')).toHaveLength(crashes)
    report('postgres-killed', { crashes, lines: expected.length, unanswered })
  },
)

function send(channelId: ChannelId, { text, clientId }: { text: string; clientId: string }): Promise<boolean> {
  return office()
    .ben.api.chat.sendMessage.mutate({ clientId, channelId, text })
    .then(
      () => true,
      () => false,
    )
}

async function isShownOnce(page: Page, text: string): Promise<void> {
  const shown = page.getByRole('log', { name: 'Messages' }).getByText(text, { exact: true })
  await shown.first().waitFor()
  expect(await shown.count()).toBe(1)
}

async function inSlack(dm: string, start: string): Promise<string[]> {
  const { messages } = await office().sandbox.state.channel(dm)
  return messages.map(({ text }) => text).filter((text) => text.startsWith(start))
}

async function inAtrium(pattern: string): Promise<string[]> {
  const rows = await office().database.db.selectFrom('message').select('text').where('text', 'like', pattern).execute()
  return rows.map(({ text }) => text)
}
