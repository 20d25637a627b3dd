import { describe, expect, it } from 'vitest'
import type { MemberId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView, NoteView } from '@atrium/shared/inbox/views.ts'
import { interleave, startsGroup, withoutArrived } from './timeline.rules.ts'

const me = 'me' as MemberId
const aReply = (id: string, createdAt: number, text = id) =>
  ({ id, createdAt, text, author: { kind: 'member', id: me, name: 'Me' } }) as ConversationMessageView
const aQuestion = (id: string, createdAt: number) =>
  ({ id, createdAt, text: id, author: { kind: 'contact', id: 'zoe', name: 'Zoe' } }) as ConversationMessageView
const aNote = (id: string, createdAt: number, text = id) => ({ id, createdAt, text, authorId: me, authorName: 'Me' }) as NoteView

describe('the timeline', () => {
  it('[IN4] puts notes between the messages by time', () => {
    const entries = interleave([aQuestion('m1', 10), aReply('m2', 30)], [aNote('n1', 20), aNote('n2', 30)])
    expect(entries.map((entry) => entry.id)).toEqual(['m1', 'n1', 'm2', 'n2'])
  })
  it('[IN4] never groups a note with a message', () => {
    expect(startsGroup(aReply('m', 1_000), aReply('m2', 2_000))).toBe(false)
    expect(startsGroup(aReply('m', 1_000), aNote('n', 2_000))).toBe(true)
    expect(startsGroup(aNote('n', 1_000), aReply('m', 2_000))).toBe(true)
  })
  it('starts anew for another person and after a pause', () => {
    expect(startsGroup(aQuestion('q', 1_000), aReply('m', 2_000))).toBe(true)
    expect(startsGroup(aReply('m', 1_000), aReply('m2', 1_000 + 6 * 60_000))).toBe(true)
  })
})

describe('what is on its way', () => {
  const sent = (kind: 'reply' | 'note', text: string) => ({ kind, text, createdAt: 100_000 })
  it('goes as soon as the feed has brought it', () => {
    expect(withoutArrived([sent('reply', 'hello')], [aReply('m', 101_000, 'hello')], me)).toEqual([])
    expect(withoutArrived([sent('reply', 'hello')], [aReply('m', 101_000, 'other')], me)).toHaveLength(1)
  })
  it('is not taken for an older one with the same words, nor a note for a reply', () => {
    expect(withoutArrived([sent('reply', 'hello')], [aReply('m', 30_000, 'hello')], me)).toHaveLength(1)
    expect(withoutArrived([sent('note', 'hello')], [aReply('m', 101_000, 'hello')], me)).toHaveLength(1)
  })
  it('goes one for one', () => {
    const twice = [sent('reply', 'ok'), sent('reply', 'ok')]
    expect(withoutArrived(twice, [aReply('m', 101_000, 'ok')], me)).toHaveLength(1)
  })
})
