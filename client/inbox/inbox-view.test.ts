import { describe, expect, it } from 'vitest'
import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import { matchesFilter, type ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import type { ConversationStatus, Priority } from '@atrium/shared/inbox/views.ts'
import { covers, filterKey, idsInView, neighbour, VIEWS, viewNameOf, type ViewName } from './inbox-view.rules.ts'

const me = 'me' as MemberId
interface Given {
  status?: ConversationStatus
  assigneeId?: string | null
  priority?: Priority
}
const aConversation = (id: string, lastActivityAt: number, rest: Given = {}) => ({
  id: id as ConversationId,
  lastActivityAt,
  status: rest.status ?? ('open' as const),
  assigneeId: (rest.assigneeId ?? null) as MemberId | null,
  priority: rest.priority ?? ('normal' as const),
  ...{ teamId: null, tagIds: [], customer: null, sla: null },
})

describe('views of the inbox', () => {
  const all = [
    aConversation('a', 10),
    aConversation('b', 30, { assigneeId: 'me' }),
    aConversation('c', 20, { assigneeId: 'ben' }),
    aConversation('d', 40, { status: 'closed', assigneeId: 'me' }),
    aConversation('e', 50, { status: 'pending' }),
  ]
  const ids = (view: ViewName, floorMs: number | null = null) => idsInView(all, { filter: VIEWS[view].filter, me, floorMs })

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
    expect(idsInView([aConversation('a', 5), aConversation('b', 5)], { filter: {}, me, floorMs: null })).toEqual(['b', 'a'])
  })
  it('takes an unknown view for the first', () => {
    expect(viewNameOf('mine')).toBe('mine')
    expect(viewNameOf('nonsense')).toBe('open')
    expect(viewNameOf(undefined)).toBe('open')
  })
})

it('[IN8] a filter that covers another one has all that is in it', () => {
  const assignees = [undefined, 'me', 'none', 'ben' as MemberId] as const
  const filters: ConversationFilter[] = [undefined, 'open' as const, 'closed' as const].flatMap((status) =>
    assignees.flatMap((assignee) => [undefined, 'high' as const, 'low' as const].map((priority) => ({ status, assignee, priority }))),
  )
  const conversations = (['open', 'closed'] as const).flatMap((status) =>
    [null, 'me', 'ben'].flatMap((assigneeId) =>
      (['high', 'low'] as const).map((priority) => aConversation('a', 1, { status, assigneeId, priority })),
    ),
  )
  for (const wide of filters)
    for (const narrow of filters) {
      const isWider = conversations.every((one) => !matchesFilter(narrow, one, me) || matchesFilter(wide, one, me))
      if (covers(wide, narrow)) expect(isWider).toBe(true)
      expect(filterKey(wide) === filterKey(narrow)).toBe(covers(wide, narrow) && covers(narrow, wide))
    }
})

describe('moving through the list', () => {
  const ids = ['a', 'b', 'c'] as ConversationId[]
  const at = (id: string | null, index = -1) => ({ id: id as ConversationId | null, index })
  it('goes to the next and the one before, and stays at the ends', () => {
    expect(neighbour(ids, at('a'), 1)).toBe('b')
    expect(neighbour(ids, at('a'), -1)).toBe('a')
    expect(neighbour(ids, at('c'), 1)).toBe('c')
  })
  it('starts at an end when nothing is chosen', () => {
    expect(neighbour(ids, at(null), 1)).toBe('a')
    expect(neighbour(ids, at('never there'), -1)).toBe('c')
    expect(neighbour([], at(null), 1)).toBeNull()
  })
  it('[IN8] goes on where what was chosen stood before it left the list', () => {
    expect(neighbour(ids, at('gone', 1), 1)).toBe('b')
    expect(neighbour(ids, at('gone', 1), -1)).toBe('a')
    expect(neighbour(ids, at('gone', 3), 1)).toBe('c')
    expect(neighbour(ids, at('gone', 0), -1)).toBe('a')
  })
})
