import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { snapshotOf } from '@atrium/db/transaction.ts'
import type { ContactId, InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackIdentityView } from '@atrium/shared/slack/views.ts'
import { getContact } from '../inbox/contacts/list-contacts.ts'

/** Where in Slack somebody is known, also as whoever was merged into them. @throws not_found */
export function identitiesOfContact(db: Db, actor: MemberActor, contactId: ContactId): Promise<{ identities: SlackIdentityView[] }> {
  const { organizationId } = actor
  return snapshotOf(db, organizationId, async (tx) => {
    const { contact, merged } = await getContact(tx, actor, contactId)
    const contactIds = [contact, ...merged].map(({ id }) => id)
    const rows = await tx
      .selectFrom('slack_profile as profile')
      .innerJoin('slack_installation as installation', (join) =>
        join.onRef('installation.organization_id', '=', 'profile.organization_id').onRef('installation.id', '=', 'profile.installation_id'),
      )
      .select(['profile.installation_id', 'installation.team_name', 'profile.slack_user_id', 'profile.name', 'profile.is_foreign'])
      .select('profile.contact_id')
      .where('profile.organization_id', '=', organizationId)
      .where(sql<boolean>`profile.contact_id = any(${contactIds}::uuid[])`)
      .orderBy('installation.team_name')
      .orderBy('profile.slack_user_id')
      .execute()
    const identities = rows.map((row) => ({
      installationId: row.installation_id as InstallationId,
      teamName: row.team_name,
      slackUserId: row.slack_user_id,
      name: row.name,
      isForeign: row.is_foreign,
      contactId: row.contact_id as ContactId,
    }))
    return { identities }
  })
}
