import { expect, it } from 'vitest'
import type { MemberId } from '@atrium/shared/ids.ts'
import { chooseCandidate, type Candidate } from './round-robin.rules.ts'

const one = (name: string, load: number, lastAssignedAtMs: number | null = null): Candidate => ({
  memberId: name as MemberId,
  load,
  lastAssignedAtMs,
})

it('[IN6] gives to whoever has the least to do, then to whoever has waited longest', () => {
  expect(chooseCandidate([one('a', 3), one('b', 1, 900), one('c', 1, 100)])?.memberId).toBe('c')
  expect(chooseCandidate([one('a', 1, 100), one('b', 1)])?.memberId).toBe('b')
  expect(chooseCandidate([one('b', 0), one('a', 0)])?.memberId).toBe('a')
  expect(chooseCandidate([])).toBeNull()
})
