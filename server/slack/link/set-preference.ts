import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackLinkView } from '@atrium/shared/slack/views.ts'
import { presentLink } from '../present-slack.ts'
import { findLink, updateLink } from './link.queries.ts'

/** Whether messages reach the member in Slack always, or only while they are not active in Atrium (BR1). @throws not_found */
export async function setPreference(
  tx: Tx,
  actor: MemberActor,
  { installationId, preference }: { installationId: InstallationId; preference: SlackLinkView['preference'] },
): Promise<SlackLinkView> {
  const link = await findLink(tx, actor.organizationId, { installationId, memberId: actor.personId })
  if (!link) throw new AtriumError('not_found')
  return presentLink(await updateLink(tx, actor.organizationId, { id: link.id, set: { preference } }))
}
