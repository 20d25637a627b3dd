import type { OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { AudienceToken, ChangeKind } from '@atrium/shared/realtime/change.ts'
import type { Gesture } from '@atrium/shared/space/gestures.ts'

/** A change as it was written; `payload` is JSON that nobody on the way to the client reads. */
export interface CommittedChange {
  seq: number
  kind: ChangeKind
  audience: readonly string[]
  entityId: string
  payload: string
}
/** Something of the moment, and the tokens of whoever may hear of it; `text` is its JSON. */
export interface AddressedSignal {
  organizationId: OrganizationId
  audience: readonly AudienceToken[]
  text: string
}
/** What has just happened in a space, for the nodes that have people in the same one. */
export interface SceneNews {
  organizationId: OrganizationId
  spaceId: SpaceId
  what:
    | {
        kind: 'moved'
        /** A slot, x and y for each. */
        positions: number[]
      }
    | { kind: 'shown'; personId: PersonId; gesture: Gesture }
    | { kind: 'shakenOff'; follower: PersonId; by: PersonId }
}
type FeedListener = (organizationId: OrganizationId, head: number, changes: readonly CommittedChange[] | null) => void

/**
 * Hints between nodes: "this organization's feed has reached `head`", "there is work on some lane". Nothing but hints: a
 * lost one costs at most a second, since everybody also polls. And signals and news of scenes, which nobody misses when they are lost. Never awaited by a request.
 */
export interface Bus {
  /** Other nodes hear it. */
  readonly reachesOthers: boolean
  /**
   * Called after commit. `changes`: what was committed, which spares this node reading it back; it never leaves the process, and who
   * hears of it has to put it in order.
   */
  feedMoved(organizationId: OrganizationId, head: number, changes?: readonly CommittedChange[]): void
  deliveriesOwed(): void
  /** To every node, this one among them. */
  signal(signal: AddressedSignal): void
  /** To every other node. */
  sceneNews(news: SceneNews): void
  onFeedMoved(listener: FeedListener): () => void
  onDeliveriesOwed(listener: () => void): () => void
  onSignal(listener: (signal: AddressedSignal) => void): () => void
  onSceneNews(listener: (news: SceneNews) => void): () => void
  close(): Promise<void>
}

/** For one process. */
export function createInProcessBus(): Bus {
  const feed = new Set<FeedListener>()
  const deliveries = new Set<() => void>()
  const signals = new Set<(signal: AddressedSignal) => void>()
  return {
    reachesOthers: false,
    feedMoved: (organizationId, head, changes) => feed.forEach((listener) => listener(organizationId, head, changes ?? null)),
    deliveriesOwed: () => deliveries.forEach((listener) => listener()),
    signal: (signal) => signals.forEach((listener) => listener(signal)),
    sceneNews: () => {},
    onFeedMoved: (listener) => subscribe(feed, listener),
    onDeliveriesOwed: (listener) => subscribe(deliveries, listener),
    onSignal: (listener) => subscribe(signals, listener),
    onSceneNews: () => () => {},
    close: async () => {
      feed.clear()
      deliveries.clear()
      signals.clear()
    },
  }
}

export function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
