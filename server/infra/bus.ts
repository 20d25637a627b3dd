import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ChangeKind } from '@atrium/shared/realtime/change.ts'

/** A change as it was written; `payload` is JSON that nobody on the way to the client reads. */
export interface CommittedChange {
  seq: number
  kind: ChangeKind
  audience: readonly string[]
  entityId: string
  payload: string
}
type FeedListener = (organizationId: OrganizationId, head: number, changes: readonly CommittedChange[] | null) => void

/**
 * Hints between nodes: "this organization's feed has reached `head`", "there is work on some lane". Nothing but hints: a
 * lost one costs at most a second, since everybody also polls. Never awaited by a request.
 */
export interface Bus {
  /**
   * Called after commit. `changes`: what was committed, which spares this node reading it back; it never leaves the process, and who
   * hears of it has to put it in order.
   */
  feedMoved(organizationId: OrganizationId, head: number, changes?: readonly CommittedChange[]): void
  deliveriesOwed(): void
  onFeedMoved(listener: FeedListener): () => void
  onDeliveriesOwed(listener: () => void): () => void
  close(): Promise<void>
}

/** For one process. */
export function createInProcessBus(): Bus {
  const feed = new Set<FeedListener>()
  const deliveries = new Set<() => void>()
  return {
    feedMoved: (organizationId, head, changes) => feed.forEach((listener) => listener(organizationId, head, changes ?? null)),
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
