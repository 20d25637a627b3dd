import { expect, it } from 'vitest'
import { newId, type ConversationId } from '@atrium/shared/ids.ts'
import type { Stance, Vote } from './merges.queries.ts'
import { stanceOfKept, stanceOfParted, votesParted } from './undo-merge.rules.ts'

const open: Stance = { status: 'open', assigneeId: null, snoozedUntil: null, closedAt: null, lastActivityAt: 5, sla: null }
const [from, into] = [newId<ConversationId>(), newId<ConversationId>()]
const vote = (conversationId: ConversationId, contactId: string, at: number): Vote => {
  return { id: newId(), conversationId, contactId, score: 3, comment: null, at, rev: 1 }
}

it('[IN8] what is parted stands as it did, unless it should have woken or was written to meanwhile', () => {
  const snoozed = { ...open, status: 'snoozed', snoozedUntil: 100 }
  expect(stanceOfParted(snoozed, { isWritten: false, nowMs: 99 })).toEqual(snoozed)
  expect(stanceOfParted(snoozed, { isWritten: false, nowMs: 100 })).toEqual(open)
  expect(stanceOfParted(snoozed, { isWritten: true, nowMs: 50 })).toEqual(open)
  expect(stanceOfParted({ ...open, status: 'closed', closedAt: 7 }, { isWritten: true, nowMs: 50 }).status).toBe('open')
  expect(stanceOfParted({ ...open, status: 'pending' }, { isWritten: true, nowMs: 50 }).status).toBe('pending')
})

it('[IN8] of what is kept only that is set back which still is as the merge made it', () => {
  const before = { ...open, status: 'closed', closedAt: 3 }
  const after = { ...open, assigneeId: 'ben', lastActivityAt: 9 }
  const kept = { before, after, isWritten: false, nowMs: 50 }
  expect(stanceOfKept({ ...kept, now: after })).toEqual(before)
  expect(stanceOfKept({ ...kept, now: after, isWritten: true })).toMatchObject({ status: 'open', assigneeId: null })
  expect(stanceOfKept({ ...kept, now: { ...after, status: 'pending', assigneeId: 'dana' } })).toMatchObject({
    ...{ status: 'pending', assigneeId: 'dana', lastActivityAt: 5 },
  })
})

it('[IN8, IN11] each vote is back where it was given, and one that was changed since stays', () => {
  const [early, late, alone] = [vote(from, 'zoe', 1), vote(into, 'zoe', 2), vote(from, 'max', 3)]
  const before = [early, late, alone]
  const moved = { ...alone, conversationId: into }
  // Zoe's earlier one had lost.
  expect(votesParted(before, [late, moved], from)).toEqual({ back: [alone], again: [early] })
  expect(votesParted(before, [late, { ...moved, at: 8 }], from)).toEqual({ back: [], again: [early, alone] })
  const [first, second] = [vote(from, 'zoe', 2), vote(into, 'zoe', 1)]
  expect(votesParted([first, second], [{ ...first, conversationId: into }], from)).toEqual({ back: [first], again: [second] })
  expect(votesParted([first, second], [{ ...first, conversationId: into, at: 9 }], from)).toEqual({ back: [], again: [first] })
})
