import { onCleanup } from 'solid-js'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Announce } from '../ui/announcer.tsx'
import { lineOf } from './files/describe-files.rules.ts'

const LONGEST = 140

/**
 * Reads new messages of others out, wherever one is (SP9): of the chats and threads one has open, of every chat of certain people, and replies
 * that concern one.
 */
export function createMessageAnnouncer(parts: { feed: Feed; me: () => PersonId; announce: Announce }): void {
  const { feed, announce } = parts
  const isHeard = ({ message, unreadFor }: ChangePayloads['chat.messageChanged']) => {
    const { threadRootId } = message
    if (threadRootId !== null && (unreadFor?.includes(parts.me()) || feed.state.threads[threadRootId])) return true
    if (threadRootId !== null && !message.alsoInChannel) return false
    const channel = feed.state.channels[message.channelId]?.channel
    return (channel !== undefined && isPrivate(channel)) || feed.state.messages[message.channelId] !== undefined
  }
  const stop = feed.onChange((change) => {
    if (change.kind !== 'chat.messageChanged') return
    const { message } = change.payload
    if (message.rev !== 1 || message.authorId === parts.me() || message.deletedAt !== null || !isHeard(change.payload)) return
    const words = plainText(message.text, (id) => feed.person(id as PersonId)?.name)
    const text = lineOf(words, message.files)
    const where = message.threadRootId === null ? '' : ', in a thread'
    announce(`${message.authorName}${where}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`)
  })
  onCleanup(stop)
}
