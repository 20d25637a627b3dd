import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackLinkView } from '@atrium/shared/slack/views.ts'
import { findLink, updateLink } from '../link/link.queries.ts'
import { presentLink } from '../present-slack.ts'

interface Sharing {
  installationId: InstallationId
  on: boolean
  nowMs: number
}

/** Whether Atrium says in the member's own Slack status where they are. Turned off, what it has put there goes. @throws not_found */
export async function setStatusSharing(
  tx: Tx,
  { organizationId, personId }: MemberActor,
  { installationId, on, nowMs }: Sharing,
): Promise<SlackLinkView> {
  const link = await findLink(tx, organizationId, { installationId, memberId: personId })
  if (!link) throw new AtriumError('not_found')
  const set = { shows_place: on, place_declined: false, place_at: new Date(nowMs) }
  return presentLink(await updateLink(tx, organizationId, { id: link.id, set }))
}
