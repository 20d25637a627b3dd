import { onCleanup } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Announce } from '../ui/announcer.tsx'
import { lineOf } from './files/describe-files.rules.ts'

const LONGEST = 140

/** Reads new messages of others out, wherever one is (SP9): of the chats one has open, and of every mention chat. */
export function createMessageAnnouncer(parts: { feed: Feed; me: () => PersonId; announce: Announce }): void {
  const { feed, announce } = parts
  const isHeard = (message: MessageView) => {
    const kind = feed.state.channels[message.channelId]?.channel.kind
    return kind === 'mention' || feed.state.messages[message.channelId] !== undefined
  }
  const stop = feed.onChange((change) => {
    if (change.kind !== 'chat.messageChanged') return
    const { message } = change.payload
    if (message.rev !== 1 || message.authorId === parts.me() || message.deletedAt !== null || !isHeard(message)) return
    const words = plainText(message.text, (id) => feed.person(id as PersonId)?.name)
    const text = lineOf(words, message.files)
    announce(`${message.authorName}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`)
  })
  onCleanup(stop)
}
