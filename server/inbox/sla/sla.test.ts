import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId, type CustomerId, type SlaPolicyId } from '@atrium/shared/ids.ts'
import { choosePolicy } from '@atrium/shared/inbox/choose-policy.ts'
import { SLA_TIMERS, type BusinessHours, type SlaPolicyView, type SlaTerms } from '@atrium/shared/inbox/sla.ts'
import { CONVERSATION_STATUSES } from '@atrium/shared/inbox/views.ts'
import { someTerms } from '../testing/triage-builders.ts'
import { nextTurnOf, settleSla, worstStateOf, type Situation, type Sla } from './sla.rules.ts'
import { requireTerms } from './terms.rules.ts'

const MINUTE_MS = 60_000
const START_MS = Date.parse('2026-11-30T10:00:00Z')
const policyOf = (terms: Partial<SlaTerms> = {}): SlaPolicyView => ({
  id: newId<SlaPolicyId>(),
  name: 'Everybody',
  terms: someTerms(terms),
  rev: 1,
})
const statesOf = (sla: Sla) => SLA_TIMERS.map((kind) => sla.timers[kind]?.state)

/** Settles after each step; minutes count from the start. */
function live(policy: SlaPolicyView, steps: [minute: number, situation: Partial<Situation>][]): Sla {
  let situation: Situation = { status: 'open', waiting: true }
  let sla = settleSla(null, policy, { situation, atMs: START_MS })
  for (const [minute, change] of steps) {
    situation = { ...situation, ...change }
    sla = settleSla(sla, policy, { situation, atMs: START_MS + minute * MINUTE_MS })
  }
  return sla
}

describe('[IN6] SLA clocks', () => {
  it('run for the first reply, warn before the breach, breach, and are met by an answer in time', () => {
    const policy = policyOf()
    expect(statesOf(live(policy, []))).toEqual(['running', 'idle', 'running'])
    expect(statesOf(live(policy, [[50, {}]]))).toEqual(['warning', 'idle', 'running'])
    expect(statesOf(live(policy, [[60, {}]]))).toEqual(['breached', 'idle', 'running'])
    expect(statesOf(live(policy, [[59, { waiting: false }]]))).toEqual(['met', 'idle', 'running'])
    // Nobody has looked in between: it was too late nevertheless.
    expect(statesOf(live(policy, [[61, { waiting: false }]]))).toEqual(['breached', 'idle', 'running'])
  })

  it('owe each further answer from the customer’s message on, and the end until it is closed', () => {
    const answered: [number, Partial<Situation>][] = [
      [5, { waiting: false }],
      [600, { waiting: true }],
    ]
    const asked = live(policyOf(), answered)
    expect(statesOf(asked)).toEqual(['met', 'running', 'running'])
    expect(asked.timers.nextReply?.dueAtMs).toBe(START_MS + 720 * MINUTE_MS)
    expect(statesOf(live(policyOf(), [...answered, [725, { waiting: false }]]))).toEqual(['met', 'breached', 'running'])
    expect(statesOf(live(policyOf(), [...answered, [725, { waiting: false }], [800, { waiting: true }]]))).toEqual([
      'met',
      'running',
      'running',
    ])
    expect(statesOf(live(policyOf(), [...answered, [700, { waiting: false }], [710, { status: 'closed' }]]))).toEqual(['met', 'met', 'met'])
  })

  it('stand while snoozed or pending as the policy says, and go on with what was left', () => {
    const slept: [number, Partial<Situation>][] = [
      [20, { status: 'snoozed' }],
      [500, { status: 'open' }],
    ]
    expect(live(policyOf(), slept.slice(0, 1)).timers.firstReply).toMatchObject({ state: 'paused', leftMs: 40 * MINUTE_MS, dueAtMs: null })
    expect(live(policyOf(), slept).timers.firstReply).toMatchObject({ state: 'running', dueAtMs: START_MS + 540 * MINUTE_MS })
    expect(live(policyOf({ pausesWhile: ['pending'] }), slept).timers.firstReply?.state).toBe('breached')
  })

  it('go on where they ended when a conversation is reopened', () => {
    const reopened = live(policyOf(), [
      [100, { status: 'closed', waiting: false }],
      [5_000, { status: 'open', waiting: true }],
    ])
    expect(reopened.timers.resolution).toMatchObject({ state: 'running', dueAtMs: START_MS + (5_000 + 1_440 - 100) * MINUTE_MS })
  })

  it('take the policy that says most about whom it is for, and of equals the oldest', () => {
    const customerId = newId<CustomerId>()
    const everybody = policyOf()
    const later = policyOf()
    const urgent = policyOf({ appliesTo: { customerIds: [], priorities: ['urgent'] } })
    const theirs = policyOf({ appliesTo: { customerIds: [customerId], priorities: [] } })
    const chosen = (customer: string | null, priority: 'urgent' | 'normal') =>
      choosePolicy([later, everybody, urgent, theirs], { customerId: customer, priority })
    expect(chosen(customerId, 'urgent')).toBe(theirs)
    expect(chosen(null, 'urgent')).toBe(urgent)
    expect(chosen(null, 'normal')?.id).toBe([everybody.id, later.id].toSorted()[0])
    expect(choosePolicy([urgent], { customerId: null, priority: 'normal' })).toBeNull()
  })

  it('never count time twice, never turn back, and end the same however often somebody looks in between', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 400 }),
      status: fc.constantFrom(...CONVERSATION_STATUSES),
      waiting: fc.boolean(),
    })
    const hours = fc.constantFrom<BusinessHours | null>(null, {
      timeZone: 'America/New_York',
      days: [...Array.from({ length: 5 }, () => ({ from: 540, until: 1020 })), null, null],
      holidays: ['2026-12-01'],
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), hours, fc.integer({ min: 1, max: 40 }), (steps, open, everyMinutes) => {
        const policy = policyOf({ hours: open })
        const changes: [number, Situation][] = []
        let minute = 0
        for (const { after, status, waiting } of steps) changes.push([(minute += after), { status, waiting }])
        const looked = changes.flatMap(([at], index) => {
          const before = changes[index - 1]?.[0] ?? 0
          const looks = Array.from({ length: Math.floor((at - before) / everyMinutes) }, (_, look): [number, Partial<Situation>] => [
            before + (look + 1) * everyMinutes,
            {},
          ])
          return [...looks, changes[index] as [number, Situation]]
        })
        const [once, often] = [live(policy, changes), live(policy, looked)]
        const lasting = (sla: Sla) => SLA_TIMERS.map((kind) => [sla.timers[kind]?.state, sla.timers[kind]?.usedMs, sla.timers[kind]?.ended])
        expect(lasting(often)).toEqual(lasting(once))
        const next = nextTurnOf(once)
        if (next !== null) expect(next).toBeGreaterThan(START_MS + minute * MINUTE_MS)
        expect(statesOf(once)).toContain(worstStateOf(once))
      }),
      { numRuns: 150 },
    )
  })

  it('refuse terms that promise nothing or cannot be kept', () => {
    const closed = { timeZone: 'Europe/Berlin', days: Array.from({ length: 7 }, () => null), holidays: [] }
    const open = { ...closed, days: [{ from: 540, until: 1020 }, ...closed.days.slice(1)] }
    const refused: Partial<SlaTerms>[] = [
      { targets: { firstReply: null, nextReply: null, resolution: null } },
      { targets: { firstReply: 0, nextReply: null, resolution: null } },
      { warnBeforeMinutes: -1 },
      { hours: closed },
      { hours: { ...open, timeZone: 'Europe/Atlantis' } },
      { hours: { ...open, holidays: ['2026-02-30'] } },
      { hours: { ...open, days: [{ from: 600, until: 600 }, ...closed.days.slice(1)] } },
    ]
    for (const terms of refused)
      expect(() => requireTerms(someTerms(terms)), JSON.stringify(terms)).toThrow(expect.objectContaining({ code: 'bad_input' }))
    expect(requireTerms(someTerms({ hours: { ...open, holidays: ['2027-01-01', '2026-12-25', '2027-01-01'] } })).hours?.holidays).toEqual([
      '2026-12-25',
      '2027-01-01',
    ])
  })
})
