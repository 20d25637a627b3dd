import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId } from '@atrium/shared/ids.ts'
import type { InstallationScope } from './installation-scope.ts'
import { forgetLookup, lookUp } from './lookups.ts'

export interface ProfileRow {
  slackUserId: string
  teamId: string | null
  name: string
  email: string | null
  avatarUrl: string | null
  isForeign: boolean
  isBot: boolean
  /** False while only a placeholder is known. */
  known: boolean
  contactId: ContactId | null
}

/** By Slack user id. */
export function findProfiles(db: Db, scope: InstallationScope, slackUserIds: string[]): Promise<Map<string, ProfileRow>> {
  return lookUp(db, scope, {
    kind: 'profile',
    keys: slackUserIds,
    async load(ids) {
      const rows = await db
        .selectFrom('slack_profile')
        .select(['slack_user_id', 'team_id', 'name', 'email', 'avatar_url', 'is_foreign', 'is_bot', 'known_at', 'contact_id'])
        .where('organization_id', '=', scope.organizationId)
        .where('installation_id', '=', scope.installationId)
        .where('slack_user_id', 'in', ids)
        .execute()
      return new Map(rows.map((row) => [row.slack_user_id, profileOfRow(row)]))
    },
  })
}

export interface StoredProfile {
  slack_user_id: string
  team_id: string | null
  name: string
  email: string | null
  avatar_url: string | null
  is_foreign: boolean
  is_bot: boolean
  known_at: Date | string | null
  contact_id: string | null
}

export function profileOfRow(row: StoredProfile): ProfileRow {
  return {
    slackUserId: row.slack_user_id,
    teamId: row.team_id,
    name: row.name,
    email: row.email,
    avatarUrl: row.avatar_url,
    isForeign: row.is_foreign,
    isBot: row.is_bot,
    known: row.known_at !== null,
    contactId: row.contact_id as ContactId | null,
  }
}

export async function upsertProfile(tx: Tx, scope: InstallationScope, profile: ProfileRow): Promise<void> {
  forgetLookup(tx, scope, { kind: 'profile', key: profile.slackUserId })
  const content = {
    team_id: profile.teamId,
    name: profile.name,
    email: profile.email,
    avatar_url: profile.avatarUrl,
    is_foreign: profile.isForeign,
    is_bot: profile.isBot,
    known_at: profile.known ? new Date(scope.nowMs) : null,
    contact_id: profile.contactId,
  }
  await tx
    .insertInto('slack_profile')
    .values({
      organization_id: scope.organizationId,
      installation_id: scope.installationId,
      slack_user_id: profile.slackUserId,
      ...content,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'installation_id', 'slack_user_id']).doUpdateSet(content))
    .execute()
}

/** After two contacts turned out to be one, also where the same person is known through another workspace. */
export async function moveProfiles(tx: Tx, scope: InstallationScope, contact: { from: ContactId; to: ContactId }): Promise<void> {
  await tx
    .updateTable('slack_profile')
    .set({ contact_id: contact.to })
    .where('organization_id', '=', scope.organizationId)
    .where('contact_id', '=', contact.from)
    .execute()
}
