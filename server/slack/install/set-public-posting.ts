import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { presentInstallation } from '../present-slack.ts'
import { findInstallation, updateInstallation } from './installation.queries.ts'

/** What is asked for the next time this workspace is connected; Slack takes no scope away while a token lives. @throws not_found */
export async function setPublicPosting(
  tx: Tx,
  actor: MemberActor,
  { installationId, on, address, nowMs }: { installationId: InstallationId; on: boolean; address: string; nowMs: number },
): Promise<InstallationView> {
  const { organizationId } = actor
  const before = await findInstallation(tx, organizationId, installationId)
  if (!before) throw new AtriumError('not_found')
  const row = await updateInstallation(tx, organizationId, { id: installationId, set: { posts_publicly: on } })
  const subject = `Slack workspace ${before.team_name}`
  await writeAudit(tx, actor, { action: 'slack.publicPostingChanged', subject, detail: { on }, address, nowMs })
  return presentInstallation(row)
}
