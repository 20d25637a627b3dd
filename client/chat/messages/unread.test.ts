import { describe, expect, it } from 'vitest'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'
import { countAfter, firstUnreadOf } from './unread.rules.ts'

const [me, ben] = ['me' as PersonId, 'ben' as PersonId]
const message = (id: string, authorId: PersonId = ben, deletedAt: number | null = null) => ({ id: id as MessageId, authorId, deletedAt })
const read = (id: string) => id as MessageId

describe('[CH5] what is new', () => {
  const messages = [message('1'), message('2', me), message('3'), message('4')]
  it('begins after what was read last, with what somebody else wrote', () => {
    expect(firstUnreadOf(messages, { readUpTo: read('1'), me })?.id).toBe('3')
    expect(firstUnreadOf(messages, { readUpTo: read('3'), me })?.id).toBe('4')
    expect(firstUnreadOf(messages, { readUpTo: read('4'), me })).toBeUndefined()
    expect(firstUnreadOf(messages, { readUpTo: null, me })).toBeUndefined()
  })
  it('is not known while what was read last is further up than what was loaded', () => {
    expect(firstUnreadOf(messages, { readUpTo: read('0'), me })).toBeUndefined()
  })
  it('is counted for who reads further up, without what is deleted and their own', () => {
    const more = [...messages, message('5', me), message('6', ben, 1), message('7')]
    expect(countAfter(more, { after: read('3'), me })).toBe(2)
    expect(countAfter(more, { after: read('7'), me })).toBe(0)
    expect(countAfter(more, { after: null, me })).toBe(0)
  })
})
