import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { snapshotOf } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { CustomerId, InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ChannelRoleView, SlackChannelView } from '@atrium/shared/slack/views.ts'
import { headOf } from '../../realtime/feed/change.queries.ts'
import { presentChannel } from '../present-slack.ts'
import { presentRole, selectRoles } from './channel-role.queries.ts'

interface KnownPerson {
  installationId: InstallationId
  slackUserId: string
  name: string
  /** Counts as an agent wherever nothing else was said. */
  isLinked: boolean
}

interface CustomerChannels {
  head: number
  /** Those that are watched for the customer, by name. */
  channels: SlackChannelView[]
  /** What was said of people in them. */
  roles: ChannelRoleView[]
  /** Of whom something could be said: members who are linked, and people known from this customer's side. */
  people: KnownPerson[]
}

/** The Slack side of a customer's page. @throws not_found */
export function channelsOfCustomer(db: Db, actor: MemberActor, customerId: CustomerId): Promise<CustomerChannels> {
  const { organizationId } = actor
  return snapshotOf(db, organizationId, async (tx) => {
    const customer = await tx
      .selectFrom('customer')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('id', '=', customerId)
      .executeTakeFirst()
    if (!customer) throw new AtriumError('not_found', 'This customer does not exist.')
    const channels = await tx
      .selectFrom('slack_channel')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('customer_id', '=', customerId)
      .orderBy('name')
      .orderBy('channel_id')
      .execute()
    const channelIds = channels.map(({ channel_id }) => channel_id)
    const roles = await selectRoles(tx, organizationId)
      .where(sql<boolean>`role.channel_id = any(${channelIds}::text[])`)
      .orderBy('role.slack_user_id')
      .execute()
    const installationIds = [...new Set(channels.map(({ installation_id }) => installation_id))]
    const { rows: people } = await sql<KnownPerson>`
      select link.installation_id as "installationId", link.slack_user_id as "slackUserId", member.name, true as "isLinked"
      from slack_link link
        join member on member.organization_id = link.organization_id and member.id = link.member_id
      where link.organization_id = ${organizationId} and link.installation_id = any(${installationIds}::uuid[])
      union all
      select profile.installation_id, profile.slack_user_id, profile.name, false
      from contact
        join slack_profile profile on profile.organization_id = contact.organization_id and profile.contact_id = contact.id
      where contact.organization_id = ${organizationId} and contact.customer_id = ${customerId}
        and profile.installation_id = any(${installationIds}::uuid[])
        and not exists (
          select from slack_link linked
          where linked.organization_id = ${organizationId} and linked.installation_id = profile.installation_id
            and linked.slack_user_id = profile.slack_user_id
        )
      order by "isLinked", name, "slackUserId" limit 1000
    `.execute(tx)
    const head = await headOf(tx, organizationId)
    return { head, channels: channels.map(presentChannel), roles: roles.map(presentRole), people }
  })
}
