import type { ConversationId } from '@atrium/shared/ids.ts'
import { LONGEST_COMMENT } from '../../../inbox/ratings/rate-conversation.ts'
import type { EphemeralAnswer } from '../../ingress/interaction.rules.ts'
import { button, modal, plainText, say, section, smallPrint, textInput } from '../elements.rules.ts'

const SCORES = [
  { score: 1, text: '1 · Bad' },
  { score: 2, text: '2' },
  { score: 3, text: '3' },
  { score: 4, text: '4' },
  { score: 5, text: '5 · Great' },
]

const SCORE_ACTION = /^rating_score_([1-5])$/
export const COMMENT_ACTION = 'rating_comment'
export const COMMENT_FORM = 'rating_comment'
export const COMMENT_FIELD = 'rating_comment_text'

export function isRatingAction(name: string): boolean {
  return name === COMMENT_ACTION || SCORE_ACTION.test(name)
}

export function scoreOf(actionId: string): number | null {
  const score = SCORE_ACTION.exec(actionId)?.[1]
  return score === undefined ? null : Number(score)
}

const QUESTION = 'Your request was closed. How did we do?'

/** What is asked where the conversation was. */
export function ratingQuestion(conversationId: ConversationId): { text: string; blocks: Record<string, unknown>[] } {
  const buttons = SCORES.map(({ score, text }) => button({ actionId: `rating_score_${score}`, text, value: conversationId }))
  return {
    text: `${QUESTION} Vote from 1, bad, to 5, great.`,
    blocks: [
      section(`*${QUESTION}*`),
      { type: 'actions', block_id: 'rating', elements: buttons },
      smallPrint('Only the team sees your vote.'),
    ],
  }
}

export function thankVoter(conversationId: ConversationId, score: number): EphemeralAnswer {
  const text = `Thank you! Your vote is ${score} of 5. Press another number to change it.`
  const more = button({ actionId: COMMENT_ACTION, text: 'Say more', value: conversationId })
  return say(text, [section(text), { type: 'actions', block_id: 'rating_more', elements: [more] }])
}

export function commentForm(conversationId: ConversationId): object {
  return modal({
    callbackId: COMMENT_FORM,
    title: 'How did we do?',
    submit: 'Send',
    metadata: conversationId,
    blocks: [textInput({ actionId: COMMENT_FIELD, label: 'What was good, what was not?', longest: LONGEST_COMMENT })],
  })
}

export const COMMENT_THANKS = {
  type: 'modal',
  title: plainText('Thank you'),
  close: plainText('Close'),
  blocks: [section('Your words are with the team.')],
}

export const AGENTS_DO_NOT_VOTE = 'This question is for whoever was helped: people of the team have no vote.'
export const NOT_ASKED_HERE = 'This question is not known any more, so your vote could not be taken.'

interface Voter {
  /** What they were said to count as in this channel; null: nothing was said. */
  role: 'agent' | 'customer' | null
  /** A member is linked to this Slack account. */
  isLinked: boolean
  /** They are of another workspace than ours. */
  isForeign: boolean
  /** The channel is shared with a customer's workspace, so whoever is of ours is not the customer. */
  isSharedChannel: boolean
  /** Of our workspace, with the e-mail of a member. */
  hasEmailOfMember: boolean
}

/** Whoever was helped may, and nobody of the team. */
export function mayVote({ role, isLinked, isForeign, isSharedChannel, hasEmailOfMember }: Voter): boolean {
  if (role !== null) return role === 'customer'
  if (isForeign) return true
  return !isLinked && !isSharedChannel && !hasEmailOfMember
}
