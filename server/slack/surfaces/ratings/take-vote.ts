import type { Tx } from '@atrium/db/transaction.ts'
import { isId, type ConversationId, type OrganizationId } from '@atrium/shared/ids.ts'
import { commentOnRating, LONGEST_COMMENT, rateConversation } from '../../../inbox/ratings/rate-conversation.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import type { ReceivingApp } from '../../ingress/app-directory.ts'
import { ingressActor } from '../../ingress/installation-scope.ts'
import type { SlackAction } from '../../ingress/interaction.rules.ts'
import { findChannelRole, findLinkedMembers } from '../../ingress/place.queries.ts'
import { contactOf } from '../../ingress/resolve-author.ts'
import type { SlackServices } from '../../slack-services.ts'
import { formErrors, formNotice, say, type FormAnswer } from '../elements.rules.ts'
import { openModal } from '../open-modal.ts'
import { patiently } from '../patiently.ts'
import { respond } from '../respond.ts'
import {
  AGENTS_DO_NOT_VOTE,
  COMMENT_FIELD,
  COMMENT_THANKS,
  commentForm,
  mayVote,
  NOT_ASKED_HERE,
  scoreOf,
  thankVoter,
} from './rating-post.rules.ts'
import { contactsOfUser, findAsked, hasEmailOfMember, type Asked } from './voter.queries.ts'

interface Acted {
  action: SlackAction
  apps: readonly ReceivingApp[]
}

/** Somebody presses a number, or wants to say more. Customers act here, so the list of those who may act from Slack is not asked. */
export async function pressRating(services: SlackServices, { action, apps }: Acted): Promise<void> {
  const { responseUrl, pressed } = action
  const conversationId = idIn(pressed?.value)
  const score = scoreOf(pressed?.actionId ?? '')
  if (conversationId === null) return respond(services, { responseUrl, answer: say(NOT_ASKED_HERE) })
  if (score === null) return openComment(services, { action, apps, conversationId })
  const outcome = await patiently(() => voteInOne(services, { action, apps, conversationId, score }))
  if (outcome === null) return respond(services, { responseUrl, answer: say(NOT_ASKED_HERE) })
  const answer = outcome === 'refused' ? say(AGENTS_DO_NOT_VOTE) : thankVoter(conversationId, score)
  return respond(services, { responseUrl, answer })
}

/** Null: it was asked in none of them. */
async function voteInOne(services: SlackServices, { apps, ...cast }: Acted & Omit<Vote, 'nowMs'>): Promise<'voted' | 'refused' | null> {
  for (const app of apps) {
    const nowMs = services.clock.now()
    const outcome = await commitInOrganization(services, app.organizationId, (tx) => vote(tx, app, { ...cast, nowMs }))
    if (outcome !== 'not asked') return outcome
  }
  return null
}

interface Vote {
  action: SlackAction
  conversationId: ConversationId
  score: number
  nowMs: number
}

async function vote(tx: Tx, app: ReceivingApp, { action, conversationId, score, nowMs }: Vote): Promise<'voted' | 'refused' | 'not asked'> {
  const { at, slackUserId } = action
  const asked = at && (await findAsked(tx, app, { conversationId, channelId: at.channelId, ts: at.ts, nowMs }))
  if (!asked) return 'not asked'
  if (!(await isHelped(tx, asked, action))) return 'refused'
  const { scope, customerId } = asked
  // Their name is looked up: what a click says of them is only what they are called by.
  const author = { userId: slackUserId, botId: null, appId: null, teamId: action.userTeamId, name: null, avatarUrl: null }
  const contactId = await contactOf(tx, scope, { author, customerId })
  await rateConversation(tx, ingressActor(scope), { conversationId, contactId, score, nowMs })
  return 'voted'
}

async function isHelped(tx: Tx, { scope, isSharedChannel }: Asked, { at, slackUserId, userTeamId }: SlackAction): Promise<boolean> {
  return mayVote({
    role: at && (await findChannelRole(tx, scope, { channelId: at.channelId, slackUserId })),
    isLinked: (await findLinkedMembers(tx, scope, [slackUserId])).has(slackUserId),
    isForeign: userTeamId !== null && userTeamId !== scope.teamId,
    isSharedChannel,
    hasEmailOfMember: await hasEmailOfMember(tx, scope, slackUserId),
  })
}

async function openComment(
  services: SlackServices,
  { action, apps, conversationId }: Acted & { conversationId: ConversationId },
): Promise<void> {
  const { at, triggerId, responseUrl } = action
  for (const { organizationId, slackAppId } of apps) {
    const asked = await commitInOrganization(services, organizationId, async (tx) => {
      const where = { conversationId, channelId: at?.channelId ?? '', ts: null, nowMs: services.clock.now() }
      return findAsked(tx, { organizationId, slackAppId }, where)
    })
    if (!asked || triggerId === null) continue
    return openModal(services, { organizationId, installationId: asked.scope.installationId, triggerId, view: commentForm(conversationId) })
  }
  return respond(services, { responseUrl, answer: say(NOT_ASKED_HERE) })
}

/** What somebody who has voted says of it, in words. */
export async function submitComment(services: SlackServices, { action, apps }: Acted): Promise<FormAnswer> {
  const { view, slackUserId } = action
  const conversationId = idIn(view?.metadata)
  const comment = view?.values[COMMENT_FIELD] ?? ''
  if (comment.length > LONGEST_COMMENT) return formErrors({ [COMMENT_FIELD]: `It holds at most ${LONGEST_COMMENT} characters.` })
  if (conversationId === null) return formNotice(NOT_ASKED_HERE)
  for (const { organizationId } of apps) {
    const said = { organizationId, slackUserId, conversationId, comment }
    const isTaken = await commitInOrganization(services, organizationId, (tx) => sayMore(tx, said))
    if (isTaken) return { response_action: 'update', view: COMMENT_THANKS }
  }
  return formNotice(NOT_ASKED_HERE)
}

interface Said {
  organizationId: OrganizationId
  slackUserId: string
  conversationId: ConversationId
  comment: string
}

/** @returns false when they have not voted. */
async function sayMore(tx: Tx, { organizationId, slackUserId, conversationId, comment }: Said): Promise<boolean> {
  const actor = { kind: 'system', organizationId, name: 'slack-ingress' } as const
  for (const contactId of await contactsOfUser(tx, organizationId, slackUserId)) {
    if (await commentOnRating(tx, actor, { conversationId, contactId, comment })) return true
  }
  return false
}

function idIn(value: string | undefined): ConversationId | null {
  return value !== undefined && isId(value) ? (value as ConversationId) : null
}
