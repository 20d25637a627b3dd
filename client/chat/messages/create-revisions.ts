import { createSignal } from 'solid-js'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { errorText } from '../../realtime/error-text.ts'
import { useToasts } from '../../ui/toast.tsx'
import type { Chat } from '../chat-context.tsx'
import { resolveAgain, typedTextOf } from '../typed-text.rules.ts'

interface Revised {
  channelId: ChannelId
  /** Those of the chat or the thread that is shown. */
  messages: () => readonly MessageView[]
}

/** What is done to the messages of one chat or thread: which one is being edited, which one is about to be deleted, and the calls. */
export function createRevisions(chat: Chat, { channelId, messages }: Revised) {
  const { api, feed, me } = chat
  const toasts = useToasts()
  const [editing, setEditing] = createSignal<MessageId | null>(null)
  const [deleting, setDeleting] = createSignal<MessageView | null>(null)
  const show = ({ message }: { message: MessageView }) => feed.apply({ kind: 'chat.messageChanged', payload: { message } })
  const attempt = async (work: () => Promise<{ message: MessageView }>): Promise<void> => {
    try {
      show(await work())
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  const isMine = (message: MessageView) => message.authorId === me() && message.deletedAt === null
  const mayModerate = () => {
    const role = feed.member(me())?.role
    const channel = feed.state.channels[channelId]?.channel
    return channel !== undefined && !isPrivate(channel) && (role === 'owner' || role === 'admin')
  }
  return {
    editing,
    edit: setEditing,
    stopEditing: () => setEditing(null),
    deleting,
    askToDelete: setDeleting,
    keep: () => setDeleting(null),
    mayEdit: isMine,
    mayDelete: (message: MessageView) => message.deletedAt === null && (isMine(message) || mayModerate()),
    /** @returns whether there is one. */
    editLastOwn(): boolean {
      const last = messages().findLast(isMine)
      if (last) setEditing(last.id)
      return last !== undefined
    },
    textToEdit: (message: MessageView) => typedTextOf(message.text, chat.mentionable()) ?? message.text,
    /** @returns what is wrong with it; null when it was saved. */
    async save(message: MessageView, typed: string): Promise<string | null> {
      try {
        const text = resolveAgain(typed, { text: message.text, people: chat.mentionable() })
        show(await api.chat.editMessage.mutate({ messageId: message.id, text }))
        setEditing(null)
        return null
      } catch (error) {
        return errorText(error)
      }
    },
    async remove(): Promise<void> {
      const message = deleting()
      setDeleting(null)
      if (message) await attempt(() => api.chat.deleteMessage.mutate({ messageId: message.id }))
    },
    toggleReaction(message: MessageView, emoji: string): Promise<void> {
      const given = message.reactions.some((reaction) => reaction.emoji === emoji && reaction.people.includes(me()))
      const call = given ? api.chat.removeReaction : api.chat.addReaction
      return attempt(() => call.mutate({ messageId: message.id, emoji }))
    },
  }
}
export type Revisions = ReturnType<typeof createRevisions>
