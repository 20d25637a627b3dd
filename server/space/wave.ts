import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { approachPerson } from './approach-person.ts'
import { spendGesture } from './gesture-limits.ts'

/** For everybody in the space to see, and a notice for whom it is meant. Nothing is written. @throws too_many and as `approachPerson` */
export async function wave(
  { services, scenes }: { services: Pick<Services, 'db'>; scenes: Scenes },
  actor: PersonActor,
  to: PersonId,
): Promise<void> {
  const { organizationId, personId } = actor
  await spendGesture(actor)
  const { own } = await inOrganization(services.db, organizationId, (tx) => approachPerson(tx, actor, to))
  const person = { organizationId, personId, spaceId: own.spaceId }
  if (!scenes.show(person, { kind: 'wave', to })) throw new AtriumError('not_found', 'They are not in the space that you are in.')
}
