import { expect, it } from 'vitest'
import type { ContactId, ConversationId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { showCard, snoozeMsOf, type Card } from './card.rules.ts'
import { channelFor, notificationsOf, withNotification } from './notifications.rules.ts'

const publicUrl = 'https://atrium.example'
const conversation: ConversationView = {
  ...{ id: 'c1' as ConversationId, number: 12, customer: null, contact: { id: 'y' as ContactId, name: 'Zoe', avatarUrl: null } },
  ...{ origin: 'channel', place: '#support-acme', subject: 'Help', preview: 'Help', status: 'open', priority: 'high', assigneeId: null },
  ...{ snoozedUntil: null, teamId: null, tagIds: [], sla: null, mergedInto: null, createdAt: 0, lastActivityAt: 0, waiting: true, rev: 1 },
}
const aCard = (given: Partial<Card> = {}): Card => ({
  ...{ kind: 'high_priority', conversation, reachesCustomer: true, personOf: (id) => `<@${id}>`, assigneeSlackUserId: null },
  ...{ authorId: null, mentionedIds: [] },
  ...given,
})

it('[IN10] [BR8] nothing that somebody typed acts on a card', () => {
  const typed = '<!channel> *now* @here <https://evil.example|click> & more'
  const { text, blocks } = showCard(aCard({ conversation: { ...conversation, subject: typed, preview: typed } }), publicUrl)
  const shown = JSON.stringify([text, blocks])
  expect(shown.match(/<[^>]*>/g)).toEqual(['<https://atrium.example/inbox/c1|#12>'])
  expect(shown).not.toMatch(/@here|[*]now/)
})

it('[IN10] says what a reply in its thread does, where it does that, and has no buttons once the conversation is closed', () => {
  const shown = (given: Partial<Card>) => JSON.stringify(showCard(aCard(given), publicUrl).blocks)
  expect(shown({})).toContain('goes to the customer')
  expect(shown({ reachesCustomer: false })).not.toContain('goes to the customer')
  const closed = shown({ conversation: { ...conversation, status: 'closed' } })
  expect(closed).not.toContain('"actions"')
  expect(closed).not.toContain('goes to the customer')
  expect([snoozeMsOf('4'), snoozeMsOf('5'), snoozeMsOf('')]).toEqual([4 * 3_600_000, null, null])
})

it('[IN10] each notification is off until it is turned on, and keeps its channel when it is turned off', () => {
  const on = withNotification({ notifications: {} }, { kind: 'high_priority', on: true, channelId: 'C1' })
  expect(channelFor(notificationsOf({ notifications: on }), 'high_priority')).toBe('C1')
  expect(channelFor(notificationsOf({ notifications: on }), 'teammate_mentioned')).toBeNull()
  const off = withNotification({ notifications: on }, { kind: 'high_priority', on: false, channelId: 'C1' })
  expect(notificationsOf({ notifications: off })[0]).toEqual({ kind: 'high_priority', on: false, channelId: 'C1' })
  expect(channelFor(notificationsOf({ notifications: off }), 'high_priority')).toBeNull()
})
