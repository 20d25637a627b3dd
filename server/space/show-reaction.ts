import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { Reaction } from '@atrium/shared/space/gestures.ts'
import type { Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { spendGesture } from './gesture-limits.ts'
import { findPresence } from './presence.queries.ts'

/** Above the own avatar, for whoever is in the space. Nothing is written. @throws too_many, not_found */
export async function showReaction(
  { services, scenes }: { services: Pick<Services, 'db'>; scenes: Scenes },
  actor: PersonActor,
  reaction: Reaction,
): Promise<void> {
  const { organizationId, personId } = actor
  await spendGesture(actor)
  const row = await inOrganization(services.db, organizationId, (tx) => findPresence(tx, organizationId, personId))
  const person = row && { organizationId, personId, spaceId: row.space_id as SpaceId }
  if (!person || !scenes.show(person, { kind: 'reaction', reaction })) throw new AtriumError('not_found', 'You are in no space.')
}
