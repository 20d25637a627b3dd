import { setTimeout as pause } from 'node:timers/promises'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** Takes what has to be written; resolves once it is committed. */
export interface EventQueue<T> {
  submit(organizationId: OrganizationId, item: T): Promise<void>
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
}

interface Waiting<T> {
  item: T
  committed(): void
  failed(error: unknown): void
}

const MOST_AT_ONCE = 200
/** From one transaction to the next while several events come at once: each costs the same, whether it holds two or fifty. */
const GATHER_MS = 20

/**
 * One transaction at a time for each organization: what comes while it is on its way goes into the next one together.
 * Alone an item waits for nobody; under load it waits a few milliseconds, and the price of a commit is shared.
 */
export function createEventQueue<T>(write: (organizationId: OrganizationId, items: T[]) => Promise<void>): EventQueue<T> {
  const waiting = new Map<OrganizationId, Waiting<T>[]>()
  const running = new Map<OrganizationId, Promise<void>>()

  async function drain(organizationId: OrganizationId, queue: Waiting<T>[]): Promise<void> {
    while (queue.length > 0) {
      const startedAt = performance.now()
      const batch = queue.splice(0, MOST_AT_ONCE)
      try {
        await write(
          organizationId,
          batch.map(({ item }) => item),
        )
        for (const { committed } of batch) committed()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
      const early = GATHER_MS - (performance.now() - startedAt)
      if (early > 0 && batch.length > 1 && queue.length < MOST_AT_ONCE) await pause(early)
    }
    waiting.delete(organizationId)
    running.delete(organizationId)
  }

  return {
    submit(organizationId, item) {
      return new Promise((committed, failed) => {
        const queue = waiting.get(organizationId) ?? []
        queue.push({ item, committed, failed })
        if (running.has(organizationId)) return
        waiting.set(organizationId, queue)
        running.set(organizationId, drain(organizationId, queue))
      })
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}
