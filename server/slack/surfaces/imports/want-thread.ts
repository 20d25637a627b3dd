import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId } from '@atrium/shared/ids.ts'
import { enqueueDelivery } from '../../../infra/deliveries/enqueue-delivery.ts'
import { allowedUsersOf, mayAct } from '../../access/allowed-users.rules.ts'
import { ephemeralDelivery } from '../../egress/send-ephemeral.ts'
import type { Placed } from '../../ingress/find-place.ts'
import type { InstallationScope } from '../../ingress/installation-scope.ts'
import { answerRefused } from '../../ingress/interaction.rules.ts'
import { findDirects, findLinkedMembers } from '../../ingress/place.queries.ts'
import { isForeign } from '../../ingress/resolve-author.ts'
import type { SlackEvent } from '../../ingress/slack-event.rules.ts'
import { isConversationEmoji, linkFirst } from './import.rules.ts'
import { putImport } from './import.queries.ts'

/**
 * A member mentions the app in a thread: the thread is to be a conversation. Whoever is not linked wants no more than IN1 gives them.
 * @returns whether it is wanted
 */
export async function wantThreadOfMention(tx: Tx, scope: InstallationScope, { message, mentionsApp }: Placed): Promise<boolean> {
  const { author, threadTs, channelId, ts } = message
  if (!mentionsApp || threadTs === null || author.userId === null || isForeign(scope, author)) return false
  const memberId = (await findLinkedMembers(tx, scope, [author.userId])).get(author.userId)
  if (!memberId || !(await isAdmitted(tx, scope, author.userId))) return false
  await want(tx, scope, { at: { channelId, ts, threadTs }, memberId, slackUserId: author.userId })
  return true
}

type Reaction = Extract<SlackEvent, { kind: 'reaction' }>

/**
 * The emoji for it was put on a message: a member wants a conversation of its thread, and anybody else is told that they cannot.
 * @returns false for any other reaction, and in mention chats, where it is one like others
 */
export async function wantThreadOfReaction(
  tx: Tx,
  scope: InstallationScope,
  { reaction, publicUrl }: { reaction: Reaction; publicUrl: string },
): Promise<boolean> {
  const { userId: slackUserId, channelId, ts, name, present, isFromHistory } = reaction
  if (!present || isFromHistory || !isConversationEmoji(name, scope.conversationEmoji)) return false
  if (slackUserId === scope.botUserId || (await findDirects(tx, scope, [channelId])).size > 0) return false
  const memberId = (await findLinkedMembers(tx, scope, [slackUserId])).get(slackUserId)
  const isAllowed = await isAdmitted(tx, scope, slackUserId)
  if (memberId && isAllowed) {
    await want(tx, scope, { at: { channelId, ts, threadTs: null }, memberId, slackUserId })
    return true
  }
  const text = isAllowed ? linkFirst(publicUrl) : answerRefused().text
  await enqueueDelivery(tx, ephemeralDelivery({ ...scope, channelId, threadTs: null, slackUserId, text }))
  return true
}

interface Wanted {
  at: { channelId: string; ts: string; threadTs: string | null }
  memberId: MemberId
  slackUserId: string
}

async function want(tx: Tx, scope: InstallationScope, { at, memberId, slackUserId }: Wanted): Promise<void> {
  const { organizationId, installationId, nowMs } = scope
  await putImport(tx, { organizationId, installationId, ...at, memberId, slackUserId }, { nowMs, leased: false })
}

/** Whether the list of those who may act from Slack has them on it, or nobody (SL9). */
export async function isAdmitted(tx: Tx, { organizationId, installationId }: InstallationScope, slackUserId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('slack_installation')
    .select('allowed_users')
    .where('organization_id', '=', organizationId)
    .where('id', '=', installationId)
    .executeTakeFirst()
  return row !== undefined && mayAct(slackUserId, [allowedUsersOf(row)])
}
