import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isId, type ConversationId, type InstallationId, type MemberId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { lockWhereItGoesOn } from '../../../inbox/conversations.queries.ts'
import { presentConversation } from '../../../inbox/present-inbox.ts'
import { reply } from '../../../inbox/reply.ts'
import { assign, setStatus, triageConversations } from '../../../inbox/triage-conversation.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import { actingMember, type ActingMember } from '../../commands/acting-member.ts'
import type { ReceivingApp } from '../../ingress/app-directory.ts'
import type { SlackAction } from '../../ingress/interaction.rules.ts'
import type { SlackServices } from '../../slack-services.ts'
import { formErrors, formNotice, say, type FormAnswer } from '../elements.rules.ts'
import { linkFirst } from '../imports/import.rules.ts'
import { mutationOf } from '../mutation-of.rules.ts'
import { openModal } from '../open-modal.ts'
import { patiently } from '../patiently.ts'
import { respond } from '../respond.ts'
import { conversationsInSlack, findCardAt, type CardRow } from './card.queries.ts'
import { CARD_ACTIONS, REPLY_FIELD, replyForm, snoozeMsOf } from './card.rules.ts'

interface Acted {
  action: SlackAction
  apps: readonly ReceivingApp[]
}
interface Pressed {
  actionId: string
  value: string
}

const NO_CARD = 'This card is not known any more. Open the conversation in Atrium.'
const NOT_LINKED = 'They have not linked their Slack account to Atrium, so they cannot be given conversations from here.'

/** Whoever presses has to be a member who has linked the account that presses, each time; what they do is what they would do in the browser. */
export async function pressCard(services: SlackServices, { action, apps }: Acted): Promise<void> {
  const { responseUrl, at, pressed, triggerId } = action
  const tell = (text: string) => respond(services, { responseUrl, answer: say(text) })
  const member = await actingMember(services, { apps, ...action })
  if (!member) return tell(linkFirst(services.publicUrl))
  if (!at || !pressed) return tell(NO_CARD)
  const { organizationId } = member
  const card = await patiently(() =>
    inOrganization(services.db, organizationId, (tx) => findCardAt(tx, organizationId, { ...member, ...at })),
  )
  if (!card) return tell(NO_CARD)
  try {
    const done = await commitInOrganization(services, organizationId, (tx) =>
      act(tx, member, { pressed, card, nowMs: services.clock.now() }),
    )
    if (done === null) return
    if (!('form' in done)) return await tell(done.told)
    if (triggerId === null) return await tell(NO_CARD)
    await openModal(services, { ...member, triggerId, view: done.form })
  } catch (error) {
    if (!(error instanceof AtriumError)) throw error
    await tell(error.message)
  }
}

interface Doing {
  pressed: Pressed
  card: CardRow
  nowMs: number
}

/** Null: it is done, and the card says so. @throws AtriumError */
async function act(tx: Tx, member: ActingMember, { pressed, card, nowMs }: Doing): Promise<{ told: string } | { form: object } | null> {
  const { organizationId } = member
  const conversation = await goingOn(tx, member, card.conversationId)
  if (!conversation) return { told: NO_CARD }
  const { id: conversationId } = conversation
  switch (pressed.actionId) {
    case CARD_ACTIONS.reply: {
      const reaches = (await conversationsInSlack(tx, organizationId, [conversationId])).has(conversationId)
      return { form: replyForm(conversation, reaches) }
    }
    case CARD_ACTIONS.close:
      if (conversation.status === 'closed') return { told: `#${conversation.number} is closed already.` }
      await setStatus(tx, member, { conversationId, status: 'closed', nowMs })
      return null
    case CARD_ACTIONS.snooze: {
      const snoozeMs = snoozeMsOf(pressed.value)
      if (snoozeMs === null) return { told: NO_CARD }
      const change = { status: 'snoozed' as const, snoozedUntil: nowMs + snoozeMs }
      await triageConversations(tx, member, { conversationIds: [conversationId], change, nowMs })
      return null
    }
    case CARD_ACTIONS.assign: {
      const assigneeId = await memberOfAccount(tx, member, pressed.value)
      if (!assigneeId) return { told: NOT_LINKED }
      await assign(tx, member, { conversationId, assigneeId, nowMs })
      return null
    }
    default:
      return { told: NO_CARD }
  }
}

/** What was merged goes on in another one. */
async function goingOn(tx: Tx, { organizationId }: ActingMember, conversationId: ConversationId): Promise<ConversationView | null> {
  const row = await lockWhereItGoesOn(tx, organizationId, conversationId)
  return row ? presentConversation(row) : null
}

async function memberOfAccount(
  tx: Tx,
  { organizationId, installationId }: { organizationId: ActingMember['organizationId']; installationId: InstallationId },
  slackUserId: string,
): Promise<MemberId | null> {
  const row = await tx
    .selectFrom('slack_link')
    .select('member_id')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_user_id', '=', slackUserId)
    .executeTakeFirst()
  return (row?.member_id ?? null) as MemberId | null
}

/** The reply is written by the time that the form closes; sent twice, it is one. */
export async function submitReply(services: SlackServices, { action, apps }: Acted): Promise<FormAnswer | null> {
  const { view } = action
  const member = await actingMember(services, { apps, ...action })
  if (!member) return formNotice(linkFirst(services.publicUrl))
  const conversationId = view?.metadata
  if (!view || conversationId === undefined || !isId(conversationId)) return formNotice(NO_CARD)
  try {
    return await commitInOrganization(services, member.organizationId, async (tx) => {
      const conversation = await goingOn(tx, member, conversationId as ConversationId)
      if (!conversation) return formNotice(NO_CARD)
      const text = view.values[REPLY_FIELD] ?? ''
      const clientId = mutationOf(['reply from a form', view.id])
      await reply(tx, member, { conversationId: conversation.id, text, clientId, nowMs: services.clock.now() })
      return null
    })
  } catch (error) {
    if (error instanceof AtriumError && error.code === 'bad_input') return formErrors({ [REPLY_FIELD]: error.message })
    throw error
  }
}
