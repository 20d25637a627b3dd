import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { disarmBroadcasts, escapeMrkdwn } from '../format/escape.ts'
import { linkTo, readPermalink, type MessageAddress } from '../surfaces/imports/import.rules.ts'

/** What somebody asks of `/atrium`. */
export type Command =
  | { kind: 'help' }
  | { kind: 'status'; number: number }
  | { kind: 'search'; words: string[] }
  /** Of a message that stands in Slack, or of words. */
  | { kind: 'new'; text: string; address: MessageAddress | null }
  /** What was meant is known, and what it lacks. */
  | { kind: 'incomplete'; usage: string }
  | { kind: 'unknown'; word: string }

const MOST_WORDS = 8

/** Reads what stands behind the command's name. */
export function readCommand(text: string): Command {
  const [name = '', ...words] = text.trim().split(/\s+/)
  switch (name.toLowerCase()) {
    case '':
    case 'help':
      return { kind: 'help' }
    case 'status': {
      const number = /^#?([1-9]\d{0,14})$/.exec(words.join(' '))?.[1]
      return number ? { kind: 'status', number: Number(number) } : { kind: 'incomplete', usage: 'status 12' }
    }
    case 'new': {
      const given = text.trim().slice(name.length).trim()
      return given
        ? { kind: 'new', text: given, address: readPermalink(given) }
        : { kind: 'incomplete', usage: 'new The printer is broken' }
    }
    case 'search':
      return words.length > 0 ? { kind: 'search', words: words.slice(0, MOST_WORDS) } : { kind: 'incomplete', usage: 'search invoice acme' }
    default:
      return { kind: 'unknown', word: name }
  }
}

/** How a conversation stands, for somebody who works the inbox. @param assigneeName null for nobody */
export function describeConversation(
  conversation: ConversationView,
  { publicUrl, assigneeName }: { publicUrl: string; assigneeName: string | null },
): string {
  const { status, priority, waiting, customer, contact, place } = conversation
  const who = [customer?.name, contact?.name].filter((name) => name !== undefined && name !== '').join(', ')
  return [
    titleOf(conversation, publicUrl),
    [status, priority === 'normal' ? '' : `${priority} priority`, waiting && status !== 'closed' ? 'waits for an answer' : '']
      .filter(Boolean)
      .join(' · '),
    [who, place].filter(Boolean).map(plain).join(' · '),
    assigneeName === null ? 'Assigned to nobody' : `Assigned to ${plain(assigneeName)}`,
  ].join('\n')
}

/** One line for each. */
export function listConversations(
  found: readonly ConversationView[],
  { publicUrl, words }: { publicUrl: string; words: readonly string[] },
): string {
  const asked = plain(words.join(' '))
  if (found.length === 0) return `No conversation has “${asked}” in its subject, customer or contact.`
  const lines = found.map((conversation) => {
    const who = conversation.customer?.name ?? conversation.contact?.name ?? ''
    return `• ${titleOf(conversation, publicUrl)} · ${conversation.status}${who === '' ? '' : ` · ${plain(who)}`}`
  })
  return [`Conversations with “${asked}”, the latest first:`, ...lines].join('\n')
}

function titleOf({ id, number, subject }: ConversationView, publicUrl: string): string {
  return `${linkTo(publicUrl, { id, number })} ${plain(subject)}`
}

/** Whatever a person typed is text. */
function plain(text: string): string {
  return disarmBroadcasts(escapeMrkdwn(text.replace(/\s+/g, ' ').replace(/[*_~`]/g, ' ')))
}
