import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import type { KnockView, PresenceView } from '@atrium/shared/space/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import type { KnockRow } from './knocks.queries.ts'
import { findPresence, peopleInRoom } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'

export async function presentKnock(tx: Tx, organizationId: OrganizationId, row: KnockRow): Promise<KnockView | null> {
  const presence = await findPresence(tx, organizationId, row.person_id as PersonId)
  return presence ? knockView(row, presentPresence(presence)) : null
}

export function knockView(row: KnockRow, { person }: Pick<PresenceView, 'person'>): KnockView {
  return {
    id: row.id,
    spaceId: row.space_id as SpaceId,
    roomId: row.room_id as RoomId,
    person,
    state: row.state as KnockView['state'],
    expiresAt: row.expires_at.getTime(),
    rev: row.rev,
  }
}

/** To who knocks, and who is inside. */
export async function appendKnockChange(tx: Tx, organizationId: OrganizationId, knock: KnockView): Promise<void> {
  const inside = await peopleInRoom(tx, organizationId, knock.roomId)
  const audience = [...new Set([knock.person.id, ...inside.map(({ personId }) => personId)])].map((id): AudienceToken => `person:${id}`)
  appendChange(tx, { kind: 'space.knockChanged', audience, entityId: knock.id, rev: knock.rev, payload: { knock } })
}

/** To somebody who has just come in. */
export function appendKnockFor(tx: Tx, personId: PersonId, knock: KnockView): void {
  appendChange(tx, { kind: 'space.knockChanged', audience: [`person:${personId}`], entityId: knock.id, rev: knock.rev, payload: { knock } })
}
