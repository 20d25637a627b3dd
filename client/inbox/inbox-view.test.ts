import { describe, expect, it } from 'vitest'
import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationStatus } from '@atrium/shared/inbox/views.ts'
import { idsInView, neighbour, viewNameOf } from './inbox-view.rules.ts'

const me = 'me' as MemberId
const aConversation = (id: string, lastActivityAt: number, rest: { status?: ConversationStatus; assigneeId?: string | null } = {}) => ({
  id: id as ConversationId,
  lastActivityAt,
  status: rest.status ?? ('open' as const),
  assigneeId: (rest.assigneeId ?? null) as MemberId | null,
})

describe('views of the inbox', () => {
  const all = [
    aConversation('a', 10),
    aConversation('b', 30, { assigneeId: 'me' }),
    aConversation('c', 20, { assigneeId: 'ben' }),
    aConversation('d', 40, { status: 'closed', assigneeId: 'me' }),
    aConversation('e', 50, { status: 'pending' }),
  ]
  const ids = (view: Parameters<typeof idsInView>[1]['view'], floorMs: number | null = null) => idsInView(all, { view, me, floorMs })

  it('[IN6] shows each status in its place, the latest activity first', () => {
    expect(ids('open')).toEqual(['b', 'c', 'a'])
    expect(ids('pending')).toEqual(['e'])
    expect(ids('closed')).toEqual(['d'])
  })
  it('[IN6] tells mine and nobody’s among the open ones', () => {
    expect(ids('mine')).toEqual(['b'])
    expect(ids('unassigned')).toEqual(['a'])
  })
  it('leaves out what is older than what was fetched', () => expect(ids('open', 20)).toEqual(['b', 'c']))
  it('orders the same moment as the server does', () => {
    expect(idsInView([aConversation('a', 5), aConversation('b', 5)], { view: 'open', me, floorMs: null })).toEqual(['b', 'a'])
  })
  it('takes an unknown view for the first', () => {
    expect(viewNameOf('mine')).toBe('mine')
    expect(viewNameOf('nonsense')).toBe('open')
    expect(viewNameOf(undefined)).toBe('open')
  })
})

describe('moving through the list', () => {
  const ids = ['a', 'b', 'c'] as ConversationId[]
  it('goes to the next and the one before, and stays at the ends', () => {
    expect(neighbour(ids, 'a' as ConversationId, 1)).toBe('b')
    expect(neighbour(ids, 'a' as ConversationId, -1)).toBe('a')
    expect(neighbour(ids, 'c' as ConversationId, 1)).toBe('c')
  })
  it('starts at an end when nothing is chosen or what was chosen is gone', () => {
    expect(neighbour(ids, null, 1)).toBe('a')
    expect(neighbour(ids, 'gone' as ConversationId, -1)).toBe('c')
    expect(neighbour([], null, 1)).toBeNull()
  })
})
