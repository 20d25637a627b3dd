import { describe, expect, it } from 'vitest'
import { GOALS, type Goal } from './goals.ts'
import { judgeGoals } from './judge-goals.ts'
import { ratioOf, type BenchReport, type CellReport } from './rounds.ts'
import type { Figures } from './run-load.ts'
import { median } from './statistics.ts'

function aCell(id: string, perRound: (Figures | null)[], missing: string | null = null): CellReport {
  const names = Object.keys(perRound.find((each) => each !== null) ?? {})
  const medians = Object.fromEntries(names.map((name) => [name, median(perRound.flatMap((each) => each?.[name] ?? []))]))
  return { id, name: id, perRound, medians, ratios: {}, missing }
}
function aReport(load: number | null, cells: CellReport[], bench = 'chat'): BenchReport {
  const when = { at: '2026-01-01T00:00:00.000Z', commit: 'abc', machine: 'one', loadAverages: [0, 0] as [number, number] }
  return { bench, title: bench, load, ...when, rounds: 3, cells, compared: true, notes: [] }
}
const cpu: Goal = {
  kind: 'figure',
  bench: 'chat',
  loads: [200],
  cell: 'atrium',
  figure: 'cores',
  times: 'raw',
  bound: { atMost: 2 },
  says: 'CPU',
}
const rate: Goal = { kind: 'capacity', bench: 'chat', cell: 'atrium', bound: { atLeast: 2000 }, says: 'rate' }

describe('a goal about one figure', () => {
  it('is judged by the median of the ratios within each round, not by the ratio of the medians', () => {
    const raw = aCell('raw', [{ cores: 1 }, { cores: 2 }, { cores: 10 }])
    const atrium = aCell('atrium', [{ cores: 1.5 }, { cores: 5 }, { cores: 10 }])
    expect(judgeGoals([cpu], [aReport(200, [raw, atrium])])).toEqual([{ says: 'CPU', load: 200, measured: '1.5 ×', met: true }])
  })

  it('holds at its bound and not beyond', () => {
    const at = (cores: number) => judgeGoals([cpu], [aReport(200, [aCell('raw', [{ cores: 1 }]), aCell('atrium', [{ cores }])])])[0]?.met
    expect([at(2), at(2.01)]).toEqual([true, false])
    const below: Goal = { kind: 'figure', bench: 'chat', cell: 'atrium', figure: 'p99Ms', bound: { below: 100 }, says: 'late' }
    const late = (p99Ms: number) => judgeGoals([below], [aReport(200, [aCell('atrium', [{ p99Ms }])])])[0]?.met
    expect([late(99), late(100)]).toEqual([true, false])
  })

  it('concerns its loads only', () => {
    expect(judgeGoals([cpu], [aReport(2000, [aCell('raw', [{ cores: 1 }]), aCell('atrium', [{ cores: 9 }])])])).toEqual([])
  })

  it('is neither met nor missed while either side has no figure, and says why', () => {
    const gone = aCell('raw', [null], 'not to be had: no network')
    const [verdict] = judgeGoals([cpu], [aReport(200, [gone, aCell('atrium', [{ cores: 1 }])])])
    expect(verdict).toEqual({ says: 'CPU', load: 200, measured: 'not measured: not to be had: no network', met: null })
  })

  it('leaves out rounds in which the other failed', () => {
    expect(ratioOf([{ cores: 4 }, { cores: 8 }], [null, { cores: 4 }], 'cores')).toBe(2)
    expect(ratioOf([{ cores: 4 }], [null], 'cores')).toBeNull()
  })
})

describe('a goal about the highest rate', () => {
  const fine = { p99Ms: 20, delivered: 1 }
  const measured = (at: Record<number, Figures>, trpc: Record<number, Figures> = {}) =>
    Object.entries(at).map(([load, figures]) =>
      aReport(Number(load), [aCell('atrium', [figures]), aCell('trpc', [trpc[Number(load)] ?? null])]),
    )

  it('takes the highest load below the bound, with everything delivered', () => {
    const met = (at: Record<number, Figures>) => judgeGoals([rate], measured(at))[0]?.met
    expect(met({ 200: fine, 2000: fine })).toBe(true)
    expect(met({ 200: fine, 2000: { p99Ms: 120, delivered: 1 } })).toBe(false)
    expect(met({ 200: fine, 2000: { p99Ms: 20, delivered: 0.9 } })).toBe(false)
  })

  it('is not missed by whoever was not asked for more', () => {
    expect(judgeGoals([rate], measured({ 200: fine }))[0]).toMatchObject({ met: null, measured: '200/s, and no more was tried' })
  })

  it('does not believe a high load where a lower one was too much', () => {
    expect(judgeGoals([rate], measured({ 200: { p99Ms: 300, delivered: 1 }, 2000: fine }))[0]).toMatchObject({ met: false })
  })

  it('compares two cells by the loads measured', () => {
    const times: Goal = { ...rate, times: 'trpc', bound: { atLeast: 4 } }
    const trpc = { 500: fine, 2000: { p99Ms: 900, delivered: 0.3 } }
    expect(judgeGoals([times], measured({ 500: fine, 2000: fine }, trpc))[0]).toMatchObject({ met: true })
    expect(judgeGoals([times], measured({ 500: fine, 2000: fine }, { 500: fine, 2000: fine }))[0]).toMatchObject({ met: false })
    expect(judgeGoals([times], measured({ 500: fine, 2000: fine }))[0]).toMatchObject({ met: null })
  })
})

it('what cannot be measured yet is said, not left out', () => {
  const open: Goal = { kind: 'open', bench: 'chat', says: 'more', why: 'it is not built' }
  expect(judgeGoals([open], [aReport(200, [])])).toEqual([
    { says: 'more', load: null, measured: 'not measured: it is not built', met: null },
  ])
})

it('goals of benches that did not run are not judged', () => {
  expect(judgeGoals(GOALS, [aReport(10, [], 'feed')])).toEqual([])
})
