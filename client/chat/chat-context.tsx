import { createContext, createMemo, createSignal, useContext, type JSX } from 'solid-js'
import type { Mention } from '@atrium/shared/chat/message-text.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, FileId, MessageId, OrganizationId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { PersonView } from '@atrium/shared/identity/views.ts'
import type { Api, Connection } from '../realtime/connection.ts'
import { errorText } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'
import { useAnnounce } from '../ui/announcer.tsx'
import { useToasts } from '../ui/toast.tsx'
import { spotKey, type ChatSpot } from './chat-spot.ts'
import { fold, type Mentionable } from './composer/mention-query.rules.ts'
import { createAttachments, type Attachments } from './files/create-attachments.ts'
import type { MentionLook } from './markdown/markdown.tsx'
import { createOutbox, type Outbox, type OutgoingMessage } from './outbox.ts'
import type { Command, CommandScope, CommandSource } from './search/commands.rules.ts'
import { titleOf } from './channel-title.ts'
import type { ShownSpots } from './shown-spots.ts'
import { createTypingPeople, type TypingPeople } from './typing/create-typing-people.ts'

export type MentionablePerson = Mentionable & { person: PersonView }

export interface Chat {
  api: Api
  feed: Feed
  outbox: Outbox
  me(): PersonId
  organizationId(): OrganizationId
  /** Where this person stands, for @here and @room. */
  place(): { spaceId: SpaceId | null; roomId: RoomId | null }
  /** Whom one may mention: members, and the visitors who are here; by name. */
  mentionable(): MentionablePerson[]
  describeMention(mention: Mention): MentionLook
  hueOf(id: PersonId): number
  /** What is on its way in a channel or a thread, without what has arrived over the feed already. */
  outgoingIn(spot: ChatSpot): OutgoingMessage[]
  /** What is attached to the draft there; uploads go on while another one is open. */
  attachmentsOf(spot: ChatSpot): Attachments
  /** Which chats and threads stand on the screen. */
  shown: ShownSpots
  openChannel(channelId: ChannelId): void
  openThread(channelId: ChannelId, threadRootId: MessageId): void
  openMentionChat(personId: PersonId): Promise<void>
  /** Of those one stands with now. */
  openNearbyChat(): Promise<void>
  /** Leads to a message in its chat or its thread. */
  openMessage(message: MessageView): void
  /** The message that the way leads to; null once it is reached. */
  target(): MessageId | null
  reached(): void
  /** The dialog that finds people and messages. */
  search: {
    isOpen(): boolean
    /** For everything, or for one kind of command. */
    open(scope?: CommandScope): void
    close(): void
    scope(): CommandScope | null
    /** Adds what can be done on a page; given back, it is gone again. */
    offer(source: CommandSource): () => void
    commands(): Command[]
  }
  retryDelivery(messageId: MessageId): Promise<void>
  /** @all, @here and @room may be written. */
  groupMentions(): boolean
  /** Others who type there. */
  typing: TypingPeople
  /** Nothing is told while the connection is away: it would come too late. */
  tellTyping(spot: ChatSpot, isTyping: boolean): Promise<void>
}

const ChatContext = createContext<Chat>()

export interface ChatParts {
  connection: Connection
  feed: Feed
  me: () => PersonId
  organizationId: () => OrganizationId
  place: Chat['place']
  shown: ShownSpots
  openChannel: (channelId: ChannelId) => void
  openThread: (channelId: ChannelId, threadRootId: MessageId) => void
  openMessage: (to: { channelId: ChannelId; threadRootId: MessageId | null; messageId: MessageId }) => void
  target: () => MessageId | null
  reached: () => void
}

export function ChatProvider(props: { parts: ChatParts; children: JSX.Element }) {
  return <ChatContext.Provider value={createChat(props.parts)}>{props.children}</ChatContext.Provider>
}

/** @throws Error outside the workspace. */
export function useChat(): Chat {
  const chat = useContext(ChatContext)
  if (!chat) throw new Error('useChat outside ChatProvider')
  return chat
}

function createChat(parts: ChatParts): Chat {
  const { connection, feed, me } = parts
  const { api } = connection
  const toasts = useToasts()
  const mentionable = createMemo((): MentionablePerson[] => {
    const members = feed.activeMembers()
    const visitors = Object.values(feed.state.presence).map((presence) => presence.person)
    const others = visitors.filter((person) => !feed.member(person.id))
    return [...members, ...others].map((person) => ({ id: person.id, name: person.name, folded: fold(person.name), person }))
  })
  const discardFile = (fileId: FileId) => void api.chat.discardFile.mutate({ fileId }).catch(() => {})
  const outbox = createOutbox({
    connection,
    feed,
    discardFile,
    onDelivered: ({ channel, writtenIn }) => {
      if (channel.id === writtenIn) return
      const { name } = titleOf(feed, channel, me())
      toasts.show(`Only you and ${name} see that message.`, { action: { label: 'Open chat', run: () => parts.openChannel(channel.id) } })
    },
  })
  const openWhat = async (asked: Promise<{ channel: ChannelView }>) => {
    try {
      const { channel } = await asked
      feed.apply({ kind: 'chat.channelOpened', payload: { channel } })
      parts.openChannel(channel.id)
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  return {
    api,
    feed,
    outbox,
    me,
    organizationId: parts.organizationId,
    attachmentsOf: createAttachmentDrafts(discardFile),
    place: parts.place,
    shown: parts.shown,
    mentionable,
    describeMention: (mention) =>
      mention.kind === 'group'
        ? { label: mention.group, mine: true }
        : { label: feed.person(mention.id as PersonId)?.name ?? 'someone', mine: mention.id === me() },
    hueOf: (id) => feed.person(id)?.hue ?? hueOfStranger(id),
    outgoingIn: (spot) => withoutArrived(outbox.of(spot), feed, { spot, me: me() }),
    openChannel: parts.openChannel,
    openThread: parts.openThread,
    openMentionChat: (personId) => openWhat(api.chat.openMentionChat.mutate({ personId })),
    openNearbyChat: () => openWhat(api.chat.openNearbyChat.mutate()),
    openMessage: ({ id, channelId, threadRootId, alsoInChannel }) =>
      parts.openMessage({ channelId, threadRootId: alsoInChannel ? null : threadRootId, messageId: id }),
    target: parts.target,
    reached: parts.reached,
    search: createSearchDialog(),
    groupMentions: () => feed.state.organization?.groupMentions ?? true,
    typing: createTypingPeople({ me, onSignal: feed.onSignal, onChange: feed.onChange }),
    async tellTyping(spot, isTyping) {
      if (connection.state().name === 'online') await api.chat.setTyping.mutate({ ...spot, isTyping })
    },
    async retryDelivery(messageId) {
      try {
        await api.slack.retryDelivery.mutate({ entityId: messageId })
      } catch (error) {
        toasts.show(errorText(error), { tone: 'bad' })
      }
    },
  }
}

function createAttachmentDrafts(discard: (fileId: FileId) => void): Chat['attachmentsOf'] {
  const announce = useAnnounce()
  const drafts = new Map<string, Attachments>()
  return (spot) => {
    const key = spotKey(spot)
    const known = drafts.get(key) ?? createAttachments({ storageKey: `files.${key}`, announce, discard })
    drafts.set(key, known)
    return known
  }
}

/** Between the feed's word and the answer to the mutation a message would stand there twice. */
function withoutArrived(outgoing: OutgoingMessage[], feed: Feed, { spot, me }: { spot: ChatSpot; me: PersonId }): OutgoingMessage[] {
  if (outgoing.length === 0) return outgoing
  const { channelId, threadRootId } = spot
  const there = threadRootId === null ? feed.state.messages[channelId] : feed.state.threads[threadRootId]
  const arrived = (there ?? []).slice(-20).filter((message) => message.authorId === me)
  const taken = new Set<string>()
  return outgoing.filter((entry) => {
    const match = arrived.find((message) => !taken.has(message.id) && isSameAs(message, entry))
    if (match) taken.add(match.id)
    return !match
  })
}

/** A file goes with one message alone; words may be said twice. */
function isSameAs(message: MessageView, { text, files, createdAt }: OutgoingMessage): boolean {
  const [file] = files
  if (file) return message.files.some(({ id }) => id === file.id)
  return message.files.length === 0 && message.createdAt >= createdAt - 2_000 && message.text === text
}

function hueOfStranger(id: string): number {
  return Number.parseInt(id.slice(-4), 16) % 360 || 210
}

function createSearchDialog(): Chat['search'] {
  const [isOpen, setOpen] = createSignal(false)
  const [scope, setScope] = createSignal<CommandScope | null>(null)
  const [sources, setSources] = createSignal<CommandSource[]>([])
  return {
    isOpen,
    scope,
    open(wanted) {
      setScope(wanted ?? null)
      setOpen(true)
    },
    close: () => setOpen(false),
    offer(source) {
      setSources((all) => [...all, source])
      return () => setSources((all) => all.filter((other) => other !== source))
    },
    commands: () => sources().flatMap((source) => source()),
  }
}
