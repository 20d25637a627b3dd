import { setTimeout as sleep } from 'node:timers/promises'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import type { CommittedChange } from '../../infra/bus.ts'
import type { FollowOptions } from '../../infra/live.ts'
import type { Services } from '../../infra/services.ts'
import { audibleChanges, followsIn } from './change.queries.ts'
import { FeedFrame } from './feed-frame.ts'
import { standingOf, type Standing } from './standing.queries.ts'
import { isFromBefore } from './visit.rules.ts'

export interface FeedLimits {
  /** Above this many bytes waiting for a reader, nothing more is read from the database for it. */
  pauseAtBytes: number
  cutAtBytes: number
  /** How long a paused reader may stay so. */
  stalledMs: number
  /** How often a paused reader is looked at. */
  lookMs: number
  /** Further behind than this, the client fetches everything anew. */
  replayChanges: number
}
export const FEED_LIMITS: FeedLimits = { pauseAtBytes: 1 << 20, cutAtBytes: 8 << 20, stalledMs: 30_000, lookMs: 100, replayChanges: 5_000 }

const PAGE = 500
const RETRIES = 8

/** What a subscriber needs of the tailer it follows. */
export interface Followed {
  readonly last: number
  /** From now on it gets what the tailer brings. Called in the same turn in which it has caught up with `last`. */
  goLive(subscriber: Subscriber): void
  detach(subscriber: Subscriber): void
  /** Waited for at shutdown. */
  keep(work: Promise<void>): void
}

/**
 * One subscription. It catches up by query, with its audiences evaluated then, and goes live once it has what the tailer has;
 * whatever makes its audiences doubtful, or its reader slow, sends it back to catching up from where it was.
 */
export class Subscriber {
  readonly options: FollowOptions
  readonly #services: Services
  readonly #followed: Followed
  readonly #limits: FeedLimits
  #state: 'catching-up' | 'live' | 'ended' = 'catching-up'
  #standing: Standing | null = null
  #doubts = 0
  #told = false
  /** Places in the tailer's batch of what is for this subscriber; the tailer's scratch. */
  readonly marks: number[] = []

  constructor(services: Services, followed: Followed, { options, limits }: { options: FollowOptions; limits: FeedLimits }) {
    this.#services = services
    this.#followed = followed
    this.options = options
    this.#limits = limits
  }

  get tokens(): readonly AudienceToken[] {
    return this.#standing?.tokens ?? []
  }
  mayHear(change: CommittedChange): boolean {
    return !isFromBefore(change, this.#standing?.sinceMs ?? 0)
  }
  get live(): boolean {
    return this.#state === 'live'
  }

  end(): void {
    this.#state = 'ended'
    this.#followed.detach(this)
  }

  /** Their role or scope may have changed: nothing more goes out before it was looked up. `seen`: what they have got. */
  doubt(seen: number): void {
    this.fallBack(seen)
    this.#standing = null
    this.#doubts += 1
  }

  fallBack(seen: number): void {
    if (this.#state !== 'live') return
    this.#state = 'catching-up'
    this.#followed.detach(this)
    this.#followed.keep(this.catchUp(seen))
  }

  /** @returns false when the reader is too slow; it then falls back. */
  send(frame: FeedFrame, seen: number): boolean {
    const { socket, subscriptionId } = this.options
    const buffered = socket.bufferedBytes()
    if (buffered > this.#limits.cutAtBytes) {
      socket.cut()
      return false
    }
    if (buffered > this.#limits.pauseAtBytes) {
      this.fallBack(seen)
      return false
    }
    this.#told = true
    socket.write(frame.forSubscription(subscriptionId))
    return true
  }

  /** Never rejects: it retries, and closes the socket with 1012 when the database stays away. */
  async catchUp(after: number): Promise<void> {
    let seen = after
    let failures = 0
    this.#told = false
    while (this.#state === 'catching-up') {
      if (!(await this.#readerIsReady())) return
      try {
        const reached = await this.#step(seen)
        failures = 0
        if (reached === 'done') return
        seen = reached
      } catch (error) {
        failures += 1
        this.#services.logger.warn({ err: error, failures }, 'a subscription could not read its changes')
        if (failures > RETRIES) return this.options.socket.close(1012, 'try again')
        await sleep(50 * 2 ** failures)
      }
    }
  }

  async #step(seen: number): Promise<number | 'done'> {
    const upTo = this.#followed.last
    if (this.#standing && seen >= upTo) {
      this.#goLive(upTo)
      return 'done'
    }
    if (upTo - seen > this.#limits.replayChanges) return this.#startOver(seen, upTo)
    const page = await this.#read(seen, upTo)
    if (this.#state !== 'catching-up') return 'done'
    if (page === 'forgotten') return this.#startOver(seen, upTo)
    if (!page) {
      this.end()
      this.options.socket.close(4401, 'you are no longer in this organization')
      return 'done'
    }
    const reached = page.length === PAGE ? (page.at(-1)?.seq ?? upTo) : Math.max(seen, upTo)
    if (page.length > 0 && !this.send(FeedFrame.changes(reached, page), seen)) return seen
    return reached
  }

  #startOver(seen: number, upTo: number): number {
    return this.send(FeedFrame.resync(upTo), seen) ? upTo : seen
  }

  #goLive(seen: number): void {
    if (!this.#told) this.send(FeedFrame.heartbeat(seen), seen)
    this.#state = 'live'
    this.#followed.goLive(this)
  }

  /** @returns null when they may see nothing any more, `forgotten` when what comes next has been removed because of its age. */
  #read(after: number, upTo: number): Promise<CommittedChange[] | 'forgotten' | null> {
    const { actor, onActor } = this.options
    const doubts = this.#doubts
    return inOrganization(this.#services.db, actor.organizationId, async (tx) => {
      const standing = await standingOf(tx, actor)
      if (!standing) return null
      const { tokens, sinceMs } = standing
      const changes = upTo > after ? await audibleChanges(tx, actor.organizationId, { after, upTo, limit: PAGE, tokens, sinceMs }) : []
      const isWhole = upTo <= after || changes[0]?.seq === after + 1 || (await followsIn(tx, actor.organizationId, after))
      if (!isWhole) return 'forgotten'
      if (doubts === this.#doubts) this.#standing = standing
      onActor(standing.actor)
      return changes
    })
  }

  async #readerIsReady(): Promise<boolean> {
    const { socket } = this.options
    const givenUpAt = performance.now() + this.#limits.stalledMs
    while (socket.bufferedBytes() > this.#limits.pauseAtBytes) {
      if (performance.now() > givenUpAt || socket.bufferedBytes() > this.#limits.cutAtBytes) {
        socket.cut()
        return false
      }
      await sleep(this.#limits.lookMs)
      if (this.#state === 'ended') return false
    }
    return true
  }
}
