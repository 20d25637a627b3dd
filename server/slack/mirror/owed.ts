import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import { mentionTokensOf } from '@atrium/shared/chat/message-text.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { blockedReason, shareScope } from '../../infra/deliveries/gates.ts'
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
  /** Its files, which follow its words. */
  share?: Pick<SharePayload, 'fileIds' | 'comment'> | null
  payload: Addressed
}

export async function owePosts(tx: Tx, { organizationId, nowMs }: OwingScope, plan: PostPlan): Promise<Owed> {
  const { laneKey, entity, share, installationId: scopeId } = plan
  const owe = (operation: string, payload: PostPayload | SharePayload): NewDelivery => {
    return { organizationId, transport: 'slack', scopeId, laneKey, operation, payload, entityKind: entity.kind, entityId: entity.id, nowMs }
  }
  const deliveries = plan.posts.map((post) => owe(POST_OPERATION, { ...plan.payload, ...post }))
  if (share) deliveries.push(owe(SHARE_OPERATION, { ...plan.payload, ...share }))
  return { bridge: await waitingBridge(tx, organizationId, plan.installationId), deliveries }
}

/** What is shown beside something that has just begun to wait. */
export async function waitingBridge(tx: Tx, organizationId: OrganizationId, installationId: InstallationId): Promise<BridgeState> {
  const scope = { organizationId, scopeId: installationId }
  await shareScope(tx, scope)
  const reason = await blockedReason(tx, scope)
  return reason === null ? { state: 'queued' } : { state: 'blocked', reason }
}

/** The names of everybody whom a text calls. */
export async function namesIn(tx: Tx, organizationId: OrganizationId, text: string): Promise<PersonNames> {
  const names = await namesOfPeople(tx, organizationId, mentionTokensOf(text).personIds)
  return { nameOfPerson: (personId) => names.get(personId) }
}
