import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { everybodyIn } from './append-space-change.ts'
import { peopleInRoom, presenceInRoom } from './presence.queries.ts'
import { presentPresence, type PresenceRow } from './present-space.ts'

/** Tells of somebody as they now are: everybody in the space, or, when they hide where they are, who is in the same room. */
export async function appendPresenceChange(tx: Tx, organizationId: OrganizationId, row: PresenceRow): Promise<PresenceView> {
  const presence = presentPresence(row)
  tellOf(tx, presence, await whoSees(tx, organizationId, presence))
  return presence
}

/** They have left the space: nobody sees them there any more, nor do they see who hides in the room that they were in. */
export async function appendPresenceLeft(tx: Tx, organizationId: OrganizationId, before: PresenceView): Promise<void> {
  tellLeft(tx, before, await whoSees(tx, organizationId, before))
  loseSight(tx, before, await othersInRoom(tx, organizationId, before))
}

/** To everybody in the space, whoever was to see them until then: they hide from now on. */
export function appendVanished(tx: Tx, presence: PresenceView): void {
  tellLeft(tx, presence, everybodyIn(presence.spaceId))
}

/**
 * Somebody is in another room than before. Who hides where they are is seen only within a room: so each loses sight of the other. What is
 * told of the one who went to those who are where they now are is not part of this.
 */
export async function partFromRoom(tx: Tx, organizationId: OrganizationId, before: PresenceView): Promise<void> {
  const others = await othersInRoom(tx, organizationId, before)
  loseSight(tx, before, others)
  if (before.hidden && others.length > 0) tellLeft(tx, before, personTokens(others.map(({ person }) => person.id)))
}

function loseSight(tx: Tx, { person }: PresenceView, others: readonly PresenceView[]): void {
  for (const other of others) if (other.hidden) tellLeft(tx, other, personTokens([person.id]))
}

/** Somebody has come into a room: they learn of those who hide there. */
export async function meetInRoom(tx: Tx, organizationId: OrganizationId, now: PresenceView): Promise<void> {
  for (const other of await othersInRoom(tx, organizationId, now)) if (other.hidden) tellOf(tx, other, personTokens([now.person.id]))
}

async function othersInRoom(tx: Tx, organizationId: OrganizationId, { person, roomId }: PresenceView): Promise<PresenceView[]> {
  const rows = roomId ? await presenceInRoom(tx, organizationId, roomId) : []
  return rows.map(presentPresence).filter((other) => other.person.id !== person.id)
}

async function whoSees(
  tx: Tx,
  organizationId: OrganizationId,
  { person, spaceId, roomId, hidden }: PresenceView,
): Promise<AudienceToken[]> {
  if (!hidden) return everybodyIn(spaceId)
  const inside = roomId ? await peopleInRoom(tx, organizationId, roomId) : []
  return personTokens([...new Set([person.id, ...inside.map(({ personId }) => personId)])])
}

const personTokens = (people: readonly PersonId[]) => people.map((id): AudienceToken => `person:${id}`)

function tellOf(tx: Tx, presence: PresenceView, audience: AudienceToken[]): void {
  const { person, rev } = presence
  appendChange(tx, { kind: 'space.presenceChanged', audience, entityId: person.id, rev, payload: { presence } })
}

function tellLeft(tx: Tx, { person, spaceId, rev }: PresenceView, audience: AudienceToken[]): void {
  const payload = { spaceId, personId: person.id, rev: rev + 1 }
  appendChange(tx, { kind: 'space.presenceLeft', audience, entityId: person.id, rev: rev + 1, payload })
}
