import { setTimeout as sleep } from 'node:timers/promises'
import type { Figures } from '../measure/run-load.ts'
import { percentile, round } from '../measure/statistics.ts'

/** Longer than any of them needs, polls as safety nets included. */
const PATIENCE_MS = 5_000
const WARM_JOBS = 200

export interface FreeLanes {
  /** Resolves once job `number` is committed, in a lane of its own. */
  commit(number: number): Promise<void>
  /** Called after that: wakes whoever is to be woken. */
  wake?(): void
  /** When it was called; undefined: not yet. */
  calledAt(number: number): number | undefined
}

/** From the commit of a job to its call, at a steady rate. A job that has not been called within five seconds counts as those. */
export async function measureFreeLanes({ perSecond, seconds }: { perSecond: number; seconds: number }, lanes: FreeLanes): Promise<Figures> {
  const committedAt = new Map<number, number>()
  const commits: Promise<void>[] = []
  const total = perSecond * seconds + WARM_JOBS
  const startedAt = performance.now()
  while (commits.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond))
    while (commits.length < due) commits.push(commitOne(commits.length))
    await sleep(1)
  }
  async function commitOne(number: number): Promise<void> {
    await lanes.commit(number)
    committedAt.set(number, performance.now())
    lanes.wake?.()
  }
  await Promise.all(commits)
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until && [...committedAt.keys()].some((number) => lanes.calledAt(number) === undefined)) await sleep(20)
  const measured = [...committedAt].filter(([number]) => number >= WARM_JOBS)
  const late = measured.map(([number, at]) => Math.min(PATIENCE_MS, (lanes.calledAt(number) ?? Infinity) - at))
  return { commitToCallP50Ms: round(percentile(late, 0.5)), commitToCallP99Ms: round(percentile(late, 0.99)) }
}
