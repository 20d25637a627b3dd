import { mayActFromSlack } from '../access/may-act-from-slack.ts'
import type { ReceivingApp } from '../ingress/app-directory.ts'
import { answerAction, answerRefused, type SlackAction } from '../ingress/interaction.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { formNotice, say, type FormAnswer } from './elements.rules.ts'
import { isCardAction, REPLY_FORM } from './cards/card.rules.ts'
import { pressCard, submitReply } from './cards/press-card.ts'
import { CONVERSATION_SHORTCUT } from './imports/import.rules.ts'
import { makeConversation } from './imports/make-conversation.ts'
import { COMMENT_FORM, isRatingAction } from './ratings/rating-post.rules.ts'
import { pressRating, submitComment } from './ratings/take-vote.ts'
import { respond } from './respond.ts'

interface Acted {
  action: SlackAction
  apps: readonly ReceivingApp[]
}
/** One kind of thing that people press or fill in. */
interface Surface {
  takes(action: SlackAction): boolean
  /** Customers act there, too: it decides by itself who may, and the list of those who may act from Slack is not asked (SL9). */
  isForCustomers: boolean
  press(services: SlackServices, acted: Acted): Promise<void>
  submit(services: SlackServices, acted: Acted): Promise<FormAnswer | null>
}

const ratings: Surface = {
  takes: ({ pressed, view }) => isRatingAction(pressed?.actionId ?? '') || view?.callbackId === COMMENT_FORM,
  isForCustomers: true,
  press: pressRating,
  submit: submitComment,
}

const imports: Surface = {
  takes: ({ callbackId }) => callbackId === CONVERSATION_SHORTCUT,
  isForCustomers: false,
  press: makeConversation,
  submit: () => Promise.resolve(null),
}

const cards: Surface = {
  takes: ({ pressed, view }) => isCardAction(pressed?.actionId ?? '') || view?.callbackId === REPLY_FORM,
  isForCustomers: false,
  press: pressCard,
  submit: submitReply,
}

const SURFACES: Surface[] = [ratings, cards, imports]

/** A form is answered with what is shown next, which is written down by then. @returns null: it closes */
export async function submitForm(services: SlackServices, acted: Acted): Promise<FormAnswer | null> {
  const surface = SURFACES.find(({ takes }) => takes(acted.action))
  if (!surface) return null
  if (!surface.isForCustomers && !(await mayAct(services, acted))) return formNotice(answerRefused().text)
  return surface.submit(services, acted)
}

/** A press, a choice or a shortcut was acknowledged already: what comes of it is told to the one who acted. */
export async function runAction(services: SlackServices, acted: Acted): Promise<void> {
  const surface = SURFACES.find(({ takes }) => takes(acted.action))
  const { responseUrl } = acted.action
  try {
    if (!surface?.isForCustomers && !(await mayAct(services, acted)))
      return await respond(services, { responseUrl, answer: answerRefused() })
    if (!surface) return await respond(services, { responseUrl, answer: answerAction() })
    await surface.press(services, acted)
  } catch (error) {
    services.logger.error({ err: error, ...acted.action.pressed }, 'what somebody pressed in Slack could not be done')
    await respond(services, { responseUrl, answer: say(WENT_WRONG) })
  }
}

const WENT_WRONG = 'Something went wrong on our side, and nothing was changed. Try again in a moment.'

const mayAct = (services: SlackServices, { action, apps }: Acted) => mayActFromSlack(services, { apps, ...action })
