import type { z } from 'zod'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ClaimedDelivery, Look, Outcome, Transport } from '../../infra/deliveries/transport.ts'
import type { SlackServices } from '../slack-services.ts'
import type { PostContext, PostScope } from './egress.queries.ts'
import { EPHEMERAL_OPERATION, ephemeralPayload } from './ephemeral-payload.ts'
import { findPost } from './find-post.ts'
import { findShare } from './find-share.ts'
import { postPayload, type Addressed, type PostPayload } from './post-payload.ts'
import { preparePosting } from './prepare-posting.ts'
import { isRevision, revisionPayload } from './revision-payload.ts'
import { lookForEphemeral, sendEphemeral, settleEphemeral } from './send-ephemeral.ts'
import { sendPost } from './send-post.ts'
import { sendRevision } from './send-revision.ts'
import { sendShare } from './send-share.ts'
import { settlePosts } from './settle-posts.ts'
import { settleRevision } from './settle-revision.ts'
import { settleShare } from './settle-share.ts'
import { SHARE_OPERATION, sharePayload } from './share-payload.ts'
import { createWorkspaceUrls, type WorkspaceUrls } from './workspace-urls.ts'

/** One call at hand, with everything it needs. */
export interface Posting<Payload = PostPayload> {
  services: SlackServices
  scope: PostScope
  delivery: ClaimedDelivery
  payload: Payload
  context: PostContext
  token: string
}

/** Slack takes about one message per second and channel; above that it may lose some. */
const LANE_INTERVAL_MS = 1_000
/** Longer than our own calls are waited for. */
const CALL_MS = 16_000
/** Time for the echo, which is cheaper than a look into the history. */
const LOOK_AFTER_MS = 1_500
const CONNECTED_ANEW = 'The workspace was connected anew meanwhile.'

export function createSlackTransport(
  services: SlackServices,
  {
    lookAfterMs = LOOK_AFTER_MS,
    laneIntervalMs = LANE_INTERVAL_MS,
  }: { lookAfterMs?: number | undefined; laneIntervalMs?: number | undefined } = {},
): Transport {
  const urls = createWorkspaceUrls(services)
  return {
    name: 'slack',
    laneIntervalMs,
    lookAfterMs,
    callMs: CALL_MS,
    send: (delivery) => kindOf(delivery).send(services, delivery, urls),
    reconcile: (delivery) => kindOf(delivery).look(services, delivery, urls),
    async settled(tx, settled) {
      const nowMs = services.clock.now()
      for (const [kind, ofKind] of Map.groupBy(settled, ({ delivery }) => kindOf(delivery))) {
        await kind.settle(
          tx,
          ofKind.map(({ delivery, outcome }) => ({ delivery, outcome, nowMs })),
        )
      }
    },
  }
}

interface Settling {
  delivery: ClaimedDelivery
  outcome: Outcome
  nowMs: number
}
/** What is sent: a message's text, its files, or what was done to them since. */
interface Kind {
  send(services: SlackServices, delivery: ClaimedDelivery, urls: WorkspaceUrls): Promise<Outcome>
  look(services: SlackServices, delivery: ClaimedDelivery, urls: WorkspaceUrls): Promise<Look>
  settle(tx: Tx, settlings: readonly Settling[]): Promise<void>
}
interface KindOf<Payload> {
  payload: z.ZodType<Payload>
  send(posting: Posting<Payload>, urls: WorkspaceUrls): Promise<Outcome>
  /** Null: done twice it is done once, so there is nothing to look for. */
  look: ((posting: Posting<Payload>, urls: WorkspaceUrls) => Promise<Look>) | null
  settle(tx: Tx, settlings: readonly (Settling & { payload: Payload })[]): Promise<void>
}

function kind<Payload extends Pick<Addressed, 'as' | 'linked'>>(of: KindOf<Payload>): Kind {
  return {
    async send(services, delivery, urls) {
      const payload = of.payload.parse(delivery.payload)
      const posting = await preparePosting(services, delivery, payload)
      if (!('token' in posting)) return posting
      const outcome = await of.send(posting, urls)
      if (outcome.kind === 'astray' && keepsItsId(delivery)) return { kind: 'failed', reason: outcome.reason }
      if (outcome.kind !== 'blocked') return outcome
      return (await isReplaced(posting)) ? { kind: 'retry', reason: CONNECTED_ANEW, afterMs: 0, gate: null } : outcome
    },
    async look(services, delivery, urls) {
      if (!of.look) return { kind: 'absent' }
      const posting = await preparePosting(services, delivery, of.payload.parse(delivery.payload))
      if ('token' in posting) {
        const look = await of.look(posting, urls)
        if (look.kind === 'astray' && keepsItsId(delivery)) return { kind: 'unclear', reason: look.reason, afterMs: null, gate: null }
        const isOld = look.kind === 'blocked' && (await isReplaced(posting))
        return isOld ? { kind: 'unclear', reason: CONNECTED_ANEW, afterMs: 0, gate: null } : look
      }
      if (posting.kind === 'blocked') return posting
      if (posting.kind === 'dropped') return { kind: 'lost', reason: posting.reason }
      return { kind: 'unclear', reason: posting.reason, afterMs: posting.afterMs, gate: posting.gate }
    },
    settle: (tx, settlings) =>
      of.settle(
        tx,
        settlings.map((settling) => ({ ...settling, payload: of.payload.parse(settling.delivery.payload) })),
      ),
  }
}

/** The direct message of two never goes by another id: where it is not known there is nothing to wait for. */
function keepsItsId({ laneKey }: ClaimedDelivery): boolean {
  return /^(dm|bot):/.test(laneKey)
}

/** Slack refused its token, and meanwhile there is another: what was said of the old one says nothing about that. */
async function isReplaced<Payload extends Pick<Addressed, 'as' | 'linked'>>(posting: Posting<Payload>): Promise<boolean> {
  const now = await preparePosting(posting.services, posting.delivery, posting.payload)
  return 'token' in now && now.token !== posting.token
}

function oneByOne<T>(settle: (tx: Tx, settling: T) => Promise<void>): (tx: Tx, settlings: readonly T[]) => Promise<void> {
  return async (tx, settlings) => {
    for (const settling of settlings) await settle(tx, settling)
  }
}

const POST = kind({ payload: postPayload, send: sendPost, look: findPost, settle: settlePosts })
const SHARE = kind({ payload: sharePayload, send: sendShare, look: findShare, settle: oneByOne(settleShare) })
const REVISION = kind({ payload: revisionPayload, send: sendRevision, look: null, settle: oneByOne(settleRevision) })
const EPHEMERAL = kind({
  payload: ephemeralPayload,
  send: sendEphemeral,
  look: lookForEphemeral,
  settle: oneByOne(settleEphemeral),
})

function kindOf({ operation }: ClaimedDelivery): Kind {
  if (isRevision(operation)) return REVISION
  if (operation === EPHEMERAL_OPERATION) return EPHEMERAL
  return operation === SHARE_OPERATION ? SHARE : POST
}
