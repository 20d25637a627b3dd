import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ABSENCES_BEFORE_RESEND,
  ASTRAY_BEFORE_FAILURE_MS,
  ATTEMPTS_BEFORE_FAILURE,
  backoffMs,
  decideAfterLook,
  decideAfterSend,
  DOUBTS_BEFORE_FAILURE,
  isFinal,
} from './deliveries.rules.ts'
import type { Look, Outcome } from './transport.ts'

const pace = { laneIntervalMs: 1_000, lookAfterMs: 2_000 }
const fresh = { attempts: 1, absences: 0, doubts: 0, callAgeMs: null, astrayMs: null }

describe('after a call', () => {
  it.each([
    ['sent', { kind: 'sent', result: {} }, 'sent', 1_000],
    ['refused', { kind: 'failed', reason: 'no' }, 'failed', 1_000],
    ['not wanted', { kind: 'dropped', reason: 'unlinked' }, 'dropped', 1_000],
    ['without an answer', { kind: 'unknown', reason: 'cut' }, 'unknown', 2_000],
    ['held up', { kind: 'retry', reason: 'refused', afterMs: null, gate: null }, 'queued', 1_000],
    ['told to wait', { kind: 'retry', reason: '429', afterMs: 30_000, gate: 'post' }, 'queued', 30_000],
    ['without credentials', { kind: 'blocked', reason: 'revoked' }, 'queued', 1_000],
  ] as const)('%s', (_name, outcome, state, holdMs) => {
    expect(decideAfterSend(fresh, outcome, pace)).toMatchObject({ state, holdMs })
  })

  it('closes the gate of the one operation for as long as it was told to, and the scope without an end when the credentials are dead', () => {
    const limited = decideAfterSend(fresh, { kind: 'retry', reason: '429', afterMs: 30_000, gate: 'post' }, pace)
    expect(limited.gate).toEqual({ operation: 'post', ms: 30_000, reason: '429' })
    const dead = decideAfterSend(fresh, { kind: 'blocked', reason: 'revoked' }, pace)
    expect(dead.gate).toEqual({ operation: '*', ms: null, reason: 'revoked' })
  })

  it('asks a person in the end, but never because of a closed gate', () => {
    const tired = { ...fresh, attempts: ATTEMPTS_BEFORE_FAILURE }
    const away = decideAfterSend(tired, { kind: 'retry', reason: 'Slack cannot be reached', afterMs: null, gate: null }, pace)
    expect(away).toMatchObject({ state: 'failed', outcome: { kind: 'failed', reason: 'Slack cannot be reached' } })
    expect(decideAfterSend(tired, { kind: 'retry', reason: '429', afterMs: 1, gate: 'post' }, pace).state).toBe('queued')
  })

  it('does not close a gate anew that it found closed, neither before a call nor before a look', () => {
    const waits = { kind: 'waits', reason: '429', afterMs: 3_000 } as const
    const last = { ...fresh, attempts: ATTEMPTS_BEFORE_FAILURE, absences: 2, doubts: DOUBTS_BEFORE_FAILURE - 1 }
    expect(decideAfterSend(last, waits, pace)).toMatchObject({ state: 'queued', holdMs: 3_000, absences: 2, gate: null })
    expect(decideAfterLook(last, waits, pace)).toMatchObject({ state: 'unknown', holdMs: 3_000, doubts: last.doubts, gate: null })
  })

  it('closes the gate of looks for as long as it was told to, however rarely it looks', () => {
    const limited = decideAfterLook(fresh, { kind: 'unclear', reason: '429', afterMs: 1_000, gate: 'history' }, pace)
    expect(limited).toMatchObject({ holdMs: 2_000, gate: { operation: 'history', ms: 1_000 } })
  })

  it('waits for a while where the place is not known over there, less and less often, and then asks a person', () => {
    const astray = { kind: 'astray', reason: 'no such channel' } as const
    const holds = [null, 4_000, 50_000, 400_000].map((astrayMs) => decideAfterSend({ ...fresh, absences: 2, astrayMs }, astray, pace))
    expect(holds.map(({ holdMs }) => holdMs)).toEqual([1_000, 4_000, 50_000, 60_000])
    for (const decision of holds)
      expect(decision).toMatchObject({ state: 'queued', isAstray: true, absences: 2, outcome: { kind: 'retry' } })
    const lost = { ...fresh, astrayMs: ASTRAY_BEFORE_FAILURE_MS }
    expect(decideAfterSend(lost, astray, pace)).toMatchObject({ state: 'failed', isAstray: true, outcome: { reason: 'no such channel' } })
    expect(decideAfterLook({ ...fresh, absences: 1 }, astray, pace)).toMatchObject({ state: 'unknown', isAstray: true, absences: 0 })
    expect(decideAfterLook(lost, astray, pace)).toMatchObject({ state: 'failed', isAstray: true })
    expect(decideAfterSend(lost, { kind: 'sent', result: {} }, pace)).toMatchObject({ isAstray: false })
    expect(decideAfterSend(lost, { kind: 'unknown', reason: 'cut' }, pace).isAstray).toBeUndefined()
  })

  it('remembers until it is sent that it may stand there twice', () => {
    const resent = { ...fresh, absences: ABSENCES_BEFORE_RESEND }
    const limited = decideAfterSend(resent, { kind: 'retry', reason: '429', afterMs: 1, gate: 'post' }, pace)
    expect(limited).toMatchObject({ state: 'queued', absences: ABSENCES_BEFORE_RESEND })
  })

  it('waits longer each time, up to a minute', () => {
    expect([1, 2, 3, 50].map(backoffMs)).toEqual([500, 1_000, 2_000, 60_000])
  })
})

describe('after a look', () => {
  it('sends again only after two absences in a row', () => {
    const once = decideAfterLook(fresh, { kind: 'absent' }, pace)
    expect(once).toMatchObject({ state: 'unknown', absences: 1, holdMs: 2_000 })
    expect(decideAfterLook({ ...fresh, absences: 1 }, { kind: 'absent' }, pace)).toMatchObject({ state: 'queued', holdMs: 0 })
    const doubt: Look = { kind: 'unclear', reason: 'history was not readable', afterMs: null, gate: null }
    expect(decideAfterLook({ ...fresh, absences: 1 }, doubt, pace)).toMatchObject({ state: 'unknown', absences: 0, doubts: 1 })
  })

  it('proves nothing by an absence while the call of somebody who is gone may still be under way', () => {
    const slow = { ...pace, callMs: 16_000 }
    const early = decideAfterLook({ ...fresh, absences: 1, callAgeMs: 5_000 }, { kind: 'absent' }, slow)
    expect(early).toMatchObject({ state: 'unknown', absences: 0, holdMs: 11_000 })
    expect(decideAfterLook({ ...fresh, callAgeMs: 16_000 }, { kind: 'absent' }, slow)).toMatchObject({ state: 'unknown', absences: 1 })
  })

  it('asks a person when it can never tell, but not while it is only told to wait', () => {
    const last = { ...fresh, doubts: DOUBTS_BEFORE_FAILURE - 1 }
    const doubt: Look = { kind: 'unclear', reason: 'history was not readable', afterMs: null, gate: null }
    expect(decideAfterLook(last, doubt, pace).outcome).toEqual({
      kind: 'failed',
      reason: 'It may have arrived or not: history was not readable',
    })
    expect(decideAfterLook(last, { ...doubt, gate: 'history', afterMs: 1 }, pace).state).toBe('unknown')
  })

  it('keeps looking when the credentials die in between', () => {
    expect(decideAfterLook(fresh, { kind: 'blocked', reason: 'revoked' }, pace)).toMatchObject({
      state: 'unknown',
      gate: { operation: '*' },
    })
  })
})

const outcomes = fc.constantFrom<Outcome>(
  { kind: 'sent', result: {} },
  { kind: 'failed', reason: 'no' },
  { kind: 'dropped', reason: 'no' },
  { kind: 'unknown', reason: 'cut' },
  { kind: 'retry', reason: 'busy', afterMs: null, gate: null },
  { kind: 'retry', reason: '429', afterMs: 5_000, gate: 'post' },
  { kind: 'waits', reason: '429', afterMs: 5_000 },
  { kind: 'blocked', reason: 'revoked' },
)
const looks = fc.constantFrom<Look>(
  { kind: 'found', result: {}, duplicatesRemoved: 0 },
  { kind: 'absent' },
  { kind: 'unclear', reason: 'dark', afterMs: null, gate: null },
  { kind: 'waits', reason: '429', afterMs: 5_000 },
  { kind: 'blocked', reason: 'revoked' },
)

it('never makes a call while one may have happened, unless two looks in a row found nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(outcomes, looks), { maxLength: 40 }), (course) => {
      let delivery = { attempts: 0, absences: 0, doubts: 0, callAgeMs: null, astrayMs: null }
      let state = 'queued'
      let absentInARow = 0
      let mayHaveHappened = false
      for (const [outcome, look] of course) {
        if (state === 'queued') {
          if (mayHaveHappened) expect(absentInARow).toBeGreaterThanOrEqual(ABSENCES_BEFORE_RESEND)
          delivery.attempts += 1
          mayHaveHappened = outcome.kind === 'unknown'
          absentInARow = 0
          const decision = decideAfterSend(delivery, outcome, pace)
          delivery = { ...delivery, absences: decision.absences, doubts: decision.doubts }
          state = decision.state
        } else if (state === 'unknown') {
          absentInARow = look.kind === 'absent' ? absentInARow + 1 : look.kind === 'blocked' || look.kind === 'waits' ? absentInARow : 0
          const decision = decideAfterLook(delivery, look, pace)
          delivery = { ...delivery, absences: decision.absences, doubts: decision.doubts }
          state = decision.state
        } else {
          expect(isFinal(state as 'sent')).toBe(true)
          break
        }
      }
    }),
  )
})
