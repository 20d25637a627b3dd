import { describe, expect, it } from 'vitest'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { applyChange, emptyState, putMessage, type FeedState } from './feed-state.ts'

const [me, ben] = ['person-me' as PersonId, 'person-ben' as PersonId]
const channelId = 'channel-1' as ChannelId
const spaceId = 'space-1' as SpaceId

function aMessage(id: string, over: Partial<MessageView> = {}): MessageView {
  const base = { channelId, authorId: ben, authorName: 'Ben', authorKind: 'member', text: id, source: 'atrium' } as const
  return { ...base, id: id as MessageId, createdAt: 0, editedAt: null, deletedAt: null, bridge: null, rev: 1, ...over }
}
function aState(): FeedState {
  const state = emptyState()
  state.channels[channelId] = { channel: { id: channelId, kind: 'space', spaceId }, lastMessage: null, unread: 0, readUpTo: null }
  state.messages[channelId] = []
  return state
}
const said = (message: MessageView): Change => ({ kind: 'chat.messageChanged', payload: { message } })
function present(over: Partial<PresenceView> = {}): PresenceView {
  const person = { id: ben, kind: 'member', name: 'Ben', avatarUrl: null, hue: 1 } as const
  return { person, spaceId, roomId: null, slot: 1, status: 'available', statusText: '', x: 0, y: 0, rev: 1, ...over }
}

describe('messages in the state', () => {
  it('stand in order and once, whatever the order they come in', () => {
    const messages: MessageView[] = []
    for (const id of ['b', 'a', 'c', 'a', 'b']) putMessage(messages, aMessage(id))
    expect(messages.map((message) => message.id)).toEqual(['a', 'b', 'c'])
  })
  it('[CH7] keep the newest version', () => {
    const state = aState()
    applyChange(state, said(aMessage('a', { rev: 3, text: 'new', bridge: { state: 'sent', permalink: null } })), me)
    applyChange(state, said(aMessage('a', { rev: 2, text: 'old', bridge: { state: 'queued' } })), me)
    expect(state.messages[channelId]).toMatchObject([{ text: 'new', bridge: { state: 'sent' } }])
  })
  it('[CH5] count as unread once, and never when they are my own', () => {
    const state = aState()
    for (const message of [aMessage('a'), aMessage('b'), aMessage('a'), aMessage('b', { rev: 2 }), aMessage('c', { authorId: me })]) applyChange(state, said(message), me)
    expect(state.channels[channelId]?.unread).toBe(2)
  })
  it('[CH5] are read up to where any tab has read, never backwards', () => {
    const state = aState()
    const read = (messageId: string, unread: number): Change => ({ kind: 'chat.readMoved', payload: { channelId, personId: me, messageId: messageId as MessageId, unread } })
    applyChange(state, read('b', 1), me)
    applyChange(state, read('a', 2), me)
    expect(state.channels[channelId]).toMatchObject({ unread: 1, readUpTo: 'b' })
  })
})

describe('[SP2] presence in the state', () => {
  it('follows a person from space to space, where their row counts from 1 again', () => {
    const state = aState()
    const other = 'space-2' as SpaceId
    applyChange(state, { kind: 'space.presenceChanged', payload: { presence: present({ rev: 7, roomId: 'room' as RoomId }) } }, me)
    applyChange(state, { kind: 'space.presenceChanged', payload: { presence: present({ spaceId: other, rev: 1 }) } }, me)
    applyChange(state, { kind: 'space.presenceLeft', payload: { spaceId, personId: ben, rev: 8 } }, me)
    expect(state.presence[ben]).toMatchObject({ spaceId: other, rev: 1 })
  })
  it('forgets who left', () => {
    const state = aState()
    applyChange(state, { kind: 'space.presenceChanged', payload: { presence: present() } }, me)
    applyChange(state, { kind: 'space.presenceLeft', payload: { spaceId, personId: ben, rev: 2 } }, me)
    expect(state.presence).toEqual({})
  })
})
