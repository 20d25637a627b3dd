import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { deliveriesOfEntity } from '../egress/egress.queries.ts'
import { POST_OPERATION, postPayload, type PostPayload } from '../egress/post-payload.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { isRevision, REVISION_OPERATIONS, revisionPayload } from '../egress/revision-payload.ts'
import type { ComposedPost } from './compose-posts.ts'

/** One of the posts that carry a message, or will. */
export interface BridgedPost {
  deliveryId: string
  /** `waiting`: it has not gone out, and can be changed where it is. `underWay`: it may stand in Slack already. */
  state: 'waiting' | 'failed' | 'underWay' | 'sent'
  installationId: InstallationId
  laneKey: string
  payload: PostPayload
  /** Edits of it that have not gone out. */
  edits: { deliveryId: string; state: string }[]
  /** What it will say once everything that is owed has gone out. */
  says: ComposedPost
  /** Its author has given it other words in Slack. */
  isEditedThere: boolean
}

/** The posts of a message that stand or will, in order. Hold their lanes: see `holdLanesOf`. */
export async function bridgedPosts(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<BridgedPost[]> {
  const owed = await deliveriesOfEntity(tx, organizationId, messageId)
  const standing = await standingPosts(tx, organizationId, messageId)
  const revisions = owed
    .filter(({ operation, state }) => isRevision(operation) && state !== 'dropped')
    .map((row) => ({ deliveryId: row.id, state: row.state, operation: row.operation, payload: revisionPayload.parse(row.payload) }))
  return owed.flatMap((row): BridgedPost[] => {
    if (row.operation !== POST_OPERATION || row.state === 'dropped') return []
    const own = revisions.filter(({ payload: { target } }) => 'deliveryId' in target && target.deliveryId === row.id)
    const isGoing = own.some(({ operation, state }) => operation === REVISION_OPERATIONS.delete && state !== 'failed')
    const stands = standing.get(row.id)
    if (isGoing || stands?.deleted) return []
    const payload = postPayload.parse(row.payload)
    const last = own.map(({ payload: { change } }) => change).findLast((change) => change.kind === 'update')
    const state = ({ queued: 'waiting', failed: 'failed', sent: 'sent' } as const)[row.state] ?? 'underWay'
    const at = { installationId: row.scope_id as InstallationId, laneKey: row.key }
    const says = last ?? payload
    const edits = own.filter((edit) => edit.state === 'queued' || edit.state === 'failed')
    const isEditedThere = typeof stands?.shown_text === 'string' && stands.shown_text !== shownTextOf(says)
    return [{ deliveryId: row.id, state, ...at, payload, edits, says, isEditedThere }]
  })
}

/** By the delivery that posted it. */
async function standingPosts(tx: Tx, organizationId: OrganizationId, messageId: MessageId) {
  const rows = await tx
    .selectFrom('slack_message')
    .select(['delivery_id', 'deleted', 'shown_text'])
    .where('organization_id', '=', organizationId)
    .where('entity_id', '=', messageId)
    .execute()
  return new Map(rows.map((row) => [row.delivery_id ?? '', row]))
}

export interface StandingMessage {
  installationId: InstallationId
  channelId: string
  ts: string
  threadTs: string | null
  laneKey: string
}

/** Where a message stands that somebody wrote in Slack, in one of the direct messages that we have lanes for. */
export async function whereItWasWritten(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<StandingMessage | null> {
  const row = await tx
    .selectFrom('slack_message')
    .innerJoin('slack_direct', (join) =>
      join
        .onRef('slack_direct.organization_id', '=', 'slack_message.organization_id')
        .onRef('slack_direct.installation_id', '=', 'slack_message.installation_id')
        .onRef('slack_direct.slack_channel_id', '=', 'slack_message.channel_id'),
    )
    .select(['slack_message.installation_id', 'slack_message.channel_id', 'slack_message.ts', 'slack_message.thread_ts'])
    .select('slack_direct.lane_key')
    .where('slack_message.organization_id', '=', organizationId)
    .where('slack_message.entity_id', '=', messageId)
    .where('slack_message.delivery_id', 'is', null)
    .where('slack_message.deleted', '=', false)
    .orderBy('slack_message.ts')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { installation_id: installationId, channel_id: channelId, ts, thread_ts: threadTs, lane_key: laneKey } = row
  return { installationId: installationId as InstallationId, channelId, ts, threadTs, laneKey }
}

/** A message as it stands, without waiting for whoever is changing it: their change comes here as well. */
export async function standingText(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<string | null> {
  const row = await tx
    .selectFrom('message')
    .select(['text', 'deleted_at'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', messageId)
    .executeTakeFirst()
  return row && !row.deleted_at ? row.text : null
}

export interface Writer {
  personId: PersonId
  slackUserId: string
  canPost: boolean
  canReact: boolean
}

/** Which of these people are linked in a workspace, and what may be done for them there. */
export async function writersIn(
  tx: Tx,
  organizationId: OrganizationId,
  { installationId, personIds }: { installationId: InstallationId; personIds: readonly PersonId[] },
): Promise<Writer[]> {
  const rows = await tx
    .selectFrom('slack_link')
    .select(['member_id', 'slack_user_id', 'can_post', 'scopes'])
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('member_id', '=', (eb) => eb.fn.any(eb.val(personIds)))
    .execute()
  return rows.map((row) => ({
    personId: row.member_id as PersonId,
    slackUserId: row.slack_user_id,
    canPost: row.can_post,
    canReact: row.can_post && row.scopes.includes('reactions:write'),
  }))
}

/** Those of some Slack users who are linked in a workspace. */
export async function linkedAmong(
  tx: Tx,
  organizationId: OrganizationId,
  { installationId, slackUserIds }: { installationId: InstallationId; slackUserIds: readonly string[] },
): Promise<string[]> {
  const rows = await tx
    .selectFrom('slack_link')
    .select('slack_user_id')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_user_id', '=', (eb) => eb.fn.any(eb.val(slackUserIds)))
    .execute()
  return rows.map((row) => row.slack_user_id)
}
