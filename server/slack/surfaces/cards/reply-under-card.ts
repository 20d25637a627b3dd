import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, MemberId, UserId } from '@atrium/shared/ids.ts'
import type { MemberActor, Role } from '@atrium/shared/identity/actor.ts'
import { lockWhereItGoesOn } from '../../../inbox/conversations.queries.ts'
import { reply } from '../../../inbox/reply.ts'
import { enqueueDelivery } from '../../../infra/deliveries/enqueue-delivery.ts'
import { ephemeralDelivery } from '../../egress/send-ephemeral.ts'
import type { InstallationScope } from '../../ingress/installation-scope.ts'
import { textOf } from '../../ingress/message-text.ts'
import { findLinkedMembers } from '../../ingress/place.queries.ts'
import { isForeign } from '../../ingress/resolve-author.ts'
import { claimSlackMessage, updateSlackMessage } from '../../ingress/slack-message.queries.ts'
import type { SlackMessage } from '../../ingress/slack-message.rules.ts'
import { linkFirst } from '../imports/import.rules.ts'
import { isAdmitted } from '../imports/want-thread.ts'
import { mutationOf } from '../mutation-of.rules.ts'

interface UnderCard {
  message: SlackMessage
  conversationId: ConversationId
  publicUrl: string
}

/**
 * What a member writes in the thread under a card is their reply, by the same use case as in the browser; once, however often Slack tells
 * of it. Nothing that anybody else writes there goes anywhere, and they hear so. An edit of it afterwards changes nothing: it has been sent.
 */
export async function replyUnderCard(tx: Tx, scope: InstallationScope, { message, conversationId, publicUrl }: UnderCard): Promise<void> {
  const { channelId, ts, threadTs, author } = message
  const known = await claimSlackMessage(tx, scope, { ...message, arrived: true })
  if (known?.arrived || known?.deleted || author.userId === null || author.botId !== null) return
  if (known) await updateSlackMessage(tx, scope, { key: message, set: { arrived: true, thread_ts: threadTs } })
  const refuse = async (why: string) => {
    const to = { channelId, threadTs, slackUserId: author.userId ?? '' }
    await enqueueDelivery(tx, ephemeralDelivery({ ...scope, ...to, text: `Your message was not sent to the customer. ${why}` }))
  }
  const member = isForeign(scope, author) ? null : await memberOf(tx, scope, author.userId)
  if (!member) return refuse(linkFirst(publicUrl))
  if (!(await isAdmitted(tx, scope, author.userId))) return refuse('You are not on the list of those who may act from Slack.')
  const goingOn = await lockWhereItGoesOn(tx, scope.organizationId, conversationId)
  if (!goingOn) return
  try {
    const text = await textOf(tx, scope, message.content)
    const at = { conversationId: goingOn.id as ConversationId, nowMs: scope.nowMs }
    await reply(tx, member, { ...at, text, clientId: mutationOf(['under a card', channelId, ts]) })
  } catch (error) {
    if (!(error instanceof AtriumError)) throw error
    await refuse(error.message)
  }
}

async function memberOf(tx: Tx, scope: InstallationScope, slackUserId: string): Promise<MemberActor | null> {
  const memberId = (await findLinkedMembers(tx, scope, [slackUserId])).get(slackUserId)
  if (!memberId) return null
  const row = await tx
    .selectFrom('member')
    .select(['user_id', 'role'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', memberId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!row?.user_id) return null
  const { organizationId } = scope
  return { kind: 'member', organizationId, personId: memberId as MemberId, userId: row.user_id as UserId, role: row.role as Role }
}
