import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Services } from '../../infra/services.ts'
import { changesAfter } from './change.queries.ts'
import { FeedFrame, type StoredChange } from './feed-frame.ts'
import type { Followed, Subscriber } from './subscriber.ts'

const PAGE = 1_000

/**
 * Reads one organization's feed for this node, once, and hands it to everybody who follows it here. What came since the last
 * look is one batch: one frame for each different selection of it, one write for each subscriber it concerns.
 */
export class Tailer implements Followed {
  readonly organizationId: OrganizationId
  readonly #services: Services
  readonly #subscribers = new Set<Subscriber>()
  readonly #listeners = new Map<string, Set<Subscriber>>()
  #last: number
  #wanted: number
  #reading: Promise<void> | null = null
  readonly #work = new Set<Promise<void>>()

  constructor(services: Services, organizationId: OrganizationId, head: number) {
    this.#services = services
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
        if (batch.length > 0) this.#handOut(batch)
        else if (wanted === this.#wanted) this.#wanted = this.#last
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
    await this.#reading
    await Promise.all(this.#work)
  }

  heartbeat(): void {
    const frame = FeedFrame.heartbeat(this.#last)
    for (const subscriber of this.#subscribers) if (subscriber.live) subscriber.send(frame, this.#last)
  }

  #handOut(batch: StoredChange[]): void {
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
  }

  #mark(batch: StoredChange[]): Set<Subscriber> {
    const concerned = new Set<Subscriber>()
    for (const [index, change] of batch.entries())
      for (const token of change.audience)
        for (const subscriber of this.#listeners.get(token) ?? []) {
          if (subscriber.marks.at(-1) === index) continue
          subscriber.marks.push(index)
          concerned.add(subscriber)
        }
    return concerned
  }

  /** Those whose audiences something in the batch may have changed: they read it by query instead, as what they are then. */
  *#doubtedBy(batch: StoredChange[]): Generator<Subscriber> {
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
