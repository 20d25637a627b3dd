import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { SlackNotificationKind } from '@atrium/shared/slack/notifications.ts'
import { disarmBroadcasts, escapeMrkdwn } from '../../format/escape.ts'
import { LONGEST_REPLY } from '../../../inbox/conversation.rules.ts'
import { button, modal, plainText, section, smallPrint, textInput } from '../elements.rules.ts'
import { linkTo } from '../imports/import.rules.ts'

export const CARD_ACTIONS = { reply: 'card_reply', assign: 'card_assign', close: 'card_close', snooze: 'card_snooze' } as const
export const REPLY_FORM = 'card_reply'
export const REPLY_FIELD = 'card_reply_text'

const SNOOZES = [
  { hours: 1, text: '1 hour' },
  { hours: 4, text: '4 hours' },
  { hours: 24, text: '1 day' },
  { hours: 72, text: '3 days' },
  { hours: 168, text: '1 week' },
]
const HOUR_MS = 3_600_000

export function isCardAction(actionId: string): boolean {
  return Object.values<string>(CARD_ACTIONS).includes(actionId)
}

/** How long a choice of the snooze menu is; null for anything else. */
export function snoozeMsOf(value: string): number | null {
  const hours = SNOOZES.find((choice) => String(choice.hours) === value)?.hours
  return hours === undefined ? null : hours * HOUR_MS
}

export interface Card {
  kind: SlackNotificationKind
  conversation: ConversationView
  /** A customer reads what is replied; otherwise it stays in Atrium. */
  reachesCustomer: boolean
  /** As Slack shows a person: their account there where they are linked, else their name. */
  personOf(memberId: string): string
  /** Of the assignee, where they are linked. */
  assigneeSlackUserId: string | null
  /** Of a mention: who wrote the note, and whom they mean. The note's words are not here, and nowhere in Slack. */
  authorId: string | null
  mentionedIds: readonly string[]
}

export interface ShownCard {
  text: string
  blocks: Record<string, unknown>[]
}

/** What a card says now. */
export function showCard(card: Card, publicUrl: string): ShownCard {
  const { conversation } = card
  const why = reasonOf(card)
  const who = [conversation.customer?.name, conversation.contact?.name, conversation.place].filter(Boolean).map((name) => plain(name ?? ''))
  const lines = [
    `*${linkTo(publicUrl, conversation)} ${plain(conversation.subject)}*`,
    who.join(' · '),
    [stateOf(conversation), conversation.assigneeId === null ? 'nobody has it' : `with ${card.personOf(conversation.assigneeId)}`].join(
      ' · ',
    ),
  ]
  const isClosed = conversation.status === 'closed'
  return {
    text: `${why}: #${conversation.number} ${plain(conversation.subject)}`,
    blocks: [
      section(`${why}\n${lines.filter(Boolean).join('\n')}`),
      ...(conversation.preview ? [section(`>${plain(conversation.preview)}`)] : []),
      ...(isClosed ? [] : [actionsOf(card)]),
      ...(isClosed || !card.reachesCustomer
        ? []
        : [smallPrint('What members write in this thread goes to the customer, under their name.')]),
    ],
  }
}

function reasonOf({ kind, conversation, authorId, mentionedIds, personOf }: Card): string {
  if (kind === 'high_priority') {
    const isHigh = conversation.priority === 'urgent' || conversation.priority === 'high'
    return isHigh
      ? `:red_circle: ${conversation.priority === 'urgent' ? 'Urgent' : 'High priority'}`
      : ':white_circle: No longer of high priority'
  }
  return `:speech_balloon: ${authorId === null ? 'Somebody' : personOf(authorId)} mentions ${mentionedIds.map(personOf).join(', ')} in a note`
}

function stateOf({ status, priority, waiting, snoozedUntil }: ConversationView): string {
  const until = snoozedUntil === null ? '' : ` until <!date^${Math.floor(snoozedUntil / 1000)}^{date_short_pretty}, {time}|later>`
  const parts = [`${status}${status === 'snoozed' ? until : ''}`, priority === 'normal' ? '' : `${priority} priority`]
  return [...parts, waiting && status !== 'closed' ? 'waits for an answer' : ''].filter(Boolean).join(' · ')
}

function actionsOf({ conversation, assigneeSlackUserId }: Card): Record<string, unknown> {
  const options = SNOOZES.map(({ hours, text }) => ({ text: plainText(text), value: String(hours) }))
  const assign = {
    ...{ type: 'users_select', action_id: CARD_ACTIONS.assign, placeholder: plainText('Assign to') },
    ...(assigneeSlackUserId === null ? {} : { initial_user: assigneeSlackUserId }),
  }
  const snooze = { type: 'static_select', action_id: CARD_ACTIONS.snooze, placeholder: plainText('Snooze'), options }
  return {
    type: 'actions',
    block_id: 'card',
    elements: [
      button({ actionId: CARD_ACTIONS.reply, text: 'Reply', value: conversation.id, style: 'primary' }),
      assign,
      snooze,
      button({ actionId: CARD_ACTIONS.close, text: 'Close', value: conversation.id }),
    ],
  }
}

export function replyForm(conversation: ConversationView, reachesCustomer: boolean): object {
  const to = conversation.contact?.name ?? conversation.customer?.name ?? 'the customer'
  return modal({
    callbackId: REPLY_FORM,
    title: `Reply in #${conversation.number}`.slice(0, 24),
    submit: reachesCustomer ? 'Send' : 'Add',
    metadata: conversation.id,
    blocks: [
      section(`*${plain(conversation.subject)}*`),
      textInput({
        actionId: REPLY_FIELD,
        label: reachesCustomer ? `To ${to}`.slice(0, 100) : 'Reply',
        hint: reachesCustomer
          ? 'It goes to the customer, under your name.'
          : 'It stays in Atrium: this conversation is with nobody outside.',
        longest: Math.min(LONGEST_REPLY, 3_000),
      }),
    ],
  })
}

/** Whatever a person typed is text. */
function plain(text: string): string {
  return disarmBroadcasts(escapeMrkdwn(text.replace(/\s+/g, ' ').replace(/[*_~`]/g, ' ')))
}
