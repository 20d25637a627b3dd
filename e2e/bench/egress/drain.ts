export const LANES = 2000

/** Lanes times jobs in each: a few that nobody counts, so that what drains them is warm, then those that are counted. */
export const WARM_EACH = 2

/** Resolves when `count` jobs have been called. @returns how many that were a second, since `startedAt` */
export async function drained(count: number, calls: () => number, startedAt: number): Promise<number> {
  while (calls() < count) await new Promise((resolve) => setTimeout(resolve, 2))
  return Math.round(count / ((performance.now() - startedAt) / 1000))
}
