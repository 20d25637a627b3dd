import { newId, type ChannelId, type ClientMutationId, type FileId } from '@atrium/shared/ids.ts'
import { afterAll, beforeAll, expect } from 'vitest'
import { openPage, useBrowser } from '../../harness/browser.ts'
import { eventually } from '../../harness/eventually.ts'
import { startOffice, type Office } from '../../harness/office.ts'
import { createRandom } from '../random.ts'
import { atScale, seed, withinMs } from '../scale.ts'

/**
 * The server is killed at each named point of sending and receiving, started again, and has to make good: what was
 * acknowledged is there, nothing stands twice, neither in the database nor on the screen nor in Slack.
 */
export const KILLS = atScale({ small: 1, full: 50 })
export const WITHIN = { timeout: withinMs({ small: 300_000, count: KILLS, eachMs: 40_000 }) }

const random = createRandom(seed)
/** The first time the point is passed, or later when it is passed more than once. */
export const someTime = (round: number) => (round === 0 ? 1 : 1 + random.below(2))

export const fileNameOf = (text: string) => `${text}txt`

/** What a person in the office does while the server is killed, and what has to stand afterwards. */
export interface KillRig {
  office(): Office
  /** Has the server end at the fault point, does the work, and starts the server again. */
  killed(fault: string, work: () => Promise<unknown>): Promise<void>
  /** As Ada's client does: one after the other, and without an answer the same again. */
  sendAll(channelId: ChannelId, texts: string[], how?: { withFile?: boolean }): Promise<void>
  /** Nothing of them is under way any more. */
  areSent(texts: string[], callsEach?: number): Promise<boolean>
  /** How many messages with these texts there are. */
  rowsOf(texts: string[]): Promise<number>
  /** Each once: in the database, and in what a client fetches. */
  stands(channelId: ChannelId, texts: string[]): Promise<void>
  /** Everything that was found to stand before, each once on Ada's screen as far as it reaches back. */
  showsOnce(): Promise<void>
}

export function useKillRig(): KillRig {
  const browser = useBrowser()
  let opened: Office | undefined
  const standing: { channelId: ChannelId; text: string }[] = []
  beforeAll(async () => {
    opened = await startOffice()
    // From now on the direct message of the two belongs to their chat here.
    const { channel } = await opened.ada.api.chat.openMentionChat.mutate({ personId: opened.ben.memberId })
    await rig.sendAll(channel.id, ['hello'])
    await eventually('the hello in Slack', () => rig.areSent(['hello']), 30_000)
  })
  afterAll(() => opened?.close())
  const office = () => {
    if (!opened) throw new Error('the office is there once beforeAll has run')
    return opened
  }
  const rowsOf = async (texts: string[]) => {
    const rows = await office().database.db.selectFrom('message').select('id').where('text', 'in', texts).execute()
    return rows.length
  }
  const rig: KillRig = {
    office,
    rowsOf,
    async killed(fault, work) {
      const { server } = office()
      await server.endAt(fault)
      const working = work()
      // Several passes may have been one, as when two events share a commit: then the end comes from outside, at any moment.
      if (fault.endsWith(':1')) await server.ended(60_000)
      else await server.ended(6_000).catch(() => server.kill())
      await server.start()
      await working
    },
    async sendAll(channelId, texts, { withFile = false } = {}) {
      for (const text of texts) {
        const clientId = newId<ClientMutationId>()
        const fileIds = withFile ? [await insisting(`the file of ${text}`, () => upload(office(), text))] : []
        await insisting(text, () => office().ada.api.chat.sendMessage.mutate({ clientId, channelId, text, fileIds }))
      }
    },
    async areSent(texts, callsEach = 1) {
      const rows = await office()
        .database.db.selectFrom('message')
        .innerJoin('delivery', 'delivery.entity_id', 'message.id')
        .select('delivery.state')
        .where('message.text', 'in', texts)
        .execute()
      return rows.length >= texts.length * callsEach && rows.every((row) => row.state === 'sent')
    },
    async stands(channelId, texts) {
      expect(await rowsOf(texts)).toBe(texts.length)
      const { messages } = await office().ada.api.chat.listMessages.query({ channelId, limit: 200 })
      const listed = messages.map(({ text }) => text).filter((text) => texts.includes(text))
      expect(listed.toSorted()).toEqual(texts.toSorted())
      standing.push(...texts.map((text) => ({ channelId, text })))
    },
    async showsOnce() {
      const { ada, server, spaceId } = office()
      expect(standing.length).toBeGreaterThan(0)
      const chat = standing.at(-1)?.channelId
      const page = await openPage(browser(), { url: server.url, path: `/spaces/${spaceId}?chat=${chat}`, cookie: ada.cookie })
      const log = page.getByRole('log', { name: 'Messages' })
      for (const { text } of standing.slice(-20)) {
        await log.getByText(text, { exact: true }).first().waitFor()
        expect(await log.getByText(text, { exact: true }).count()).toBe(1)
      }
      await page.context().close()
    },
  }
  return rig
}

async function insisting<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  let taken: { value: T } | undefined
  const tried = () =>
    attempt().then(
      (value) => Boolean((taken = { value })),
      () => false,
    )
  await eventually(`${what} to be taken`, tried, 30_000)
  if (!taken) throw new Error(`${what} was not taken`)
  return taken.value
}

async function upload({ server, ada }: Office, text: string): Promise<FileId> {
  const answer = await fetch(`${server.url}/api/files?name=${encodeURIComponent(fileNameOf(text))}`, {
    method: 'POST',
    headers: { cookie: ada.cookie, origin: server.url, 'content-type': 'text/plain' },
    body: text,
  })
  if (!answer.ok) throw new Error(`the upload was refused: ${answer.status}`)
  return ((await answer.json()) as { file: { id: FileId } }).file.id
}
