import { describe, expect, it } from 'vitest'
import type { ChannelView, MessageView } from '../chat/views.ts'
import {
  newId,
  type ChannelId,
  type ConversationId,
  type ConversationMessageId,
  type MemberId,
  type MessageId,
  type NoteId,
  type SpaceId,
} from '../ids.ts'
import type { MemberView } from '../identity/views.ts'
import type { PresenceView } from '../space/views.ts'
import { applyChange, emptyState, type FeedState } from './apply-change.ts'
import type { Change } from './change.ts'

const [me, other] = [newId<MemberId>(), newId<MemberId>()]
const channel: ChannelView = { id: newId<ChannelId>(), kind: 'space', spaceId: newId<SpaceId>() }
const apply = (state: FeedState, ...changes: Change[]): FeedState => {
  for (const change of changes) applyChange(state, change, me)
  return state
}

let time = 1_000
function said(by: MemberId, patch: Partial<MessageView> = {}): MessageView {
  return {
    id: newId<MessageId>(time++),
    channelId: channel.id,
    authorId: by,
    authorName: 'x',
    authorKind: 'member',
    text: 'hello',
    source: 'atrium',
    createdAt: 1,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    files: [],
    bridge: null,
    threadRootId: null,
    alsoInChannel: false,
    thread: null,
    rev: 1,
    ...patch,
  }
}
const message = (view: MessageView): Change => ({ kind: 'chat.messageChanged', payload: { message: view } })
const readUpTo = (view: MessageView, unread: number): Change => ({
  kind: 'chat.readMoved',
  payload: { channelId: channel.id, personId: me, messageId: view.id, unread },
})
const opened: Change = { kind: 'chat.channelOpened', payload: { channel } }
const summaryOf = (state: FeedState) => state.channels[channel.id]

describe('views', () => {
  const member = (name: string, rev: number): Change => {
    const view: MemberView = {
      id: other,
      kind: 'member',
      name,
      avatarUrl: null,
      hue: 1,
      role: 'member',
      email: '',
      deactivatedAt: null,
      rev,
    }
    return { kind: 'identity.memberChanged', payload: { member: view } }
  }
  it('are replaced by newer ones and never by older', () => {
    const state = apply(emptyState(), member('new', 3), member('old', 2))
    expect(state.members[other]?.name).toBe('new')
    expect(apply(state, member('newest', 4)).members[other]?.name).toBe('newest')
  })
})

describe('messages', () => {
  it('stand in the order of their ids, each once', () => {
    const [a, b, c] = [said(other), said(other), said(other)]
    const state = apply(emptyState(), opened, message(a), message(c), message(b), message(b))
    expect(state.messages[channel.id]?.map(({ id }) => id)).toEqual([a.id, b.id, c.id])
    expect(summaryOf(state)).toMatchObject({ lastMessage: c })
  })

  it('of others count until they are read; one’s own never do, and none twice', () => {
    const [a, b] = [said(other), said(other)]
    const state = apply(emptyState(), opened, message(a), message(said(me)), message(b), message(b))
    expect(summaryOf(state)?.unread).toBe(2)
    expect(summaryOf(apply(state, readUpTo(a, 1)))?.unread).toBe(1)
  })

  it('that came after the place one has read stay unread when that is told again', () => {
    const [a, b] = [said(other), said(other)]
    const state = apply(emptyState(), opened, message(a), readUpTo(a, 0), message(b))
    expect(summaryOf(apply(state, message(a), readUpTo(a, 0), message(b)))).toMatchObject({ unread: 1, readUpTo: a.id })
  })

  it('that are deleted are unread no more', () => {
    const a = said(other)
    const state = apply(emptyState(), opened, message(a), message({ ...a, text: '', deletedAt: 2, rev: 2 }), message(a))
    expect(summaryOf(state)).toMatchObject({ unread: 0, lastMessage: { deletedAt: 2 } })
  })
})

describe('threads', () => {
  const summary = (replies: number) => ({ replies, lastReplyAt: 9, people: [other] })
  const reply = (root: MessageView, told: { rev: number; unreadFor?: MemberId[] } & Partial<MessageView>): Change => {
    const { unreadFor = [], rev, ...patch } = told
    const view = said(other, { threadRootId: root.id, ...patch })
    return { kind: 'chat.messageChanged', payload: { message: view, root: { id: root.id, thread: summary(rev - 1), rev }, unreadFor } }
  }
  const readThread = (root: MessageView, upTo: string): Change => ({
    kind: 'chat.threadRead',
    payload: { channelId: channel.id, personId: me, threadRootId: root.id, messageId: upTo as MessageId },
  })
  const idOf = (change: Change) => (change.payload as { message: MessageView }).message.id

  it('a reply stands in its thread, not in the channel, and changes what stands under the first message wherever that is', () => {
    const root = said(me)
    const state = apply(emptyState(), opened, message(root))
    state.threads[root.id] = []
    state.roots[root.id] = { ...root }
    const first = reply(root, { rev: 2 })
    apply(state, first)
    expect(state.threads[root.id]?.map(({ id }) => id)).toEqual([idOf(first)])
    expect(state.messages[channel.id]).toMatchObject([{ id: root.id, thread: summary(1), rev: 2 }])
    expect(state.roots[root.id]).toMatchObject({ thread: summary(1), rev: 2 })
    expect(summaryOf(state)).toMatchObject({ lastMessage: { id: root.id, thread: summary(1) }, unread: 0 })
  })

  it('what is told again, or late, of a thread changes nothing', () => {
    const root = said(me)
    const [first, second] = [reply(root, { rev: 2 }), reply(root, { rev: 3 })]
    const state = apply(emptyState(), opened, message(root), first, second, first, message(root))
    expect(state.messages[channel.id]).toMatchObject([{ id: root.id, thread: summary(2), rev: 3 }])
  })

  it('a reply that is also in the channel stands in both, and counts there', () => {
    const root = said(me)
    const state = apply(emptyState(), opened, message(root))
    state.threads[root.id] = []
    const both = reply(root, { rev: 2, alsoInChannel: true })
    apply(state, both, both)
    expect(state.messages[channel.id]?.map(({ id }) => id)).toEqual([root.id, idOf(both)])
    expect(state.threads[root.id]?.map(({ id }) => id)).toEqual([idOf(both)])
    expect(summaryOf(state)).toMatchObject({ unread: 1, unreadReplies: [], lastMessage: { id: idOf(both) } })
  })

  it('a reply is unread to those it concerns until they have read so far in its thread, or it is deleted', () => {
    const [root, elsewhere] = [said(me), said(me)]
    const [a, b, c] = [root, elsewhere, root].map((of) => reply(of, { rev: 2, unreadFor: [me] }))
    const stranger = reply(root, { rev: 3, unreadFor: [other] })
    const state = apply(emptyState(), opened, message(root), message(elsewhere), a!, b!, c!, a!, stranger)
    expect(summaryOf(state)?.unreadReplies.map(({ id }) => id)).toEqual([idOf(a!), idOf(b!), idOf(c!)])
    apply(state, readThread(root, idOf(a!)))
    expect(summaryOf(state)?.unreadReplies.map(({ id }) => id)).toEqual([idOf(b!), idOf(c!)])
    const gone = { ...(b!.payload as { message: MessageView }).message, deletedAt: 5, text: '', rev: 2 }
    apply(state, message(gone), readThread(root, idOf(c!)))
    expect(summaryOf(state)).toMatchObject({ unreadReplies: [], unread: 0 })
  })

  it('a reply that comes to the channel later is unread there instead of in its thread', () => {
    const root = said(me)
    const late = reply(root, { rev: 2, unreadFor: [me] })
    const state = apply(emptyState(), opened, message(root), late)
    apply(state, message({ ...(late.payload as { message: MessageView }).message, alsoInChannel: true, rev: 2 }))
    expect(summaryOf(state)).toMatchObject({ unread: 1, unreadReplies: [], lastMessage: { id: idOf(late) } })
    expect(state.messages[channel.id]?.map(({ id }) => id)).toEqual([root.id, idOf(late)])
  })

  it('what was done to a message from before the history that is held does not stand in it beside a gap', () => {
    const [old, held] = [said(other), said(other)]
    const state = apply(emptyState(), opened, message(held))
    apply(state, message({ ...old, text: 'edited', rev: 4 }))
    expect(state.messages[channel.id]?.map(({ id }) => id)).toEqual([held.id])
    expect(summaryOf(state)?.unread).toBe(1)
  })
})

it('a person is where they entered last, whatever is told again of the space they left', () => {
  const [first, second] = [newId<SpaceId>(), newId<SpaceId>()]
  const person = { id: other, kind: 'member' as const, name: 'x', avatarUrl: null, hue: 1 }
  const present = (spaceId: SpaceId): Change => {
    const presence: PresenceView = {
      person,
      spaceId,
      roomId: null,
      slot: 1,
      status: 'busy',
      statusText: '',
      statusEmoji: null,
      statusUntil: null,
      following: null,
      groupId: null,
      hidden: false,
      x: 1,
      y: 1,
      rev: 1,
    }
    return { kind: 'space.presenceChanged', payload: { presence } }
  }
  const left: Change = { kind: 'space.presenceLeft', payload: { spaceId: first, personId: other, rev: 2 } }
  const state = apply(emptyState(), present(first), left, present(second))
  expect(apply(state, left).presence[other]?.spaceId).toBe(second)
})

it('[IN8] what a merge or a split moves leaves the conversation that it stood in', () => {
  const [old, next] = [newId<ConversationId>(), newId<ConversationId>()]
  const author = { kind: 'member' as const, id: me, name: 'x' }
  const words = { id: newId<ConversationMessageId>(), author, text: 'hello', createdAt: 1, editedAt: null, deletedAt: null, bridge: null }
  const note = { id: newId<NoteId>(), authorId: me, authorName: 'x', text: 'careful', createdAt: 1 }
  const state = emptyState()
  for (const id of [old, next]) {
    state.conversationMessages[id] = []
    state.notes[id] = []
  }
  const at = (conversationId: ConversationId, rev: number): Change[] => [
    { kind: 'inbox.messageChanged', payload: { message: { ...words, conversationId, rev } } },
    { kind: 'inbox.noteAdded', payload: { note: { ...note, conversationId } } },
  ]
  apply(state, ...at(old, 1), ...at(next, 2))
  expect([state.conversationMessages[old], state.notes[old]]).toEqual([[], []])
  expect([state.conversationMessages[next]?.length, state.notes[next]?.length]).toEqual([1, 1])
})
