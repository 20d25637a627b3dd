import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import { seesPosition } from '@atrium/shared/space/sees-position.ts'
import type { Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { findPresence } from './presence.queries.ts'
import { presentPresence, standingOf } from './present-space.ts'

/** Where somebody stands in the space that one is in oneself, in sight or not. @throws not_found */
export async function locatePerson(
  { services, scenes }: { services: Pick<Services, 'db'>; scenes: Scenes },
  { organizationId, personId }: PersonActor,
  whom: PersonId,
): Promise<Point> {
  const [own, other] = await inOrganization(services.db, organizationId, async (tx) => [
    await findPresence(tx, organizationId, personId),
    await findPresence(tx, organizationId, whom),
  ])
  const isSeen = own && other && seesPosition(standingOf(presentPresence(own)), standingOf(presentPresence(other)))
  if (!isSeen || own.space_id !== other.space_id) throw new AtriumError('not_found', 'They are not in the space that you are in.')
  const { spaceId, x, y } = presentPresence(other)
  const place = scenes.whereabouts({ organizationId, spaceId, personId: whom }) ?? { x, y }
  return { x: place.x, y: place.y }
}
