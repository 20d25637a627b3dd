import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { AddressedSignal, CommittedChange } from '../../infra/bus.ts'
import type { Services } from '../../infra/services.ts'
import { changesAfter } from './change.queries.ts'
import { FeedFrame } from './feed-frame.ts'
import type { Followed, Subscriber } from './subscriber.ts'

const PAGE = 1_000
/** How long a change waits for the one before it, which was committed here a moment earlier. */
const GAP_MS = 5
/** Under load, what comes within this time goes out together; the first after a pause goes at once. */
const PACE_MS = 4

export interface TailerOptions {
  organizationId: OrganizationId
  head: number
  /** Called with each batch, after those who follow. */
  onHandedOut: (batch: readonly CommittedChange[]) => void
}

/**
 * Reads one organization's feed for this node, once, and hands it to everybody who follows it here. What came since the last
 * look is one batch: one frame for each different selection of it, one write for each subscriber it concerns.
 */
export class Tailer implements Followed {
  readonly organizationId: OrganizationId
  readonly #services: Services
  readonly #subscribers = new Set<Subscriber>()
  readonly #listeners = new Map<string, Set<Subscriber>>()
  readonly #onHandedOut: (batch: readonly CommittedChange[]) => void
  #last: number
  #wanted: number
  #reading: Promise<void> | null = null
  readonly #work = new Set<Promise<void>>()
  /** By the first number of each commit. */
  readonly #offers = new Map<number, readonly CommittedChange[]>()
  #taking: NodeJS.Timeout | null = null
  #handedOutAt = -Infinity
  #gap: NodeJS.Timeout | null = null

  constructor(services: Services, { organizationId, head, onHandedOut }: TailerOptions) {
    this.#services = services
    this.#onHandedOut = onHandedOut
    this.organizationId = organizationId
    this.#last = head
    this.#wanted = head
  }

  get last(): number {
    return this.#last
  }
  get idle(): boolean {
    return this.#subscribers.size === 0
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber)
  }
  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber)
    subscriber.end()
  }

  goLive(subscriber: Subscriber): void {
    for (const token of subscriber.tokens) {
      const listeners = this.#listeners.get(token)
      if (listeners) listeners.add(subscriber)
      else this.#listeners.set(token, new Set([subscriber]))
    }
  }
  detach(subscriber: Subscriber): void {
    for (const token of subscriber.tokens) {
      const listeners = this.#listeners.get(token)
      listeners?.delete(subscriber)
      if (listeners?.size === 0) this.#listeners.delete(token)
    }
  }

  /** A hint, from the bus or the poll: there may be more. */
  moved(head: number): void {
    if (head > this.#wanted) this.#wanted = head
    if (head > this.#last) void this.#readOn()
  }

  /**
   * What somebody on this node has just committed: handed out without reading it back. Commits are answered in no order, so what
   * comes too early waits for what is before it; if that does not come, because another node wrote it, it is read.
   */
  offer(changes: readonly CommittedChange[]): void {
    const [first] = changes
    if (!first || first.seq <= this.#last) return
    this.#offers.set(first.seq, changes)
    const waitMs = this.#handedOutAt + PACE_MS - performance.now()
    this.#taking ??= setTimeout(() => this.#takeOffers(), Math.max(0, waitMs))
  }

  #takeOffers(): void {
    this.#taking = null
    const batch: CommittedChange[] = []
    for (let next = this.#offers.get(this.#last + 1); next; next = this.#offers.get((batch.at(-1)?.seq ?? 0) + 1)) batch.push(...next)
    if (batch.length > 0) this.#handOut(batch)
    let ahead = 0
    for (const [seq, changes] of this.#offers) {
      if (seq <= this.#last) this.#offers.delete(seq)
      else ahead = Math.max(ahead, changes.at(-1)?.seq ?? seq)
    }
    if (ahead > 0) this.#gap ??= setTimeout(() => this.#fillGap(), GAP_MS)
  }

  #fillGap(): void {
    this.#gap = null
    for (const changes of this.#offers.values()) this.moved(changes.at(-1)?.seq ?? 0)
  }

  /** Resolves once everything that was committed when it was called has been handed out. Never rejects: the next poll tries again. */
  async read(): Promise<void> {
    await this.#reading
    this.#wanted = Math.max(this.#wanted, this.#last + 1)
    await this.#readOn()
  }

  #readOn(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #readAll(): Promise<void> {
    try {
      while (this.#last < this.#wanted) {
        const wanted = this.#wanted
        const batch = await changesAfter(this.#services.db, this.organizationId, { after: this.#last, limit: PAGE })
        const fresh = batch.filter(({ seq }) => seq > this.#last)
        if (fresh.length > 0) this.#handOut(fresh)
        else if (wanted === this.#wanted) this.#wanted = this.#last
        if (batch.length === PAGE) this.#wanted = Math.max(this.#wanted, this.#last + 1)
      }
    } catch (error) {
      this.#services.logger.warn({ err: error, organizationId: this.organizationId }, 'the feed could not be read')
    }
  }

  keep(work: Promise<void>): void {
    this.#work.add(work)
    void work.finally(() => this.#work.delete(work))
  }
  /** Once nothing reads the database for it any more. */
  async settled(): Promise<void> {
    for (const timer of [this.#gap, this.#taking]) if (timer) clearTimeout(timer)
    await this.#reading
    await Promise.all(this.#work)
  }

  heartbeat(): void {
    const frame = FeedFrame.heartbeat(this.#last)
    for (const subscriber of this.#subscribers) if (subscriber.live) subscriber.send(frame, this.#last)
  }

  /** To whoever is live and may hear it: who is catching up learns of the moment after this one. */
  signal({ audience, text }: AddressedSignal): void {
    const hearing = new Set(audience.flatMap((token) => [...(this.#listeners.get(token) ?? [])]))
    const frame = FeedFrame.signal(this.#last, text)
    for (const subscriber of hearing) subscriber.send(frame, this.#last)
  }

  #handOut(batch: CommittedChange[]): void {
    const seen = this.#last
    const head = batch.at(-1)?.seq ?? seen
    if (batch.some((change, index) => change.seq !== seen + index + 1)) return this.#startOver(head)
    for (const subscriber of this.#doubtedBy(batch)) subscriber.doubt(seen)
    const concerned = this.#mark(batch)
    const frames = new Map<string, FeedFrame>()
    for (const subscriber of concerned) {
      const selection = subscriber.marks.join()
      let frame = frames.get(selection)
      if (!frame) {
        frame = FeedFrame.changes(
          head,
          subscriber.marks.map((index) => batch[index]).filter((change) => change !== undefined),
        )
        frames.set(selection, frame)
      }
      subscriber.marks.length = 0
      subscriber.send(frame, seen)
    }
    this.#last = head
    this.#handedOutAt = performance.now()
    this.#onHandedOut(batch)
  }

  #mark(batch: CommittedChange[]): Set<Subscriber> {
    const concerned = new Set<Subscriber>()
    for (const [index, change] of batch.entries())
      for (const token of change.audience)
        for (const subscriber of this.#listeners.get(token) ?? []) {
          if (subscriber.marks.at(-1) === index || !subscriber.mayHear(change)) continue
          subscriber.marks.push(index)
          concerned.add(subscriber)
        }
    return concerned
  }

  /** Those whose audiences something in the batch may have changed: they read it by query instead, as what they are then. */
  *#doubtedBy(batch: CommittedChange[]): Generator<Subscriber> {
    const people = new Set(batch.filter((change) => change.kind === 'identity.memberChanged').map((change) => change.entityId))
    const newSpace = batch.some((change) => change.kind === 'space.spaceChanged' && !this.#listeners.has(`space:${change.entityId}`))
    if (people.size === 0 && !newSpace) return
    for (const subscriber of this.#subscribers) {
      const { actor } = subscriber.options
      if (people.has(actor.personId) || (newSpace && actor.kind === 'member')) yield subscriber
    }
  }

  /** The feed is gapless: a hole means that something has tampered with it. */
  #startOver(head: number): void {
    this.#services.logger.error({ organizationId: this.organizationId, last: this.#last, head }, 'the feed has a hole')
    this.#last = head
    const frame = FeedFrame.resync(head)
    for (const subscriber of this.#subscribers) if (subscriber.live) subscriber.send(frame, head)
  }
}
