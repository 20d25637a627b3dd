/**
 * How much of a fault scenario is run. `FAULTS_SCALE` is `small` (the default, for every test run), `full`, or a part of the
 * full scale such as `0.1`; `FAULTS_SEED` is the number that everything random in it comes from. Set by `pnpm faults`.
 */
const wanted = process.env.FAULTS_SCALE ?? 'small'

export const seed = Number(process.env.FAULTS_SEED ?? 1) >>> 0

/** @throws Error for a scale that is none */
export function atScale(size: { small: number; full: number }): number {
  if (wanted === 'small') return size.small
  const part = wanted === 'full' ? 1 : Number(wanted)
  if (!(part > 0 && part <= 1)) throw new Error(`FAULTS_SCALE is small, full or a part of 1, not ${wanted}`)
  return Math.max(size.small, Math.round(size.full * part))
}

/** The time one test may take: the small run's and what the rest of the scale adds to it. */
export function withinMs(of: { small: number; count: number; eachMs: number }): number {
  return of.small + of.count * of.eachMs
}

/** Ends every title, so that a failure says how to have it again. */
export const again = `(seed ${seed})`

/** One line of what was done, for whoever runs it at a large scale. */
export function report(scenario: string, figures: Record<string, number | string>): void {
  const said = Object.entries(figures).map(([name, value]) => `${name} ${value}`)
  console.log(`${scenario}, seed ${seed}: ${said.join(', ')}`)
}
