import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, CustomerId, MemberId } from '@atrium/shared/ids.ts'
import { upsertContact } from '../../inbox/upsert-contact.ts'
import { findProfiles, upsertProfile, type ProfileRow } from './author.queries.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { findChannelRole, findLinkedMembers } from './place.queries.ts'
import type { SlackAuthor, SlackMessage } from './slack-message.rules.ts'

export type Author = { kind: 'member'; memberId: MemberId } | { kind: 'contact'; contactId: ContactId; asAgent: boolean }

/**
 * Who wrote it: a member only through their link, which is to one Slack user; never by an e-mail address or a name.
 * People of other workspaces are told by what the event says of them, since they cannot be looked up.
 */
export async function resolveAuthor(
  tx: Tx,
  scope: InstallationScope,
  { message, customerId }: { message: SlackMessage; customerId: CustomerId | null },
): Promise<Author> {
  const standing = await standingOf(tx, scope, message)
  if (standing.kind === 'member') return standing
  return { ...standing, contactId: await contactOf(tx, scope, { author: message.author, customerId }) }
}

/**
 * Who counts as an agent where a message stands: whoever is linked, unless they were said to count as a customer there; and whoever was
 * said to count as an agent there. Who is not linked is no member by it, and stays the contact that they are.
 */
export async function standingOf(
  tx: Tx,
  scope: InstallationScope,
  { author, channelId }: Pick<SlackMessage, 'author' | 'channelId'>,
): Promise<{ kind: 'member'; memberId: MemberId } | { kind: 'contact'; asAgent: boolean }> {
  const role = await findChannelRole(tx, scope, { channelId, slackUserId: slackIdOf(author) })
  if (role === 'customer') return { kind: 'contact', asAgent: false }
  if (author.userId && !isForeign(scope, author)) {
    const memberId = (await findLinkedMembers(tx, scope, [author.userId])).get(author.userId)
    if (memberId) return { kind: 'member', memberId }
  }
  return { kind: 'contact', asAgent: role === 'agent' }
}

/** The contact that stands for a Slack user, or for another app's bot. Made as a placeholder when nothing is known yet. */
export async function contactOf(
  tx: Tx,
  scope: InstallationScope,
  { author, customerId }: { author: SlackAuthor; customerId: CustomerId | null },
): Promise<ContactId> {
  const slackUserId = slackIdOf(author)
  const known = (await findProfiles(tx, scope, [slackUserId])).get(slackUserId)
  if (known?.contactId && (known.known || author.name === null)) return known.contactId
  const profile = profileOf(scope, { author, slackUserId, known })
  const contact = await upsertContact(tx, ingressActor(scope), {
    contactId: profile.contactId,
    customerId,
    name: profile.name,
    email: profile.email,
    avatarUrl: profile.avatarUrl,
    placeholder: !profile.known,
    nowMs: scope.nowMs,
  })
  await upsertProfile(tx, scope, { ...profile, contactId: contact.id })
  return contact.id
}

export function slackIdOf(author: SlackAuthor): string {
  return author.userId ?? author.botId ?? 'unknown'
}

export function isForeign(scope: InstallationScope, author: SlackAuthor): boolean {
  return author.teamId !== null && author.teamId !== scope.teamId
}

/** What is known of an author from before and by what the event says. */
export function profileOf(
  scope: InstallationScope,
  { author, slackUserId, known }: { author: SlackAuthor; slackUserId: string; known: ProfileRow | undefined },
): ProfileRow {
  const isBot = author.userId === null
  return {
    slackUserId,
    teamId: author.teamId ?? known?.teamId ?? null,
    name: author.name ?? known?.name ?? `Slack user ${slackUserId}`,
    email: known?.email ?? null,
    avatarUrl: author.avatarUrl ?? known?.avatarUrl ?? null,
    isForeign: isForeign(scope, author),
    isBot,
    // A name in the event is all there ever is of a foreign person or a bot; a colleague's profile is worth a look-up.
    known: known?.known ?? (author.name !== null && (isBot || isForeign(scope, author))),
    contactId: known?.contactId ?? null,
  }
}
