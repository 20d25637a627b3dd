import { expect, it } from 'vitest'
import { circumstancesOf, goalsTableOf, tableOf } from './print-report.ts'
import type { BenchReport } from './rounds.ts'

const report: BenchReport = {
  ...{ bench: 'chat', title: 'chat', load: 200, at: '2026-01-02T03:04:05.000Z', commit: 'abc', machine: 'one', loadAverages: [0.5, 2] },
  rounds: 3,
  compared: true,
  cells: [
    { id: 'raw', name: 'raw', perRound: [], medians: { cores: 0.1, delivered: 1 }, ratios: { cores: 1, delivered: 1 }, missing: null },
    {
      id: 'atrium',
      name: 'Atrium',
      perRound: [],
      medians: { cores: 0.2, delivered: 1 },
      ratios: { cores: 2, delivered: 1 },
      missing: null,
    },
    { id: 'peer', name: 'a peer', perRound: [], medians: {}, ratios: {}, missing: 'not to be had: no network' },
  ],
  notes: ['Something was not measured.'],
}

it('every row has every column; a peer that could not be had is named with why', () => {
  expect(tableOf(report).split('\n')).toEqual([
    '|  | cores | delivered |',
    '| --- | --- | --- |',
    '| raw | 0.1 | 1 |',
    '| **Atrium** | 0.2 (2 ×) | 1 |',
    '| a peer (not to be had: no network) | – | – |',
  ])
})

it('each goal stands beside what was measured', () => {
  const verdicts = [
    { says: 'CPU', load: 2000, measured: '2 ×', met: false },
    { says: 'rate', load: null, measured: 'not measured', met: null },
  ]
  expect(goalsTableOf(verdicts).split('\n').slice(2)).toEqual(['| CPU, at 2,000 | 2 × | **missed** |', '| rate | not measured | – |'])
})

it('the circumstances are told with it', () => {
  expect(circumstancesOf(report)).toBe(
    '2026-01-02, commit abc, one, median of 3 rounds, load average 0.5 before and 2 after.\nSomething was not measured.',
  )
})
