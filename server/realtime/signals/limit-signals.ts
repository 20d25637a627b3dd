import { RateLimiterMemory } from 'rate-limiter-flexible'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'

/** Of one person in all their tabs, through this node: a browser says one thing about four times in ten seconds. */
const MOST = { points: 30, duration: 10 }

/** One kind of signal. @returns counts one. @throws too_many */
export function createSignalLimit(): (actor: PersonActor) => Promise<void> {
  const limit = new RateLimiterMemory(MOST)
  return async ({ organizationId, personId }) => {
    await limit.consume(`${organizationId} ${personId}`).catch(() => {
      throw new AtriumError('too_many')
    })
  }
}
