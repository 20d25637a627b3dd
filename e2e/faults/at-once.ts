/** Works on all items, so many at a time, in their order. @throws the first error, after those under way have ended */
export async function atOnce<T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const take = async () => {
    while (next < items.length) {
      const index = next++
      await work(items[index] as T, index)
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, take))
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason
}
