import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ChannelRoleView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { announceRole, announceRoleRemoved, findRole, type RoleKey } from './channel-role.queries.ts'
import { findChannelRow } from './channel.queries.ts'

interface Wish {
  key: RoleKey
  /** Null: what they are otherwise. */
  role: ChannelRoleView['role'] | null
  address: string
  nowMs: number
}

/**
 * Says what somebody counts as in one channel. What they write there from now on is an agent's or a customer's by it; what they wrote
 * before stays what it is. @throws not_found
 */
export async function setChannelRole(tx: Tx, actor: MemberActor, { key, role, address, nowMs }: Wish): Promise<ChannelRoleView | null> {
  const { organizationId } = actor
  const { installationId, channelId, slackUserId } = key
  const channel = await findChannelRow(tx, organizationId, key)
  if (!channel) throw new AtriumError('not_found', 'This channel is not known. Refresh the list of channels.')
  const before = await findRole(tx, organizationId, key)
  if ((before?.role ?? null) === role) return before
  const columns = { organization_id: organizationId, installation_id: installationId, channel_id: channelId, slack_user_id: slackUserId }
  if (role === null) await removeRole(tx, actor, key)
  else {
    const said = { role, set_by: actor.personId, set_at: new Date(nowMs) }
    await tx
      .insertInto('slack_channel_role')
      .values({ ...columns, ...said })
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'installation_id', 'channel_id', 'slack_user_id'])
          .doUpdateSet({ ...said, rev: sql`slack_channel_role.rev + 1` }),
      )
      .execute()
  }
  const after = await findRole(tx, organizationId, key)
  if (after) announceRole(tx, after)
  await writeAudit(tx, actor, {
    action: role === null ? 'slack.channelRoleRemoved' : 'slack.channelRoleSet',
    subject: `${(after ?? before)?.name ?? slackUserId} in #${channel.name}`,
    detail: { ...key, ...(role === null ? {} : { role }) },
    address,
    nowMs,
  })
  return after
}

async function removeRole(tx: Tx, { organizationId }: MemberActor, key: RoleKey): Promise<void> {
  const removed = await tx
    .deleteFrom('slack_channel_role')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', key.installationId)
    .where('channel_id', '=', key.channelId)
    .where('slack_user_id', '=', key.slackUserId)
    .returning('rev')
    .executeTakeFirst()
  if (removed) announceRoleRemoved(tx, key, Number(removed.rev) + 1)
}
