import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'

/** A linked member's reaction, as Slack has it or has it not. */
export interface ToldReaction {
  organizationId: OrganizationId
  installationId: InstallationId
  channelId: string
  ts: string
  userId: string
  name: string
  present: boolean
  /** Since when that is so: what is known from earlier than this gives way to it. */
  eventTs: string
}

/** `onlyNews`: when it says the same as what was kept, nothing is written. @returns whether it is later than what was kept */
export async function keepLatestReaction(tx: Tx, told: ToldReaction, { onlyNews }: { onlyNews: boolean }): Promise<boolean> {
  const { organizationId, installationId, channelId, ts, userId, name, present, eventTs } = told
  const latest = { event_ts: eventTs, present, installation_id: installationId }
  const kept = await tx
    .insertInto('slack_reaction')
    .values({ organization_id: organizationId, channel_id: channelId, ts, slack_user_id: userId, name, ...latest })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'channel_id', 'ts', 'slack_user_id', 'name'])
        .doUpdateSet(latest)
        .where(sql<boolean>`slack_reaction.event_ts::numeric < ${eventTs}::numeric`)
        .where(sql<boolean>`(not ${onlyNews}::boolean or slack_reaction.present <> ${present}::boolean)`),
    )
    .returning('ts')
    .executeTakeFirst()
  return kept !== undefined
}
