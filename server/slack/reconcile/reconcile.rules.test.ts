import { describe, expect, it } from 'vitest'
import { compare, type Held, type RawMessage } from './compare.rules.ts'
import {
  budgetOf,
  justBefore,
  nextTarget,
  refusalShowsRestriction,
  showsRestriction,
  tsOf,
  windowOf,
  type Candidate,
  type HistoryMethod,
  type WindowTarget,
} from './reconcile.rules.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const now = 1_800_000_000_000
const BOTH: HistoryMethod[] = ['conversations.history', 'conversations.replies']

describe('whose turn it is', () => {
  const aTarget = (name: string, of: Partial<Candidate>) => ({
    name,
    kind: 'channel' as const,
    activeAtMs: now - HOUR,
    nextAtMs: now,
    isWoken: false,
    ...of,
  })
  const turn = (targets: ReturnType<typeof aTarget>[], free = BOTH) => nextTarget(targets, { nowMs: now, free })?.name

  it('[SL11] active channels come first, woken ones before them, and who has waited half an hour before all', () => {
    const quiet = aTarget('quiet', { activeAtMs: now - 50 * HOUR })
    const active = aTarget('active', { activeAtMs: now - MINUTE })
    const woken = aTarget('woken', { isWoken: true })
    const starving = aTarget('starving', { activeAtMs: now - 90 * HOUR, nextAtMs: now - 31 * MINUTE })
    expect(turn([quiet, active])).toBe('active')
    expect(turn([quiet, active, woken])).toBe('woken')
    expect(turn([quiet, active, woken, starving])).toBe('starving')
  })

  it('[SL11] nobody comes before their time, nor when their method is not free', () => {
    const thread = aTarget('thread', { kind: 'thread' })
    const early = aTarget('early', { nextAtMs: now + 1 })
    expect(turn([early])).toBeUndefined()
    expect(turn([thread, aTarget('channel', {})])).toBe('channel')
    expect(turn([thread, aTarget('channel', {})], ['conversations.replies'])).toBe('thread')
    expect(turn([thread], ['conversations.history'])).toBeUndefined()
  })
})

describe('the budget', () => {
  it('[SL11] never allows more within any minute, whenever calls are tried', () => {
    let calls: number[] = []
    const made: number[] = []
    for (let at = now; at < now + 10 * MINUTE; at += 700) {
      const { recent, waitMs } = budgetOf(calls, { nowMs: at, perMinute: 40 })
      calls = recent
      if (waitMs > 0) continue
      calls = [...recent, at]
      made.push(at)
    }
    const most = Math.max(...made.map((from) => made.filter((at) => at >= from && at < from + MINUTE).length))
    expect(most).toBe(40)
    expect(made.length).toBeGreaterThan(9 * 38)
  })

  it('[SL11] a restriction shows in a page of 15 or in a long wait after hardly any call, and in nothing else', () => {
    expect(showsRestriction({ asked: 200, got: 15, hasMore: true })).toBe(true)
    expect(showsRestriction({ asked: 200, got: 15, hasMore: false })).toBe(false)
    expect(showsRestriction({ asked: 15, got: 15, hasMore: true })).toBe(false)
    expect(refusalShowsRestriction({ retryAfterMs: 45_000, callsInLastMinute: 2 })).toBe(true)
    expect(refusalShowsRestriction({ retryAfterMs: 45_000, callsInLastMinute: 40 })).toBe(false)
    expect(refusalShowsRestriction({ retryAfterMs: 1_000, callsInLastMinute: 1 })).toBe(false)
  })
})

describe('the window', () => {
  const target: WindowTarget = {
    kind: 'channel',
    sinceTs: tsOf(now - 100 * HOUR),
    verifiedThrough: tsOf(now - 3 * HOUR),
    suspects: [],
    confirm: false,
    deepAtMs: now,
  }
  const at = { nowMs: now, isRestricted: false }

  it('[SL11] leaves no gap: it begins where the last complete one ended, or earlier', () => {
    for (const isRestricted of [false, true]) {
      for (const deepAtMs of [null, now]) {
        const { from, through } = windowOf({ ...target, deepAtMs }, { nowMs: now, isRestricted })
        expect(Number(from)).toBeLessThanOrEqual(Number(target.verifiedThrough))
        expect(Number(through)).toBeLessThan(now / 1000)
      }
    }
  })

  it('[BR6] of a direct message it never begins before it was ours', () => {
    const { from } = windowOf({ ...target, kind: 'direct', sinceTs: tsOf(now - 3 * HOUR), deepAtMs: null }, at)
    expect(from).toBe(tsOf(now - 3 * HOUR))
  })

  it('[SL11] the second look goes back to the first of the suspects', () => {
    const suspects = [tsOf(now - 5 * HOUR), tsOf(now - 9 * HOUR)]
    expect(windowOf({ ...target, suspects, confirm: true }, at)).toMatchObject({
      from: justBefore(tsOf(now - 9 * HOUR)),
      isConfirming: true,
    })
  })

  it('steps over the seconds', () => {
    expect([justBefore('1700000000.000000'), justBefore('1700000000.000100'), justBefore('0.000000')]).toEqual([
      '1699999999.999999',
      '1700000000.000099',
      '0.000000',
    ])
  })
})

describe('what differs', () => {
  const target = { channelId: 'C1', threadTs: null, sinceTs: '100.000000' }
  const raw = (ts: string, more: Record<string, unknown> = {}): RawMessage => ({
    ts,
    type: 'message',
    user: 'U1',
    text: `at ${ts}`,
    ...more,
  })
  const held = (ts: string, more: Partial<Held> = {}): Held => ({
    ts,
    threadTs: null,
    arrived: true,
    deleted: false,
    editedTs: null,
    fileIds: [],
    ...more,
  })
  const differ = (
    messages: RawMessage[],
    ours: Held[],
    { suspects = [], hasOlder = true }: { suspects?: string[]; hasOlder?: boolean } = {},
  ) =>
    compare({
      target,
      page: { messages, after: '150.000000', upTo: null, hasOlder },
      held: new Map(ours.map((one) => [one.ts, one])),
      suspects,
      through: '400.000000',
    })

  it('[SL11] is missing, edited since, or put away; the rest is left alone', () => {
    const edited = { edited: { user: 'U1', ts: '350.000000' } }
    const messages = [
      ...[
        raw('300.000000'),
        raw('200.000000'),
        raw('210.000000', edited),
        raw('220.000000', edited),
        raw('230.000000', { subtype: 'tombstone' }),
      ],
      ...[raw('240.000000', { subtype: 'channel_join' }), raw('90.000000')],
    ]
    const ours = [held('200.000000'), held('210.000000'), held('220.000000', { editedTs: '350.000000' }), held('230.000000')]
    const { findings, missing } = differ(messages, ours)
    expect(findings.map((one) => [one.kind, one.kind === 'delete' ? one.ts : one.raw.ts])).toEqual([
      ['edit', '210.000000'],
      ['delete', '230.000000'],
      ['message', '300.000000'],
    ])
    expect(missing).toEqual([])
  })

  it('[SL11, BR7] lacks files that we have: none of it is an edit to Slack', () => {
    const messages = [
      raw('200.000000', {
        files: [
          { id: 'F1', mode: 'hosted' },
          { id: 'F2', mode: 'tombstone' },
        ],
      }),
      raw('210.000000', { files: [{ id: 'F3', mode: 'hosted' }] }),
      raw('220.000000'),
      raw('230.000000', { edited: { user: 'U1', ts: '350.000000' } }),
    ]
    const ours = [
      held('200.000000', { fileIds: ['F1', 'F2'] }),
      held('210.000000', { fileIds: ['F3'] }),
      held('220.000000', { fileIds: ['F4'] }),
      held('230.000000', { fileIds: ['F5'] }),
    ]
    expect(differ(messages, ours).findings.map((one) => [one.kind, one.kind === 'delete' ? one.ts : one.raw.ts])).toEqual([
      ['files', '200.000000'],
      ['files', '220.000000'],
      ['edit', '230.000000'],
    ])
  })

  it('[SL11] what is not there any more is gone only the second time, only inside the window, and only when older ones remain', () => {
    const gone = held('260.000000')
    expect(differ([raw('300.000000')], [gone])).toMatchObject({ missing: ['260.000000'] })
    expect(differ([], [gone], { suspects: ['260.000000'] }).findings).toEqual([{ kind: 'delete', ts: '260.000000' }])
    expect(differ([], [gone], { suspects: ['260.000000'], hasOlder: false })).toEqual({ findings: [], missing: ['260.000000'] })
    for (const outside of ['140.000000', '410.000000']) {
      expect(differ([], [held(outside)], { suspects: [outside] })).toEqual({ findings: [], missing: [] })
    }
    const others = [
      held('260.000000', { threadTs: '200.000000' }),
      held('261.000000', { deleted: true }),
      held('262.000000', { arrived: false }),
    ]
    expect(differ([], others, { suspects: others.map(({ ts }) => ts) })).toEqual({ findings: [], missing: [] })
  })
})
