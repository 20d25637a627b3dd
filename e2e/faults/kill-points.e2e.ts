import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { startOffice, type Office } from '../harness/office.ts'
import { directMessageOf } from '../harness/slack-messages.ts'
import { createRandom } from './random.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'

/**
 * The server is killed at each named point of sending and receiving, started again, and has to make good: what was
 * acknowledged is there, nothing stands twice, neither in the database nor on the screen nor in Slack.
 */
const SENDING = ['egress.claimed', 'egress.sending', 'egress.answered', 'egress.settled', 'mutation.committed'] as const
const RECEIVING = ['ingress.received', 'ingress.applied', 'ingress.committed', 'ingress.acknowledged'] as const
const kills = atScale({ small: 1, full: 50 })

const browser = useBrowser()
let office: Office
const random = createRandom(seed)
beforeAll(async () => {
  office = await startOffice()
}, 90_000)
afterAll(() => office?.close())

const bounds = { timeout: withinMs({ small: 120_000, count: kills, eachMs: 40_000 }) }
/** The first time the point is passed, or later when it is passed more than once. */
const someTime = (round: number) => (round === 0 ? 1 : 1 + random.below(2))

describe('killed while sending', () => {
  for (const point of SENDING) {
    it(`[BR2] ${kills} times at ${point}: each message reaches Slack once ${again}`, bounds, async () => {
      const { ada, ben } = office
      const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
      const texts: string[] = []
      for (let round = 0; round < kills; round++) {
        const nth = someTime(round)
        const sent = Array.from({ length: nth }, (_, number) => `sent through ${point}, ${round}-${number}.`)
        await killed(`${point}:${nth}`, () => sendAll(channel.id, sent))
        await eventually(`round ${round}, seed ${seed}: deliveries to settle`, () => areSent(sent), 60_000)
        texts.push(...sent)
      }
      const dm = await directMessageOf(office, ada.slackUserId, ben.slackUserId)
      const { messages } = await office.sandbox.state.channel(dm)
      expect(messages.map(({ text }) => text).filter((text) => text.startsWith(`sent through ${point}`))).toEqual(texts)
      await stands(channel.id, texts)
      report(`kill-points ${point}`, { kills, messages: texts.length })
    })
  }
})

describe('killed while receiving', () => {
  for (const point of RECEIVING) {
    it(`[BR6, SL11] ${kills} times at ${point}: each message arrives once ${again}`, bounds, async () => {
      const { ada, ben, sandbox } = office
      const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
      const dm = await directMessageOf(office, ada.slackUserId, ben.slackUserId)
      const texts: string[] = []
      for (let round = 0; round < kills; round++) {
        const nth = someTime(round)
        const said = Array.from({ length: nth }, (_, number) => `received through ${point}, ${round}-${number}.`)
        await killed(`${point}:${nth}`, async () => {
          for (const text of said) await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text })
        })
        await eventually(`round ${round}, seed ${seed}: messages in Atrium`, async () => (await rowsOf(said)) >= said.length, 40_000)
        texts.push(...said)
      }
      // Slack's last repetition of what was not acknowledged.
      await sleep(2_500)
      await stands(channel.id, texts)
      report(`kill-points ${point}`, { kills, messages: texts.length })
    })
  }
})

/** Runs the server so that it ends at the fault point, does the work, and runs it again as usual. */
async function killed(fault: string, work: () => Promise<unknown>): Promise<void> {
  const { server } = office
  await server.stop()
  await server.start(fault)
  const working = work()
  // Several passes may have been one, as when two events share a commit: then the end comes from outside, at any moment.
  await server.ended(6_000).catch(() => server.kill())
  await server.start()
  await working
}

/** As the client does: one after the other, and without an answer the same mutation again. */
async function sendAll(channelId: Parameters<Office['ada']['api']['chat']['sendMessage']['mutate']>[0]['channelId'], texts: string[]) {
  for (const text of texts) {
    const clientId = crypto.randomUUID()
    const send = () =>
      office.ada.api.chat.sendMessage.mutate({ clientId, channelId, text }).then(
        () => true,
        () => false,
      )
    await eventually(`${text} to be taken`, send, 30_000)
  }
}

/** Nothing of them is under way any more. */
async function areSent(texts: string[]): Promise<boolean> {
  const rows = await office.database.db
    .selectFrom('message')
    .innerJoin('delivery', 'delivery.entity_id', 'message.id')
    .select('delivery.state')
    .where('message.text', 'in', texts)
    .execute()
  return rows.length >= texts.length && rows.every((row) => row.state === 'sent')
}

async function rowsOf(texts: string[]): Promise<number> {
  const rows = await office.database.db.selectFrom('message').select('id').where('text', 'in', texts).execute()
  return rows.length
}

/** Each once: in the database, in what a client fetches, and on the screen as far as it reaches back. */
async function stands(channelId: Parameters<typeof sendAll>[0], texts: string[]): Promise<void> {
  expect(await rowsOf(texts)).toBe(texts.length)
  const { messages } = await office.ada.api.chat.listMessages.query({ channelId, limit: 200 })
  const listed = messages.map(({ text }) => text).filter((text) => texts.includes(text))
  expect(listed.toSorted()).toEqual(texts.toSorted())
  const path = `/spaces/${office.spaceId}?chat=${channelId}`
  const page = await openPage(browser(), { url: office.server.url, path, cookie: office.ada.cookie })
  const log = page.getByRole('log', { name: 'Messages' })
  for (const text of texts.slice(-20)) {
    await log.getByText(text, { exact: true }).first().waitFor()
    expect(await log.getByText(text, { exact: true }).count()).toBe(1)
  }
  await page.context().close()
}
