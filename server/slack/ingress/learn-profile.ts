import type { Tx } from '@atrium/db/transaction.ts'
import { upsertContact } from '../../inbox/upsert-contact.ts'
import { findProfiles, moveProfiles, upsertProfile } from './author.queries.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import type { SlackUser } from './slack-event.rules.ts'

/**
 * Writes down who a Slack user is, and gives their contact the name, picture and e-mail. The e-mail of somebody from
 * another workspace makes them a contact with that e-mail and nothing else, whoever else has it.
 */
export async function learnProfile(tx: Tx, scope: InstallationScope, user: SlackUser): Promise<void> {
  const known = (await findProfiles(tx, scope, [user.id])).get(user.id)
  const isForeign = user.teamId !== null && user.teamId !== scope.teamId
  const email = user.email ?? known?.email ?? null
  let contactId = known?.contactId ?? null
  if (contactId) {
    const contact = await upsertContact(tx, ingressActor(scope), {
      contactId,
      customerId: null,
      name: user.name,
      email,
      avatarUrl: user.avatarUrl,
      placeholder: false,
      nowMs: scope.nowMs,
    })
    if (contact.id !== contactId) await moveProfiles(tx, scope, { from: contactId, to: contact.id })
    contactId = contact.id
  }
  const { id: slackUserId, teamId, name, avatarUrl, isBot } = user
  await upsertProfile(tx, scope, { slackUserId, teamId, name, email, avatarUrl, isForeign, isBot, known: true, contactId })
}
