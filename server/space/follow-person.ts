import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { SceneNews } from '../infra/bus.ts'
import { appendPresenceChange } from './append-presence-change.ts'
import { approachPerson } from './approach-person.ts'
import { assertNotShakenOff, noteShakenOff, spendApproach } from './gesture-limits.ts'
import { findPresence, lockPresence, updatePresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'

/** From now on they walk after somebody, which everybody in the space can see; their own browser does the walking. @throws too_many and as `approachPerson` */
export async function followPerson(tx: Tx, actor: PersonActor, { personId: to }: { personId: PersonId }): Promise<PresenceView> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const { own, other } = await approachPerson(tx, actor, to)
  if (own.hidden || other.hidden)
    throw new AtriumError('not_allowed', 'Whoever hides where they are is followed by nobody, and follows nobody.')
  if (own.following === to) return own
  await assertNotShakenOff(actor, to)
  await spendApproach(actor, { kind: 'follow', to })
  return appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId }, { following_id: to }))
}

/** @throws not_found when they are in no space */
export async function stopFollowing(tx: Tx, actor: PersonActor): Promise<PresenceView> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  if (!row) throw new AtriumError('not_found', 'You are in no space.')
  if (row.following_id === null) return presentPresence(row)
  return appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId }, { following_id: null }))
}

/** The other way around: whoever is followed ends it. @returns what the other nodes have to know, too. @throws not_found when nobody of that id follows them */
export async function shakeOff(tx: Tx, actor: PersonActor, { personId: follower }: { personId: PersonId }): Promise<SceneNews> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, follower)
  if (row?.following_id !== personId) throw new AtriumError('not_found', 'They do not follow you any more.')
  await noteShakenOff(follower, actor)
  await appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId: follower }, { following_id: null }))
  return { organizationId, spaceId: row.space_id as SpaceId, what: { kind: 'shakenOff', follower, by: personId } }
}
