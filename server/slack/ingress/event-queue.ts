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

const MOST_AT_ONCE = 100

/**
 * One transaction at a time for each organization: what comes while it is on its way goes into the next one together.
 * Alone an item waits for nobody; under load the price of a commit is shared.
 */
export function createEventQueue<T>(write: (organizationId: OrganizationId, items: T[]) => Promise<void>): EventQueue<T> {
  const waiting = new Map<OrganizationId, Waiting<T>[]>()
  const running = new Map<OrganizationId, Promise<void>>()

  async function drain(organizationId: OrganizationId, queue: Waiting<T>[]): Promise<void> {
    while (queue.length > 0) {
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
