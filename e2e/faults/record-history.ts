import type { SandboxControl } from '@atrium/sandbox/control-client.ts'
import type { Db } from '@atrium/db/connect.ts'
import type { FeedEntry, History, MadeCall, OwedPost, SlackCall, SlackPost, StoredMessage } from './checker.ts'

export interface Recording {
  /** Sees every row. */
  db: Db
  control: SandboxControl
  organizationId: string
  /** The app whose calls are looked at. */
  appId: string
  /** Of the Slack channels that are looked at. */
  channelIds: readonly string[]
  promised: string[]
  /** What `recordCalls` has seen. */
  made?: MadeCall[]
}

const DELIVERY_METADATA = 'atrium_delivery'

/** Everything the checker wants to know of one organization, read from the database, its feed and the sandbox. */
export async function recordHistory(recording: Recording): Promise<History> {
  const { promised, made = [] } = recording
  const [stored, feed, owed] = [await storedMessages(recording), await feedOf(recording), await owedPosts(recording)]
  return { promised, stored, feed, owed, posts: await postsOf(recording), calls: await callsOf(recording), made }
}

async function storedMessages({ db, organizationId }: Recording): Promise<StoredMessage[]> {
  const rows = await Promise.all(
    (['message', 'conversation_message'] as const).map((table) =>
      db.selectFrom(table).select(['id', 'text', 'rev', 'deleted_at']).where('organization_id', '=', organizationId).execute(),
    ),
  )
  return rows.flat().map(({ id, text, rev, deleted_at }) => ({ id, text, rev, deleted: deleted_at !== null }))
}

interface ToldMessage {
  message: { id: string; text: string; rev: number; deletedAt: number | null }
}

async function feedOf({ db, organizationId }: Recording): Promise<History['feed']> {
  const { seq: head } = await db
    .selectFrom('organization_head')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const changes = await db
    .selectFrom('change')
    .select(['seq', 'kind', 'payload'])
    .where('organization_id', '=', organizationId)
    .orderBy('seq')
    .execute()
  const entries = changes.map(({ seq, kind, payload }): FeedEntry => {
    if (kind !== 'chat.messageChanged' && kind !== 'inbox.messageChanged') return { seq, message: null }
    const { id, text, rev, deletedAt } = (payload as unknown as ToldMessage).message
    return { seq, message: { id, text, rev, deleted: deletedAt !== null } }
  })
  return { head, entries }
}

async function owedPosts({ db, organizationId }: Recording): Promise<OwedPost[]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('delivery_lane', 'delivery_lane.id', 'delivery.lane_id')
    .select(['delivery.id', 'delivery_lane.key', 'delivery.ordinal', 'delivery.state'])
    .where('delivery.organization_id', '=', organizationId)
    .where('delivery_lane.transport', '=', 'slack')
    .execute()
  return rows.map(({ id, key, ordinal, state }) => ({ id, lane: key, ordinal, state }))
}

async function postsOf({ control, channelIds }: Recording): Promise<SlackPost[]> {
  const posts: SlackPost[] = []
  for (const channel of channelIds) {
    const { messages } = await control.state.channel(channel)
    for (const { ts, metadata } of messages) {
      const id = metadata?.event_type === DELIVERY_METADATA ? metadata.event_payload.id : null
      posts.push({ channel, ts, deliveryId: typeof id === 'string' ? id : null })
    }
  }
  return posts
}

async function callsOf({ control, appId }: Recording): Promise<SlackCall[]> {
  const calls = await control.log()
  return calls
    .filter(({ app_id }) => app_id === appId)
    .map(({ at, method, app_id, team_id, args, status, retry_after_s }) => ({
      atMs: at,
      method,
      owner: `${app_id} ${team_id}`,
      channel: typeof args.channel === 'string' ? args.channel : null,
      status,
      retryAfterMs: retry_after_s === null ? null : retry_after_s * 1000,
    }))
}
