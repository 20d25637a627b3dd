import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again until `read` gives something that is not null, undefined or false. @throws Error saying what was waited for. */
export async function eventually<T>(what: string, read: () => Promise<T | null | undefined | false>, withinMs = 30_000): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    const value = await read()
    if (value !== null && value !== undefined && value !== false) return value
    if (Date.now() > until) throw new Error(`waited ${withinMs} ms for ${what}`)
    await sleep(50)
  }
}
