import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { createInProcessBus, type Bus } from './bus.ts'
import type { Logger } from './logger.ts'

export interface PostgresBusOptions {
  databaseUrl: string
  logger: Logger
  /** Hints within this many ms go out as one. */
  coalesceMs?: number
}

const CHANNEL = 'atrium_hints'
const RECONNECT_MS = 1_000
/** Postgres takes 8,000 bytes; a hint is about 50. */
const HINTS_A_NOTIFY = 100

interface Hints {
  from: string
  feed: [OrganizationId, number][]
  deliveries: boolean
}

/**
 * For several processes on one database: `NOTIFY` over a connection of its own, after the commit and never inside a writing
 * transaction, where it would serialise the commits of everybody. Hints of this node are heard here without the way round.
 */
export function createPostgresBus({ databaseUrl, logger, coalesceMs = 5 }: PostgresBusOptions): Bus {
  const local = createInProcessBus()
  const node = randomUUID()
  const heads = new Map<OrganizationId, number>()
  let deliveries = false
  let client: pg.Client | null = null
  let flushTimer: NodeJS.Timeout | null = null
  let reconnectTimer: NodeJS.Timeout | null = null
  let closed = false

  function hear(payload: string | undefined): void {
    const hints = JSON.parse(payload ?? '{}') as Hints
    if (hints.from === node) return
    for (const [organizationId, head] of hints.feed) local.feedMoved(organizationId, head)
    if (hints.deliveries) local.deliveriesOwed()
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'atrium-bus', keepAlive: true })
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    next.on('notification', ({ payload }) => hear(payload))
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
      client = next
      if (closed) await next.end()
    } catch (error) {
      logger.warn({ err: error }, 'the bus cannot reach Postgres; the feed is polled meanwhile')
      lost(next)
    }
  }

  function lost(which: pg.Client): void {
    if (client === which) client = null
    if (closed || client || reconnectTimer) return
    reconnectTimer = setTimeout(() => {
      reconnectTimer = null
      void connect()
    }, RECONNECT_MS)
  }

  function flushSoon(): void {
    flushTimer ??= setTimeout(() => void flush(), coalesceMs)
  }

  async function flush(): Promise<void> {
    flushTimer = null
    const feed = [...heads]
    const owed = deliveries
    heads.clear()
    deliveries = false
    if (!client) return
    try {
      for (let at = 0; at === 0 || at < feed.length; at += HINTS_A_NOTIFY) {
        const hints: Hints = { from: node, feed: feed.slice(at, at + HINTS_A_NOTIFY), deliveries: owed && at === 0 }
        await client.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(hints)])
      }
    } catch (error) {
      logger.warn({ err: error }, 'hints were lost; the others poll')
    }
  }

  void connect()
  return {
    feedMoved(organizationId, head, changes) {
      local.feedMoved(organizationId, head, changes)
      heads.set(organizationId, Math.max(head, heads.get(organizationId) ?? 0))
      flushSoon()
    },
    deliveriesOwed() {
      local.deliveriesOwed()
      deliveries = true
      flushSoon()
    },
    onFeedMoved: local.onFeedMoved,
    onDeliveriesOwed: local.onDeliveriesOwed,
    async close() {
      closed = true
      if (reconnectTimer) clearTimeout(reconnectTimer)
      if (flushTimer) clearTimeout(flushTimer)
      await flush()
      await client?.end()
      await local.close()
    },
  }
}
