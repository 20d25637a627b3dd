import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, ConversationId, CustomerId, InstallationId, OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { findReceivingInstallations } from '../../ingress/inbox.queries.ts'
import type { InstallationScope } from '../../ingress/installation-scope.ts'
import { scopeOf } from '../../ingress/read-arrivals.ts'

export interface Asked {
  scope: InstallationScope
  customerId: CustomerId | null
  isSharedChannel: boolean
}

/**
 * Through which installation a conversation's customer was asked in this message, which only our own post can be: what a button says it
 * is about counts for nothing by itself. Null when it was not asked there.
 */
export async function findAsked(
  tx: Tx,
  { organizationId, slackAppId }: { organizationId: OrganizationId; slackAppId: SlackAppId },
  asked: { conversationId: ConversationId; channelId: string; ts: string | null; nowMs: number },
): Promise<Asked | null> {
  const row = await tx
    .selectFrom('delivery')
    .innerJoin('slack_message as post', (join) =>
      join.onRef('post.organization_id', '=', 'delivery.organization_id').onRef('post.delivery_id', '=', 'delivery.id'),
    )
    .innerJoin('slack_installation as installation', (join) =>
      join.onRef('installation.organization_id', '=', 'post.organization_id').onRef('installation.id', '=', 'post.installation_id'),
    )
    .innerJoin('slack_app as app', (join) =>
      join.onRef('app.organization_id', '=', 'installation.organization_id').onRef('app.id', '=', 'installation.slack_app_id'),
    )
    .innerJoin('conversation', (join) =>
      join.onRef('conversation.organization_id', '=', 'delivery.organization_id').onRef('conversation.id', '=', 'delivery.entity_id'),
    )
    .leftJoin('slack_channel as channel', (join) =>
      join
        .onRef('channel.organization_id', '=', 'post.organization_id')
        .onRef('channel.installation_id', '=', 'post.installation_id')
        .onRef('channel.channel_id', '=', 'post.channel_id'),
    )
    .select(['installation.id', 'installation.team_id', 'app.app_id', 'conversation.customer_id', 'channel.is_ext_shared'])
    .where('delivery.organization_id', '=', organizationId)
    .where('delivery.entity_id', '=', asked.conversationId)
    .where('delivery.entity_kind', 'is', null)
    .where('installation.slack_app_id', '=', slackAppId)
    .where('installation.state', '=', 'active')
    .where('post.channel_id', '=', asked.channelId)
    .$if(asked.ts !== null, (query) => query.where('post.ts', '=', asked.ts ?? ''))
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const found = await findReceivingInstallations(tx, organizationId, { apiAppIds: [row.app_id], teamIds: [row.team_id] })
  const installation = found.find(({ id }) => id === (row.id as InstallationId))
  if (!installation) return null
  const at = { arrival: { happenedAtMs: asked.nowMs }, nowMs: asked.nowMs }
  const scope = scopeOf(organizationId, installation, at)
  return { scope, customerId: row.customer_id as CustomerId | null, isSharedChannel: row.is_ext_shared ?? false }
}

/** Whether what is known of this Slack account is the verified e-mail of a member. */
export async function hasEmailOfMember(
  tx: Tx,
  { organizationId, installationId }: InstallationScope,
  slackUserId: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('slack_profile as profile')
    .innerJoin('member', (join) =>
      join.onRef('member.organization_id', '=', 'profile.organization_id').on(sql`lower(member.email)`, '=', sql`lower(profile.email)`),
    )
    .select('member.id')
    .where('profile.organization_id', '=', organizationId)
    .where('profile.installation_id', '=', installationId)
    .where('profile.slack_user_id', '=', slackUserId)
    .where('profile.is_foreign', '=', false)
    .where('member.email_verified', '=', true)
    .where('member.deactivated_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whom a Slack account stands for on the customer's side, in every workspace of the organization that has met it. */
export async function contactsOfUser(tx: Tx, organizationId: OrganizationId, slackUserId: string): Promise<ContactId[]> {
  const rows = await tx
    .selectFrom('slack_profile')
    .select('contact_id')
    .distinct()
    .where('organization_id', '=', organizationId)
    .where('slack_user_id', '=', slackUserId)
    .where('contact_id', 'is not', null)
    .execute()
  return rows.map((row) => row.contact_id as ContactId)
}
