import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { createInProcessBus, subscribe, type AddressedSignal, type Bus, type CommittedChange, type SceneNews } from './bus.ts'
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
/** What signals and news may take of that; one that is larger than this by itself stays on its node. */
const BATCH_BYTES = 7_000

interface Hints {
  from: string
  feed: [OrganizationId, number][]
  deliveries: boolean
  signals?: AddressedSignal[]
  news?: SceneNews[]
}

/**
 * For several processes on one database: `NOTIFY` over a connection of its own, after the commit and never inside a writing
 * transaction, where it would serialise the commits of everybody. Hints of this node are heard here without the way round.
 */
export function createPostgresBus(options: PostgresBusOptions): Bus {
  const bus = new PostgresBus(options)
  void bus.connect()
  return bus
}

class PostgresBus implements Bus {
  readonly #options: PostgresBusOptions
  readonly #local = createInProcessBus()
  readonly #node = randomUUID()
  readonly #heads = new Map<OrganizationId, number>()
  #deliveries = false
  #signals: AddressedSignal[] = []
  #news: SceneNews[] = []
  readonly #newsListeners = new Set<(news: SceneNews) => void>()
  #client: pg.Client | null = null
  #flushTimer: NodeJS.Timeout | null = null
  #flushing: Promise<void> = Promise.resolve()
  #reconnectTimer: NodeJS.Timeout | null = null
  #closed = false
  readonly reachesOthers = true
  readonly onFeedMoved: Bus['onFeedMoved'] = this.#local.onFeedMoved
  readonly onDeliveriesOwed: Bus['onDeliveriesOwed'] = this.#local.onDeliveriesOwed
  readonly onSignal: Bus['onSignal'] = this.#local.onSignal

  constructor(options: PostgresBusOptions) {
    this.#options = options
  }

  feedMoved(organizationId: OrganizationId, head: number, changes?: readonly CommittedChange[]): void {
    this.#local.feedMoved(organizationId, head, changes)
    this.#heads.set(organizationId, Math.max(head, this.#heads.get(organizationId) ?? 0))
    this.#flushSoon()
  }
  deliveriesOwed(): void {
    this.#local.deliveriesOwed()
    this.#deliveries = true
    this.#flushSoon()
  }
  signal(signal: AddressedSignal): void {
    this.#local.signal(signal)
    this.#signals.push(signal)
    this.#flushSoon()
  }

  sceneNews(news: SceneNews): void {
    this.#news.push(news)
    this.#flushSoon()
  }
  onSceneNews(listener: (news: SceneNews) => void): () => void {
    return subscribe(this.#newsListeners, listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of [this.#reconnectTimer, this.#flushTimer]) if (timer) clearTimeout(timer)
    await this.#flush()
    await this.#client?.end()
    await this.#local.close()
  }

  async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#options.databaseUrl, application_name: 'atrium-bus', keepAlive: true })
    client.on('error', () => this.#lost(client))
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ payload }) => this.#hear(payload))
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      this.#client = client
      if (this.#closed) await client.end()
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the bus cannot reach Postgres; the feed is polled meanwhile')
      this.#lost(client)
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client === client) this.#client = null
    if (this.#closed || this.#client || this.#reconnectTimer) return
    this.#reconnectTimer = setTimeout(() => {
      this.#reconnectTimer = null
      void this.connect()
    }, RECONNECT_MS)
  }

  #hear(payload: string | undefined): void {
    const hints = JSON.parse(payload ?? '{}') as Hints
    if (hints.from === this.#node) return
    for (const [organizationId, head] of hints.feed) this.#local.feedMoved(organizationId, head)
    if (hints.deliveries) this.#local.deliveriesOwed()
    for (const signal of hints.signals ?? []) this.#local.signal(signal)
    for (const news of hints.news ?? []) this.#newsListeners.forEach((listener) => listener(news))
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => void this.#flush(), this.#options.coalesceMs ?? 5)
  }

  /** One after the other: a connection takes no second query while it is at one. What comes meanwhile goes out together. */
  #flush(): Promise<void> {
    this.#flushTimer = null
    this.#flushing = this.#flushing.then(() => this.#tell())
    return this.#flushing
  }

  async #tell(): Promise<void> {
    const client = this.#client
    const feed = [...this.#heads]
    const owed = this.#deliveries
    const signals = this.#signals
    const news = this.#news
    this.#heads.clear()
    this.#deliveries = false
    this.#signals = []
    this.#news = []
    if (!client) return
    const all: Omit<Hints, 'from'>[] = []
    for (let at = 0; at < feed.length || (owed && at === 0); at += HINTS_A_NOTIFY)
      all.push({ feed: feed.slice(at, at + HINTS_A_NOTIFY), deliveries: owed && at === 0 })
    for (const batch of inBatches(signals)) all.push({ feed: [], deliveries: false, signals: batch })
    for (const batch of inBatches(news)) all.push({ feed: [], deliveries: false, news: batch })
    try {
      for (const hints of all) await client.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify({ from: this.#node, ...hints })])
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'hints were lost; the others poll')
    }
  }
}

function* inBatches<T>(items: readonly T[]): Generator<T[]> {
  let batch: T[] = []
  let bytes = 0
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1
    if (size > BATCH_BYTES) continue
    if (bytes + size > BATCH_BYTES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
