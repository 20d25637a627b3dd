import { commitInOrganization } from '../../../realtime/commit.ts'
import { actingMember, type ActingMember } from '../../commands/acting-member.ts'
import type { ReceivingApp } from '../../ingress/app-directory.ts'
import type { SlackAction } from '../../ingress/interaction.rules.ts'
import type { SlackServices } from '../../slack-services.ts'
import { say } from '../elements.rules.ts'
import { respond } from '../respond.ts'
import { putImport } from './import.queries.ts'
import { linkFirst, type MessageAddress } from './import.rules.ts'
import { importThread } from './import-thread.ts'

/** *Make a conversation*, in the menu of a message. */
export async function makeConversation(
  services: SlackServices,
  { action, apps }: { action: SlackAction; apps: readonly ReceivingApp[] },
): Promise<void> {
  const { responseUrl, slackUserId, at } = action
  const member = await actingMember(services, { apps, ...action })
  if (!member || !at) return respond(services, { responseUrl, answer: say(linkFirst(services.publicUrl)) })
  return importFor(services, { member, slackUserId, at, responseUrl })
}

/** For somebody who waits for the answer; it is gone on with by itself should this be interrupted. */
export async function importFor(
  services: SlackServices,
  { member, slackUserId, at, responseUrl }: { member: ActingMember; slackUserId: string; at: MessageAddress; responseUrl: string | null },
): Promise<void> {
  const { organizationId, installationId, personId: memberId } = member
  const wanted = await commitInOrganization(services, organizationId, (tx) =>
    putImport(tx, { organizationId, installationId, ...at, memberId, slackUserId }, { nowMs: services.clock.now(), leased: true }),
  )
  await importThread(services, wanted, async (text) => {
    if (responseUrl === null) return false
    await respond(services, { responseUrl, answer: say(text) })
    return true
  })
}
