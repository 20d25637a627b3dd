import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import { mentionTokensOf } from '@atrium/shared/chat/message-text.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { blockedReasons, shareScopes } from '../../infra/deliveries/gates.ts'
import type { EntityKind } from '../../infra/deliveries/transport.ts'
import { POST_OPERATION, type Addressed, type PostPayload } from '../egress/post-payload.ts'
import { SHARE_OPERATION, type SharePayload } from '../egress/share-payload.ts'
import type { PersonNames } from '../format/rich-document.ts'
import type { ComposedPost } from './compose-posts.ts'
import { namesOfPeople } from './mirror.queries.ts'

/** What a message of ours leads to: what is shown beside it, and the calls that we owe from now on. */
export interface Owed {
  bridge: BridgeState
  deliveries: NewDelivery[]
}
/** The same, before anybody has looked whether its workspace is blocked. */
export interface PlannedOwed {
  bridge: BridgeState | Waiting
  deliveries: NewDelivery[]
}
export interface Waiting {
  state: 'waiting'
  installationId: InstallationId
}
/** What something that was done to a message leads to; `bridge` null: what is shown beside it stays. */
export interface OwedRevision {
  bridge: BridgeState | null
  deliveries: NewDelivery[]
}
export interface OwingScope {
  organizationId: OrganizationId
  nowMs: number
}
export interface PostPlan {
  installationId: InstallationId
  laneKey: string
  entity: { kind: EntityKind; id: string }
  posts: ComposedPost[]
  /** Its files, which follow its words; of a broadcast reply they come first, so that its words can say where they are. */
  share?: Pick<SharePayload, 'fileIds' | 'comment'> | null
  payload: Addressed
}

export function owePosts({ organizationId, nowMs }: OwingScope, plan: PostPlan): PlannedOwed {
  const { laneKey, entity, share, installationId } = plan
  const lane = { organizationId, transport: 'slack', scopeId: installationId, laneKey }
  const owe = (operation: string, payload: PostPayload | SharePayload): NewDelivery => {
    return { ...lane, operation, payload, entityKind: entity.kind, entityId: entity.id, nowMs }
  }
  const words = plan.posts.map((post) => owe(POST_OPERATION, { ...plan.payload, ...post }))
  const files = share ? [owe(SHARE_OPERATION, { ...plan.payload, ...share })] : []
  return { bridge: { state: 'waiting', installationId }, deliveries: isBroadcast(plan) ? [...files, ...words] : [...words, ...files] }
}

export function isBroadcast({ payload: { to } }: Pick<PostPlan, 'payload'>): boolean {
  return to.kind === 'direct' && (to.thread?.broadcast ?? false)
}

/** What is shown beside what has just begun to wait for these workspaces. */
export async function waitingBridges(
  tx: Tx,
  organizationId: OrganizationId,
  installationIds: readonly InstallationId[],
): Promise<(installationId: InstallationId) => BridgeState> {
  const scopeIds = [...new Set(installationIds)].toSorted()
  if (scopeIds.length > 0) await shareScopes(tx, scopeIds)
  const reasons = scopeIds.length > 0 ? await blockedReasons(tx, { organizationId, scopeIds }) : new Map<string, string>()
  return (installationId) => {
    const reason = reasons.get(installationId)
    return reason === undefined ? { state: 'queued' } : { state: 'blocked', reason }
  }
}

export async function waitingBridge(tx: Tx, organizationId: OrganizationId, installationId: InstallationId): Promise<BridgeState> {
  return (await waitingBridges(tx, organizationId, [installationId]))(installationId)
}

/** For one that is planned by itself. */
export async function shown(tx: Tx, { organizationId }: OwingScope, { bridge, deliveries }: PlannedOwed): Promise<Owed> {
  return { bridge: bridge.state === 'waiting' ? await waitingBridge(tx, organizationId, bridge.installationId) : bridge, deliveries }
}

/** The names of everybody whom a text calls. */
export async function namesIn(tx: Tx, organizationId: OrganizationId, text: string): Promise<PersonNames> {
  const names = await namesOfPeople(tx, organizationId, mentionTokensOf(text).personIds)
  return { nameOfPerson: (personId) => names.get(personId) }
}
