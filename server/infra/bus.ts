import type { OrganizationId } from '@atrium/shared/ids.ts'

/**
 * Hints between nodes: "this organization's feed has reached `head`", "there is work on some lane". Nothing but hints: a
 * lost one costs at most a second, since everybody also polls. Never awaited by a request.
 */
export interface Bus {
  /** Called after commit. */
  feedMoved(organizationId: OrganizationId, head: number): void
  deliveriesOwed(): void
  onFeedMoved(listener: (organizationId: OrganizationId, head: number) => void): () => void
  onDeliveriesOwed(listener: () => void): () => void
  close(): Promise<void>
}

/** For one process. */
export function createInProcessBus(): Bus {
  const feed = new Set<(organizationId: OrganizationId, head: number) => void>()
  const deliveries = new Set<() => void>()
  return {
    feedMoved: (organizationId, head) => feed.forEach((listener) => listener(organizationId, head)),
    deliveriesOwed: () => deliveries.forEach((listener) => listener()),
    onFeedMoved: (listener) => subscribe(feed, listener),
    onDeliveriesOwed: (listener) => subscribe(deliveries, listener),
    close: async () => {
      feed.clear()
      deliveries.clear()
    },
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
