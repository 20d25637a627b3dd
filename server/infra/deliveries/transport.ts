import type { Tx } from '@atrium/db/transaction.ts'
import type { DeliveryId, LaneId, OrganizationId } from '@atrium/shared/ids.ts'

/** What of ours a delivery carries: its state is told there. */
export type EntityKind = 'message' | 'conversation_message'

/** A call that we owe, at the head of its lane and leased to this worker. */
export interface ClaimedDelivery {
  organizationId: OrganizationId
  id: DeliveryId
  laneId: LaneId
  /** The claim's number; settling with an old one changes nothing. */
  fence: number
  transport: string
  /** On whose credentials. */
  scopeId: string
  laneKey: string
  operation: string
  /** As it was enqueued, through JSON. */
  payload: unknown
  entityKind: EntityKind | null
  entityId: string | null
  /** Calls made, this one included. */
  attempts: number
  absences: number
  doubts: number
  /** For how long the place that its lane leads to has not been known over there; null while it is. */
  astrayMs: number | null
  /** Since the call began whose caller is gone without a word; null when no call can be under way any more. */
  callAgeMs: number | null
  /** `look`: a call was made whose answer nobody has. */
  action: 'send' | 'look'
}

/** What the other side said, kept as JSON. */
export type DeliveryResult = Record<string, unknown>

/** How one call ended. Every kind but `unknown` is certain. `reason` is for people. */
export type Outcome =
  | { kind: 'sent'; result: DeliveryResult; duplicatesRemoved?: number }
  /** Nothing happened over there. `gate` names an operation of this scope that stays closed for everybody until then. */
  | { kind: 'retry'; reason: string; afterMs: number | null; gate: string | null }
  /** A gate was found closed, so nothing was called. Whoever waits for a gate must not close it anew, or many never let it open. */
  | { kind: 'waits'; reason: string; afterMs: number }
  /** It may have happened. */
  | { kind: 'unknown'; reason: string }
  /** The place is not known over there. It may go by another name of which we are to hear yet, and then its lane moves: until it has been so for long, it waits. */
  | { kind: 'astray'; reason: string }
  /** It never will. A person may want to know, and to try again. */
  | { kind: 'failed'; reason: string }
  /** The credentials of the scope are dead: everything waits for new ones. */
  | { kind: 'blocked'; reason: string }
  /** Nobody wants it any more. */
  | { kind: 'dropped'; reason: string }

/** What a look at the other side showed; `unclear` when it could not be read. `afterMs`: not again before. */
export type Look =
  | { kind: 'found'; result: DeliveryResult; duplicatesRemoved: number }
  | { kind: 'absent' }
  | { kind: 'unclear'; reason: string; afterMs: number | null; gate: string | null }
  /** As for calls: nothing was asked. */
  | { kind: 'waits'; reason: string; afterMs: number }
  | { kind: 'blocked'; reason: string }
  /** As for calls. */
  | { kind: 'astray'; reason: string }
  /** Nobody will ever be able to tell. */
  | { kind: 'lost'; reason: string }

/** One kind of outside. Neither `send` nor `reconcile` is called inside a transaction; what they throw counts as unknown or unclear. */
export interface Transport {
  name: string
  /** Between an answer and the next call of the same lane. */
  laneIntervalMs: number
  /** After a lost answer: how long until the first look, and between one look and the next. */
  lookAfterMs: number
  /**
   * How long a call may be under way after it began. When its caller is gone, which may only be cut off from the database,
   * a look before then proves nothing by finding nothing. 0 when absent.
   */
  callMs?: number
  send(delivery: ClaimedDelivery): Promise<Outcome>
  reconcile(delivery: ClaimedDelivery): Promise<Look>
  /**
   * Writes down what outcomes mean, in the transaction that settles the deliveries, all of one organization. One may come again with
   * another outcome while it is not settled for good (`retry`, `unknown`, `blocked`).
   */
  settled(tx: Tx, settled: readonly Settled[]): Promise<void>
}

export interface Settled {
  delivery: ClaimedDelivery
  outcome: Outcome
}
