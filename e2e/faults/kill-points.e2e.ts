import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { startOffice, type Office } from '../harness/office.ts'
import { directMessageOf, slackMessagesWith } from '../harness/slack-messages.ts'

/**
 * The server is killed at each named point of sending and receiving, started again, and has to make good: what was
 * acknowledged is there, nothing stands twice, neither in the database nor on the screen nor in Slack.
 */
const SENDING = ['egress.claimed', 'egress.sending', 'egress.answered', 'egress.settled', 'mutation.committed'] as const
const RECEIVING = ['ingress.received', 'ingress.applied', 'ingress.committed', 'ingress.acknowledged'] as const

const browser = useBrowser()
let office: Office
beforeAll(async () => {
  office = await startOffice()
}, 90_000)
afterAll(() => office?.close())

describe('killed while sending', () => {
  for (const point of SENDING) {
    it(`[BR2] at ${point}: the message reaches Slack once`, async () => {
      const { ada, ben, server } = office
      const text = `sent through ${point}`
      const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
      await server.stop()
      await server.start(`${point}:1`)
      const clientId = crypto.randomUUID()
      const send = () => ada.api.chat.sendMessage.mutate({ clientId, channelId: channel.id, text })
      const answered = await send().then(
        () => true,
        () => false,
      )
      await server.ended()
      await server.start()
      // As the client does: no answer, so the same mutation again.
      if (!answered) await send()
      const dm = await directMessageOf(office, ada.slackUserId, ben.slackUserId)
      await eventually('the message in Slack', async () => (await slackMessagesWith(office, dm, text)).length > 0, 40_000)
      await settled(text)
      expect(await slackMessagesWith(office, dm, text)).toHaveLength(1)
      expect(await rowsOf(text)).toBe(1)
      expect(await shownTo(ada.cookie, channel.id, text)).toBe(1)
    }, 120_000)
  }
})

describe('killed while receiving', () => {
  for (const point of RECEIVING) {
    it(`[BR6, SL11] at ${point}: the message arrives once`, async () => {
      const { ada, ben, server, sandbox } = office
      const text = `received through ${point}`
      const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
      const dm = await directMessageOf(office, ada.slackUserId, ben.slackUserId)
      await server.stop()
      await server.start(`${point}:1`)
      await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text })
      await server.ended()
      await server.start()
      await eventually('the message in Atrium', async () => (await rowsOf(text)) > 0, 40_000)
      await sleep(2_500)
      expect(await rowsOf(text)).toBe(1)
      expect(await shownTo(ada.cookie, channel.id, text)).toBe(1)
    }, 120_000)
  }
})

/** Nothing of it is under way any more. */
async function settled(text: string): Promise<void> {
  await eventually(
    'its delivery to settle',
    async () => {
      const rows = await office.database.db
        .selectFrom('message')
        .innerJoin('delivery', 'delivery.entity_id', 'message.id')
        .select('delivery.state')
        .where('message.text', '=', text)
        .execute()
      return rows.length > 0 && rows.every((row) => row.state === 'sent')
    },
    40_000,
  )
}

async function rowsOf(text: string): Promise<number> {
  const rows = await office.database.db.selectFrom('message').select('id').where('text', '=', text).execute()
  return rows.length
}

async function shownTo(cookie: string, channelId: string, text: string): Promise<number> {
  const page = await openPage(browser(), { url: office.server.url, path: `/spaces/${office.spaceId}?chat=${channelId}`, cookie })
  const messages = page.getByRole('log', { name: 'Messages' })
  await messages.getByText(text).first().waitFor()
  const count = await messages.getByText(text).count()
  await page.context().close()
  return count
}
