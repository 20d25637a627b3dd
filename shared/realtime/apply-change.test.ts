import { describe, expect, it } from 'vitest'
import type { ChannelView, MessageView } from '../chat/views.ts'
import { newId, type ChannelId, type MemberId, type MessageId, type SpaceId } from '../ids.ts'
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

it('a person is where they entered last, whatever is told again of the space they left', () => {
  const [first, second] = [newId<SpaceId>(), newId<SpaceId>()]
  const person = { id: other, kind: 'member' as const, name: 'x', avatarUrl: null, hue: 1 }
  const present = (spaceId: SpaceId): Change => {
    const presence: PresenceView = { person, spaceId, roomId: null, slot: 1, status: 'busy', statusText: '', x: 1, y: 1, rev: 1 }
    return { kind: 'space.presenceChanged', payload: { presence } }
  }
  const left: Change = { kind: 'space.presenceLeft', payload: { spaceId: first, personId: other, rev: 2 } }
  const state = apply(emptyState(), present(first), left, present(second))
  expect(apply(state, left).presence[other]?.spaceId).toBe(second)
})
