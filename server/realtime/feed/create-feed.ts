import { inOrganization } from '@atrium/db/transaction.ts'
import type { TrackedEnvelope } from '@trpc/server'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { FeedItem } from '@atrium/shared/realtime/change.ts'
import type { ChangeFeed, FollowOptions } from '../../infra/live.ts'
import type { Services } from '../../infra/services.ts'
import { FeedFrame } from './feed-frame.ts'
import { headOf, headsOf } from './change.queries.ts'
import { FEED_LIMITS, Subscriber, type FeedLimits } from './subscriber.ts'
import { Tailer } from './tailer.ts'

export interface FeedOptions {
  limits?: Partial<FeedLimits>
  /** The safety net under lost hints. */
  pollMs?: number
  heartbeatMs?: number
}
export interface Feed extends ChangeFeed {
  stop(): Promise<void>
}

/** The change feed of one node: a tailer for each organization that somebody here follows. */
export function createFeed(services: Services, { limits, pollMs = 1_000, heartbeatMs = 15_000 }: FeedOptions = {}): Feed {
  const tailers = new Map<OrganizationId, Promise<Tailer>>()
  const running = new Set<Tailer>()
  const listeners = new Set<Parameters<ChangeFeed['onHandedOut']>[0]>()
  const unsubscribe = hearBus(services, running)

  function tailerOf(organizationId: OrganizationId): Promise<Tailer> {
    const known = tailers.get(organizationId)
    if (known) return known
    const starting = inOrganization(services.db, organizationId, (tx) => headOf(tx, organizationId)).then((head) => {
      const tailer = new Tailer(services, {
        organizationId,
        head,
        onHandedOut: (batch) => listeners.forEach((hear) => hear(organizationId, batch)),
      })
      running.add(tailer)
      // What was committed since its head was read has given its hint to nobody.
      void tailer.read()
      return tailer
    })
    tailers.set(organizationId, starting)
    starting.catch(() => tailers.delete(organizationId))
    return starting
  }

  let polling: Promise<void> = Promise.resolve()
  async function poll(): Promise<void> {
    for (const tailer of running) {
      if (!tailer.idle) continue
      running.delete(tailer)
      tailers.delete(tailer.organizationId)
    }
    if (running.size === 0) return
    const active = new Map(Array.from(running, (tailer) => [tailer.organizationId, tailer]))
    for (const { organizationId, seq } of await headsOf(services.db, [...active.keys()])) active.get(organizationId)?.moved(seq)
  }
  const pollTimer = setInterval(() => {
    polling = poll().catch((error: unknown) => services.logger.warn({ err: error }, 'the heads could not be read'))
  }, pollMs)
  const heartbeatTimer = setInterval(() => running.forEach((tailer) => tailer.heartbeat()), heartbeatMs)

  async function begin(options: FollowOptions): Promise<void> {
    const tailer = await tailerOf(options.actor.organizationId)
    if (options.signal.aborted) return
    const subscriber = new Subscriber(services, tailer, { options, limits: { ...FEED_LIMITS, ...limits } })
    tailer.add(subscriber)
    options.signal.addEventListener('abort', () => tailer.remove(subscriber), { once: true })
    const { after } = options
    if (after !== null && after > tailer.last) await tailer.read()
    if (after !== null && after > tailer.last) subscriber.send(FeedFrame.resync(tailer.last), tailer.last)
    const catchingUp = subscriber.catchUp(Math.min(after ?? tailer.last, tailer.last))
    tailer.keep(catchingUp)
    await catchingUp
  }

  return {
    onHandedOut(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    follow: (options) =>
      lasting(options.signal, () =>
        begin(options).catch((error: unknown) => {
          services.logger.warn({ err: error }, 'a subscription could not begin')
          options.socket.close(1012, 'try again')
        }),
      ),
    async stop() {
      clearInterval(pollTimer)
      clearInterval(heartbeatTimer)
      unsubscribe()
      await polling
      await Promise.all(Array.from(running, (tailer) => tailer.settled()))
    },
  }
}

function hearBus({ bus }: Services, running: ReadonlySet<Tailer>): () => void {
  const stops = [
    bus.onSignal((signal) => {
      for (const tailer of running) if (tailer.organizationId === signal.organizationId) tailer.signal(signal)
    }),
    bus.onFeedMoved((organizationId, head, changes) => {
      for (const tailer of running) {
        if (tailer.organizationId !== organizationId) continue
        if (changes) tailer.offer(changes)
        else tailer.moved(head)
      }
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

/** An iterable that begins when it is first asked, which is after tRPC has told the client `started`, and ends with the signal. */
function lasting(signal: AbortSignal, begin: () => Promise<void>): AsyncIterable<TrackedEnvelope<FeedItem>> {
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        void begin()
        await ended
        return { done: true, value: undefined }
      },
    }),
  }
}
