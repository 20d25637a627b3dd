import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { jsonb } from '@atrium/db/json.ts'
import { statement } from '@atrium/db/statement.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { EntityKind } from '../../infra/deliveries/transport.ts'
import type { MessagePart } from '../format/document-part.ts'
import type { TokenOwner } from '../secrets/slack-token.ts'
import type { Addressed } from './post-payload.ts'

export interface PostScope {
  organizationId: OrganizationId
  installationId: InstallationId
}
/** What a post needs besides what it says, as it stands right before the call. */
export interface PostContext {
  /** The installation is. */
  active: boolean
  teamDomain: string
  /** Of the people who have to be linked, those who are. */
  linked: string[]
  /** Whose token posts; null when the sender's grant is gone. */
  tokenOwner: TokenOwner | null
  /** What the sender has granted; nothing where the bot posts. */
  senderScopes: string[]
  /** The channel behind the lane, when it has been opened before. */
  directChannelId: string | null
  /** As the channel is called by now that the lane was named after. */
  movedTo: string | null
}

export function egressActor(organizationId: OrganizationId): SystemActor {
  return { kind: 'system', organizationId, name: 'slack-egress' }
}

interface ContextRow {
  state: string | null
  teamDomain: string | null
  directChannelId: string | null
  movedTo: string | null
  links: { id: string; slackUserId: string; canPost: boolean; scopes: string[] }[]
}

/**
 * `$1` the organization, `$2` the installation, `$3` the lane's key, `$4` Slack users who have to be linked. Who has left the
 * organization is not linked any more, even before their link has ended.
 */
const readContext = statement<ContextRow>(
  'slack.post-context',
  `
  select
    (select state from slack_installation where organization_id = $1 and id = $2) as state,
    (select team_domain from slack_installation where organization_id = $1 and id = $2) as "teamDomain",
    (select slack_channel_id from slack_direct where organization_id = $1 and installation_id = $2 and lane_key = $3) as "directChannelId",
    (select channel_id from slack_channel_move where organization_id = $1 and installation_id = $2 and former_id = $3) as "movedTo",
    (
      select coalesce(jsonb_agg(jsonb_build_object('id', link.id, 'slackUserId', link.slack_user_id, 'canPost', link.can_post, 'scopes', link.scopes)), '[]')
      from slack_link link join member on member.organization_id = link.organization_id and member.id = link.member_id
      where link.organization_id = $1 and link.installation_id = $2 and link.slack_user_id = any($4::text[]) and member.deactivated_at is null
    ) as links`,
)

export async function readPostContext(
  db: Db,
  { organizationId, installationId }: PostScope,
  { payload, laneKey }: { payload: Pick<Addressed, 'as' | 'linked'>; laneKey: string },
): Promise<PostContext> {
  const [row] = await inOrganization(db, organizationId, (tx) =>
    readContext(tx, [organizationId, installationId, laneKey, payload.linked], { last: true }),
  )
  const links = row?.links ?? []
  const senderId = payload.as.kind === 'sender' ? payload.as.slackUserId : null
  const sender = links.find((link) => link.slackUserId === senderId)
  return {
    active: row?.state === 'active',
    teamDomain: row?.teamDomain ?? '',
    linked: links.map((link) => link.slackUserId),
    tokenOwner: senderId === null ? { kind: 'installation', id: installationId } : sender?.canPost ? { kind: 'link', id: sender.id } : null,
    senderScopes: sender?.scopes ?? [],
    directChannelId: row?.directChannelId ?? null,
    movedTo: row?.movedTo ?? null,
  }
}

/** Committed before anything is posted there, so that an answer in Slack finds its way however fast it comes. */
export async function rememberDirect(
  db: Db,
  scope: PostScope,
  direct: { laneKey: string; kind: 'person' | 'group' | 'bot'; channelId: string },
): Promise<void> {
  await inOrganization(db, scope.organizationId, (tx) =>
    tx
      .insertInto('slack_direct')
      .values({
        organization_id: scope.organizationId,
        installation_id: scope.installationId,
        lane_key: direct.laneKey,
        kind: direct.kind,
        slack_channel_id: direct.channelId,
      })
      .onConflict((conflict) =>
        conflict.columns(['organization_id', 'installation_id', 'lane_key']).doUpdateSet({ slack_channel_id: direct.channelId }),
      )
      .execute(),
  )
}

/** Where a delivery has been seen: by its echo, or by whoever wrote its answer down. The earliest first. */
export function findPostsOfDelivery(
  db: Db,
  scope: PostScope,
  deliveryId: string,
): Promise<{ channel_id: string; ts: string; thread_ts: string | null }[]> {
  return inOrganization(db, scope.organizationId, (tx) =>
    tx
      .selectFrom('slack_message')
      .select(['channel_id', 'ts', 'thread_ts'])
      .where('organization_id', '=', scope.organizationId)
      .where('installation_id', '=', scope.installationId)
      .where('delivery_id', '=', deliveryId)
      .where('deleted', '=', false)
      .orderBy('ts')
      .execute(),
  )
}

/** The earliest post of a delivery that stands, as far as it was told. */
export async function postOfDelivery(
  tx: Tx,
  scope: PostScope,
  deliveryId: string,
): Promise<{ channel: string; ts: string; threadTs: string | null } | null> {
  const row = await tx
    .selectFrom('slack_message')
    .select(['channel_id', 'ts', 'thread_ts'])
    .where('organization_id', '=', scope.organizationId)
    .where('installation_id', '=', scope.installationId)
    .where('delivery_id', '=', deliveryId)
    .where('deleted', '=', false)
    .orderBy('ts')
    .limit(1)
    .executeTakeFirst()
  return row ? { channel: row.channel_id, ts: row.ts, threadTs: row.thread_ts } : null
}

export interface PostedMessage {
  installationId: InstallationId
  channel: string
  ts: string
  threadTs: string | null
  entityKind: EntityKind | null
  entityId: string | null
  deliveryId: string
  /** See `slack_message.shown_text`; null for what our bot posts, which nobody else edits. */
  shownText: string | null
  /** See `slack_message.part`. */
  part: MessagePart | null
}

/** The echoes may have written the rows already, without knowing which messages of ours they are. */
export async function recordPosts(tx: Tx, organizationId: OrganizationId, posts: readonly PostedMessage[]): Promise<void> {
  if (posts.length === 0) return
  // In one order with their echoes, which come together, too: else two batches would wait for each other.
  const sorted = posts.toSorted((one, other) => (`${one.channel} ${one.ts}` < `${other.channel} ${other.ts}` ? -1 : 1))
  const rows = sorted.map((post) => ({
    organization_id: organizationId,
    installation_id: post.installationId,
    channel_id: post.channel,
    ts: post.ts,
    thread_ts: post.threadTs,
    entity_kind: post.entityKind,
    entity_id: post.entityId,
    delivery_id: post.deliveryId,
    shown_text: post.shownText,
    part: post.part && jsonb(post.part),
  }))
  await tx
    .insertInto('slack_message')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'channel_id', 'ts']).doUpdateSet(({ ref }) => ({
        entity_kind: ref('excluded.entity_kind'),
        entity_id: ref('excluded.entity_id'),
        delivery_id: ref('excluded.delivery_id'),
        shown_text: ref('excluded.shown_text'),
        part: ref('excluded.part'),
      })),
    )
    .execute()
}

export interface MentionThread {
  installationId: InstallationId
  channel: string
  threadTs: string
  mentionChannelId: string
}

/** What is written in the thread of a post of our bot, the one that it began or the one that it joined, belongs to its mention chat. */
export async function recordMentionThreads(tx: Tx, organizationId: OrganizationId, threads: readonly MentionThread[]): Promise<void> {
  if (threads.length === 0) return
  const rows = threads.map((thread) => ({
    organization_id: organizationId,
    installation_id: thread.installationId,
    channel_id: thread.channel,
    thread_ts: thread.threadTs,
    mention_channel_id: thread.mentionChannelId,
  }))
  await tx
    .insertInto('slack_thread')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export interface CardThread {
  installationId: InstallationId
  channel: string
  threadTs: string
  cardConversationId: string
}

/** What members write under a card is a reply in its conversation. */
export async function recordCardThreads(tx: Tx, organizationId: OrganizationId, threads: readonly CardThread[]): Promise<void> {
  if (threads.length === 0) return
  const rows = threads.map((thread) => ({
    organization_id: organizationId,
    installation_id: thread.installationId,
    channel_id: thread.channel,
    thread_ts: thread.threadTs,
    card_conversation_id: thread.cardConversationId,
  }))
  await tx
    .insertInto('slack_thread')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type DeliveryOfEntity = Awaited<ReturnType<typeof deliveriesOfEntity>>[number]

/** All deliveries that carry one entity, in order: a long message goes out in parts, and some are owed again. */
export async function deliveriesOfEntity(tx: Tx, organizationId: OrganizationId, entityId: string) {
  return deliveriesOfEntities(tx, organizationId, [entityId])
}

export function deliveriesOfEntities(tx: Tx, organizationId: OrganizationId, entityIds: readonly string[]) {
  return tx
    .selectFrom('delivery')
    .innerJoin('delivery_lane', (join) =>
      join.onRef('delivery_lane.organization_id', '=', 'delivery.organization_id').onRef('delivery_lane.id', '=', 'delivery.lane_id'),
    )
    .select(['delivery.id', 'delivery.operation', 'delivery.state', 'delivery.payload', 'delivery.result', 'delivery.entity_id'])
    .select(['delivery.lane_id', 'delivery_lane.scope_id', 'delivery_lane.key'])
    .where('delivery.organization_id', '=', organizationId)
    .where(sql<boolean>`delivery.entity_id = any(${entityIds}::uuid[])`)
    .orderBy('delivery.ordinal')
    .execute()
}
