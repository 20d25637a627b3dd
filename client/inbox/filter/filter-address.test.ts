import { expect, it } from 'vitest'
import { newId, type CustomerId, type MemberId, type TagId, type TeamId } from '@atrium/shared/ids.ts'
import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { SLA_STATES } from '@atrium/shared/inbox/sla.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { addressQuery, filterInAddress } from './filter-address.rules.ts'

const [member, team, tag, customer] = [newId<MemberId>(), newId<TeamId>(), newId<TagId>(), newId<CustomerId>()]
const filters: ConversationFilter[] = [undefined, ...CONVERSATION_STATUSES].flatMap((status) =>
  [undefined, 'me' as const, 'none' as const, member].flatMap((assignee) =>
    [undefined, ...PRIORITIES].flatMap((priority) =>
      [undefined, ...SLA_STATES].flatMap((slaState) => [
        { status, assignee, priority, slaState, teamId: undefined, tagId: tag, customerId: undefined },
        { status, assignee, priority, slaState, teamId: team, tagId: undefined, customerId: customer },
      ]),
    ),
  ),
)
const paramsOf = (query: string) => Object.fromEntries(new URLSearchParams(query))

it('[IN8] an address holds any filter, so that it can be sent to somebody', () => {
  for (const filter of filters) expect(filterInAddress(paramsOf(addressQuery('mine', filter)))).toEqual(filter)
  expect(addressQuery('open', null)).toBe('')
  expect(addressQuery('mine', null)).toBe('?view=mine')
  expect(filterInAddress({ view: 'mine' })).toBeNull()
})

it('[IN8] what an address cannot mean is left out', () => {
  expect(filterInAddress({ status: 'lost', assignee: 'x', team: '1', priority: ['high', 'low'], sla: 'late' })).toEqual({})
})
