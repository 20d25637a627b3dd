import { setTimeout as sleep } from 'node:timers/promises'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { faultPoint } from '../infra/fault-point.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { isTaken } from './send-batch.queries.ts'
import { sendBatch, type Send, type SendOutcome, type Sent } from './send-batch.ts'

/** Messages in one transaction at most. */
const LARGEST_BATCH = 400
/** From the start of one transaction to that of the next; the first after a pause goes at once. */
const PACE_MS = 4

interface Waiting {
  send: Send
  resolve: (sent: Sent) => void
  reject: (error: unknown) => void
}
type CommitServices = Pick<Services, 'db' | 'bus' | 'clock'>

/**
 * Group commit: one transaction of an organization is in flight, and what is sent meanwhile goes together in the next. So the
 * statements for a message become fewer the more there are.
 */
export class SendQueue {
  readonly #services: CommitServices
  readonly #organizationId: OrganizationId
  #waiting: Waiting[] = []
  #running = false
  #startedAt = -Infinity
  #lastMs = 0

  constructor(services: CommitServices, organizationId: OrganizationId) {
    this.#services = services
    this.#organizationId = organizationId
  }

  /** Resolves once it is committed. @throws what refused it */
  send(send: Send): Promise<Sent> {
    const { promise, resolve, reject } = Promise.withResolvers<Sent>()
    this.#waiting.push({ send, resolve, reject })
    // What one turn of the event loop brings goes together too.
    if (!this.#running) setImmediate(() => void this.#run())
    return promise
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    try {
      while (this.#waiting.length > 0) {
        const earlyMs = this.#startedAt + PACE_MS - performance.now()
        if (earlyMs > 0 && this.#waiting.length < LARGEST_BATCH) await sleep(earlyMs)
        this.#startedAt = performance.now()
        await this.#sendTogether(this.#waiting.splice(0, LARGEST_BATCH))
      }
    } finally {
      this.#running = false
    }
  }

  async #sendTogether(batch: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#commit(batch.map(({ send }) => send))
      faultPoint('mutation.committed')
      for (const [index, waiting] of batch.entries()) settle(waiting, outcomes[index])
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error)
      // Whoever spoilt it must not spoil it for the others; their client ids make another try harmless.
      for (const waiting of batch) await this.#sendTogether([waiting])
    }
  }

  async #commit(sends: Send[]): Promise<SendOutcome[]> {
    try {
      return await this.#commitAs(sends, true)
    } catch (error) {
      if (!isTaken(error)) throw error
      return this.#commitAs(sends, false)
    }
  }

  #commitAs(sends: Send[], allNew: boolean): Promise<SendOutcome[]> {
    // Ids of one millisecond sort at random: no two batches share one.
    const nowMs = Math.max(this.#services.clock.now(), this.#lastMs + 1)
    this.#lastMs = nowMs
    const organizationId = this.#organizationId
    return commitInOrganization(this.#services, organizationId, (tx) => sendBatch(tx, organizationId, { sends, nowMs, allNew }))
  }
}

function settle({ resolve, reject }: Waiting, outcome: SendOutcome | undefined): void {
  if (!outcome) reject(new AtriumError('internal'))
  else if ('sent' in outcome) resolve(outcome.sent)
  else reject(outcome.refused)
}
