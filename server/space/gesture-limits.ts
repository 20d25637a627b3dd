import { RateLimiterMemory } from 'rate-limiter-flexible'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'

type Person = Pick<PersonActor, 'organizationId' | 'personId'>

/** Reactions and waves of one person, through this node. */
const gestures = new RateLimiterMemory({ points: 10, duration: 10 })
/** Taps, follows and knocks reach into others' attention: of one person at one other, or at one room. */
const approaches = new RateLimiterMemory({ points: 3, duration: 30 })
const shakenOff = new RateLimiterMemory({ points: 1, duration: 60 })

/** @throws too_many */
export async function spendGesture({ organizationId, personId }: PersonActor): Promise<void> {
  await gestures.consume(`${organizationId} ${personId}`).catch(() => {
    throw new AtriumError('too_many')
  })
}

/** `kind` keeps a tap from costing a follow. @throws too_many */
export async function spendApproach(
  actor: PersonActor,
  { kind, to }: { kind: 'tap' | 'follow' | 'knock'; to: PersonId | RoomId },
): Promise<void> {
  await approaches.consume(`${kind} ${pairOf(actor, to)}`).catch(() => {
    throw new AtriumError('too_many')
  })
}

/** For a minute whoever was shaken off does not follow the same person again. */
export async function noteShakenOff(follower: PersonId, { organizationId, personId }: Person): Promise<void> {
  await shakenOff.set(pairOf({ organizationId, personId: follower }, personId), 1, 60)
}

/** @throws too_many */
export async function assertNotShakenOff(actor: PersonActor, from: PersonId): Promise<void> {
  if (await shakenOff.get(pairOf(actor, from)))
    throw new AtriumError('too_many', 'They have just shaken you off. You can follow them again in a minute.')
}

function pairOf({ organizationId, personId }: Person, other: PersonId | RoomId): string {
  return `${organizationId} ${personId} ${other}`
}
