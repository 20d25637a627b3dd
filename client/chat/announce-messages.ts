import { onCleanup } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Announce } from '../ui/announcer.tsx'
import { lineOf } from './files/describe-files.rules.ts'
import { kindsHeard, wishesNow } from './notifications/heard.ts'
import { isHushed } from './notifications/notify.rules.ts'

const LONGEST = 140

/**
 * Reads new messages of others out, wherever one is (SP9): of the chats and threads one has open, of every chat of certain people, replies that
 * concern one, and what calls one by name or as one of a group; on do not disturb and in quiet hours only of what is open.
 */
export function createMessageAnnouncer(parts: { feed: Feed; me: () => PersonId; announce: Announce }): void {
  const { feed, announce } = parts
  const isHeard = (told: ChangePayloads['chat.messageChanged']) => {
    const { threadRootId, channelId, alsoInChannel } = told.message
    const listener = { feed, me: parts.me() }
    if (kindsHeard(listener, told).some((kind) => kind !== 'place') && !isHushed(wishesNow(listener))) return true
    if (threadRootId !== null && feed.state.threads[threadRootId]) return true
    return (threadRootId === null || alsoInChannel) && feed.state.messages[channelId] !== undefined
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
