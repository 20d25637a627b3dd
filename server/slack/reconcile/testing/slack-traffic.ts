import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import type { SlackScene } from '../../testing/slack-scene.ts'

/** mulberry32, so that a failing run can be had again. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Written {
  userId: string
  channelId: string
  ts: string
  rootTs: string
}
interface Traffic {
  scene: SlackScene
  places: { channelId: string; people: string[] }[]
  random: () => number
  /** Runs before each thing that somebody does. */
  pass(): Promise<void>
}

/** People who write in channels and threads, correct themselves and take things back; what they did before is remembered. */
export function slackTraffic({ scene, places, random, pass }: Traffic) {
  const { act } = scene.control
  const standing: Written[] = []
  let count = 0
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]

  async function post(thread: Written | null): Promise<void> {
    const place = thread ? places.find(({ channelId }) => channelId === thread.channelId) : pick(places)
    const userId = place && pick(place.people)
    if (!place || !userId) return
    count += 1
    const said = { user_id: userId, channel_id: place.channelId, text: `message ${count}` }
    const { ts } = await act.postMessage({ ...said, ...(thread ? { thread_ts: thread.rootTs } : {}) })
    standing.push({ userId, channelId: place.channelId, ts, rootTs: thread?.rootTs ?? ts })
  }

  async function step(): Promise<void> {
    await pass()
    const [dice, other] = [random(), pick(standing)]
    if (dice < 0.4 || !other) return post(null)
    if (dice < 0.8) return post(other)
    const at = { user_id: other.userId, channel_id: other.channelId, ts: other.ts }
    if (dice < 0.92) {
      count += 1
      await act.editMessage({ ...at, text: `edited ${count}` })
      return
    }
    await act.deleteMessage(at)
    // Nobody can answer in a thread that is gone.
    for (const gone of standing.filter((one) => one === other || one.rootTs === other.ts)) standing.splice(standing.indexOf(gone), 1)
  }

  return {
    /** Until so many messages were posted. */
    async untilPosted(posts: number): Promise<void> {
      const wanted = standing.length + posts
      for (let tries = 0; standing.length < wanted && tries < posts * 10; tries += 1) await step()
    },
  }
}

/** By thread, what Slack shows: texts in their order. */
export async function shownInSlack(scene: SlackScene, channelIds: string[]): Promise<Map<string, string[]>> {
  const threads = new Map<string, string[]>()
  for (const channelId of channelIds) {
    const { messages } = await scene.control.state.channel(channelId)
    for (const { ts, thread_ts, subtype, text } of messages) {
      if (subtype !== undefined && subtype !== 'thread_broadcast') continue
      const thread = `${channelId} ${thread_ts ?? ts}`
      threads.set(thread, [...(threads.get(thread) ?? []), text])
    }
  }
  return threads
}

/** By thread, what Atrium shows: texts in their order, without what was deleted. */
export async function shownInAtrium({ owner }: TestDatabase, channelIds: string[]): Promise<Map<string, string[]>> {
  const rows = await owner.db
    .selectFrom('slack_thread as thread')
    .innerJoin('conversation_message as message', 'message.conversation_id', 'thread.conversation_id')
    .select(['thread.channel_id', 'thread.thread_ts', 'message.text'])
    .where('thread.channel_id', 'in', channelIds)
    .where('message.deleted_at', 'is', null)
    .orderBy('message.id')
    .execute()
  const threads = new Map<string, string[]>()
  for (const { channel_id, thread_ts, text } of rows) {
    const thread = `${channel_id} ${thread_ts}`
    threads.set(thread, [...(threads.get(thread) ?? []), text])
  }
  return threads
}
