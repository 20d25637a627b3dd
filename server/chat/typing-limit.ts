import { RateLimiterMemory } from 'rate-limiter-flexible'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'

/** Of one person in all their tabs, through this node: a browser says it about four times in ten seconds. */
const limit = new RateLimiterMemory({ points: 30, duration: 10 })

/** @throws too_many */
export async function spendTyping({ organizationId, personId }: PersonActor): Promise<void> {
  await limit.consume(`${organizationId} ${personId}`).catch(() => {
    throw new AtriumError('too_many')
  })
}
