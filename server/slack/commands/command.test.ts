import { describe, expect, it } from 'vitest'
import type { ContactId, ConversationId, CustomerId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { describeConversation, listConversations, readCommand } from './command.rules.ts'

const publicUrl = 'https://atrium.example'
const aConversation = (given: Partial<ConversationView> = {}): ConversationView => ({
  ...{ id: 'c1' as ConversationId, number: 12, customer: null, contact: null, origin: 'channel', place: '#support-acme' },
  ...{ subject: 'The invoice is wrong', preview: '', status: 'open', priority: 'normal', assigneeId: null },
  ...{ snoozedUntil: null, teamId: null, tagIds: [], sla: null, mergedInto: null },
  ...{ createdAt: 0, lastActivityAt: 0, waiting: true, rev: 1 },
  ...given,
})

describe('/atrium', () => {
  it('[IN9] reads what is asked, however it is spaced and cased', () => {
    expect(readCommand('')).toEqual({ kind: 'help' })
    expect(readCommand(' Help ')).toEqual({ kind: 'help' })
    for (const text of ['status 12', 'STATUS  #12']) expect(readCommand(text)).toEqual({ kind: 'status', number: 12 })
    expect(readCommand('search  invoice   Acme')).toEqual({ kind: 'search', words: ['invoice', 'Acme'] })
    expect(readCommand('dance now')).toEqual({ kind: 'unknown', word: 'dance' })
  })

  it('[IN9] says what is missing', () => {
    for (const text of ['status', 'status twelve', 'status 0', 'status 1 2', `status ${'9'.repeat(16)}`])
      expect(readCommand(text)).toEqual({ kind: 'incomplete', usage: 'status 12' })
    expect(readCommand('search ')).toMatchObject({ kind: 'incomplete' })
  })

  it('[IN9] tells how a conversation stands, with a link to it', () => {
    const customer = { id: 'x' as CustomerId, name: 'Acme' }
    const contact = { id: 'y' as ContactId, name: 'Zoe', avatarUrl: null }
    const told = describeConversation(aConversation({ customer, contact, priority: 'urgent' }), { publicUrl, assigneeName: 'Ben' })
    expect(told).toBe(
      '<https://atrium.example/inbox/c1|#12> The invoice is wrong\nopen · urgent priority · waits for an answer\nAcme, Zoe · #support-acme\nAssigned to Ben',
    )
    const closed = describeConversation(aConversation({ status: 'closed' }), { publicUrl, assigneeName: null })
    expect(closed).toContain('\nclosed\n')
    expect(closed).toContain('Assigned to nobody')
  })

  it('[IN9] [BR8] nothing that somebody typed acts in what is told', () => {
    const subject = '<!channel> *now* @here <https://evil.example|click> & more'
    const told = listConversations([aConversation({ subject })], { publicUrl, words: ['<!here>'] })
    expect(told.match(/<[^>]*>/g)).toEqual(['<https://atrium.example/inbox/c1|#12>'])
    expect(told).not.toMatch(/[*]now|@here/)
  })

  it('[IN9] says so when nothing is found', () => {
    expect(listConversations([], { publicUrl, words: ['invoice'] })).toBe(
      'No conversation has “invoice” in its subject, customer or contact.',
    )
  })
})
