import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { CustomerId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackChannelView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { presentChannel } from '../present-slack.ts'
import { updateChannel, type ChannelKey } from './channel.queries.ts'

/** From now on what is written there opens conversations of that customer; with null it no longer does. @throws not_found */
export async function watchChannel(
  tx: Tx,
  actor: MemberActor,
  { key, customerId, address, nowMs }: { key: ChannelKey; customerId: CustomerId | null; address: string; nowMs: number },
): Promise<SlackChannelView> {
  const { organizationId } = actor
  if (customerId) {
    const customer = await tx
      .selectFrom('customer')
      .select(['id', 'archived_at'])
      .where('organization_id', '=', organizationId)
      .where('id', '=', customerId)
      .executeTakeFirst()
    if (!customer) throw new AtriumError('not_found', 'This customer does not exist.')
    if (customer.archived_at !== null) throw new AtriumError('bad_input', 'This customer is archived. Bring them back first.')
  }
  const set = { customer_id: customerId, watched_at: customerId ? new Date(nowMs) : null }
  const row = await updateChannel(tx, organizationId, { key, set })
  if (!row) throw new AtriumError('not_found', 'This channel is not known. Refresh the list of channels.')
  const action = customerId ? 'slack.channelWatched' : 'slack.channelUnwatched'
  await writeAudit(tx, actor, { action, subject: `#${row.name}`, detail: { ...key, customerId }, address, nowMs })
  return presentChannel(row)
}
