import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { findInstallation, updateInstallation } from '../install/installation.queries.ts'
import { presentInstallation } from '../present-slack.ts'
import { findChannelRow } from './channel.queries.ts'

/** Kept by id, so that renaming the channel changes nothing. @throws not_found */
export async function setDefaultChannel(
  tx: Tx,
  actor: MemberActor,
  { installationId, channelId }: { installationId: InstallationId; channelId: string | null },
): Promise<InstallationView> {
  const { organizationId } = actor
  if (!(await findInstallation(tx, organizationId, installationId))) throw new AtriumError('not_found')
  if (channelId && !(await findChannelRow(tx, organizationId, { installationId, channelId }))) {
    throw new AtriumError('not_found', 'This channel is not known. Refresh the list of channels.')
  }
  return presentInstallation(await updateInstallation(tx, organizationId, { id: installationId, set: { default_channel_id: channelId } }))
}
