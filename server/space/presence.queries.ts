import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { LastStatus, Presence } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { PresenceRow } from './present-space.ts'

/**
 * Who is where in an organization is decided by one at a time: slots, capacities and locks hold because of it. Before any row is read.
 */
export async function lockPresence(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`presence ${organizationId}`}, 0))`.execute(tx)
}

const COLUMNS = [
  ...(['presence.person_id', 'presence.person_kind', 'presence.space_id', 'presence.room_id', 'presence.slot'] as const),
  ...([
    'presence.status',
    'presence.status_text',
    'presence.x',
    'presence.y',
    'presence.node',
    'presence.following_id',
    'presence.group_id',
    'presence.status_emoji',
    'presence.status_until',
  ] as const),
  'presence.rev',
] as const

function selectPresence(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('presence')
    .leftJoin('member', (join) =>
      join.onRef('member.organization_id', '=', 'presence.organization_id').onRef('member.id', '=', 'presence.person_id'),
    )
    .leftJoin('visitor', (join) =>
      join.onRef('visitor.organization_id', '=', 'presence.organization_id').onRef('visitor.id', '=', 'presence.person_id'),
    )
    .leftJoin('hidden_position', (join) =>
      join
        .onRef('hidden_position.organization_id', '=', 'presence.organization_id')
        .onRef('hidden_position.member_id', '=', 'presence.person_id'),
    )
    .select(COLUMNS)
    .select([
      sql<string>`coalesce(member.name, visitor.name, '')`.as('person_name'),
      'member.avatar_url as person_avatar_url',
      sql<number>`coalesce(member.hue, visitor.hue, 0)`.as('person_hue'),
      sql<boolean>`hidden_position.member_id is not null`.as('hidden'),
    ])
    .where('presence.organization_id', '=', organizationId)
}

export function presenceInSpace(tx: Tx, organizationId: OrganizationId, spaceId: SpaceId): Promise<PresenceRow[]> {
  return selectPresence(tx, organizationId).where('presence.space_id', '=', spaceId).orderBy('presence.slot').execute()
}

export function findPresence(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<PresenceRow | undefined> {
  return selectPresence(tx, organizationId).where('presence.person_id', '=', personId).executeTakeFirst()
}

export async function insertPresence(tx: Tx, row: Insertable<Presence>): Promise<void> {
  await tx.insertInto('presence').values(row).execute()
}

interface PersonKey {
  organizationId: OrganizationId
  personId: PersonId
}

/** With the next revision: for what others see. */
export async function updatePresence(
  tx: Tx,
  { organizationId, personId }: PersonKey,
  patch: Pick<
    Updateable<Presence>,
    | 'space_id'
    | 'room_id'
    | 'slot'
    | 'status'
    | 'status_text'
    | 'x'
    | 'y'
    | 'node'
    | 'seen_at'
    | 'following_id'
    | 'group_id'
    | 'status_emoji'
    | 'status_until'
  >,
): Promise<PresenceRow> {
  await tx
    .updateTable('presence')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .execute()
  return selectPresence(tx, organizationId).where('presence.person_id', '=', personId).executeTakeFirstOrThrow()
}

/** Who walks after them. */
export async function followersOf(tx: Tx, { organizationId, personId }: PersonKey): Promise<PersonId[]> {
  const rows = await tx
    .selectFrom('presence')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('following_id', '=', personId)
    .orderBy('person_id')
    .execute()
  return rows.map(({ person_id }) => person_id as PersonId)
}

/** Another node has taken them over, or another tab: nobody else needs to know. */
export async function claimPresence(
  tx: Tx,
  { organizationId, personId }: PersonKey,
  { node, seenAt }: { node: string; seenAt: Date },
): Promise<void> {
  await tx
    .updateTable('presence')
    .set({ node, seen_at: seenAt })
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .execute()
}

export async function deletePresence(tx: Tx, { organizationId, personId }: PersonKey): Promise<void> {
  await tx.deleteFrom('presence').where('organization_id', '=', organizationId).where('person_id', '=', personId).execute()
}

/** One that nobody has had since the space was last full: who just left keeps theirs for as long as that can be. */
export async function freeSlot(tx: Tx, organizationId: OrganizationId, spaceId: SpaceId): Promise<number> {
  const { rows } = await sql<{ slot: number | null }>`
    with taken as (select slot from presence where organization_id = ${organizationId} and space_id = ${spaceId})
    select case
      when coalesce(max(slot), -1) < 65535 then coalesce(max(slot), -1) + 1
      else (select min(free) from generate_series(0, 65535) free where free not in (select slot from taken))
    end as slot from taken
  `.execute(tx)
  const slot = rows[0]?.slot
  if (slot === null || slot === undefined) throw new Error(`space ${spaceId} has no slot left`)
  return slot
}

/** Of one room: whoever is in it, and where they last stood. */
export function presenceInRoom(tx: Tx, organizationId: OrganizationId, roomId: RoomId): Promise<PresenceRow[]> {
  return selectPresence(tx, organizationId).where('presence.room_id', '=', roomId).orderBy('presence.slot').execute()
}

/** The same, of each only what decides who else may come in. */
export async function peopleInRoom(
  tx: Tx,
  organizationId: OrganizationId,
  roomId: RoomId,
): Promise<(Point & { personId: PersonId; hidden: boolean })[]> {
  const rows = await tx
    .selectFrom('presence')
    .leftJoin('hidden_position', (join) =>
      join
        .onRef('hidden_position.organization_id', '=', 'presence.organization_id')
        .onRef('hidden_position.member_id', '=', 'presence.person_id'),
    )
    .select(['presence.person_id', 'presence.x', 'presence.y'])
    .select(sql<boolean>`hidden_position.member_id is not null`.as('hidden'))
    .where('presence.organization_id', '=', organizationId)
    .where('presence.room_id', '=', roomId)
    .execute()
  return rows.map(({ person_id, x, y, hidden }) => ({ personId: person_id as PersonId, x, y, hidden }))
}

export async function rememberPlace(
  tx: Tx,
  { organizationId, personId }: PersonKey,
  { spaceId, x, y }: Point & { spaceId: SpaceId },
): Promise<void> {
  await tx
    .insertInto('last_place')
    .values({ organization_id: organizationId, person_id: personId, space_id: spaceId, x, y })
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id', 'space_id']).doUpdateSet({ x, y }))
    .execute()
}

export function lastPlace(tx: Tx, { organizationId, personId }: PersonKey, spaceId: SpaceId): Promise<Point | undefined> {
  return tx
    .selectFrom('last_place')
    .select(['x', 'y'])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('space_id', '=', spaceId)
    .executeTakeFirst()
}

export async function rememberStatus(
  tx: Tx,
  { organizationId, personId }: PersonKey,
  { status, statusText, statusEmoji, statusUntil }: Pick<PresenceView, 'status' | 'statusText' | 'statusEmoji' | 'statusUntil'>,
): Promise<void> {
  const until = statusUntil === null ? null : new Date(statusUntil)
  const said = { status, status_text: statusText, status_emoji: statusEmoji, status_until: until }
  await tx
    .insertInto('last_status')
    .values({ organization_id: organizationId, person_id: personId, ...said })
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doUpdateSet(said))
    .execute()
}

type SaidStatus = Pick<Selectable<LastStatus>, 'status' | 'status_text' | 'status_emoji' | 'status_until'>
const NOTHING_SAID: SaidStatus = { status: 'available', status_text: '', status_emoji: null, status_until: null }

/** What they said of themselves before they left, as far as it holds still; who was away is back. */
export async function lastStatus(tx: Tx, { organizationId, personId }: PersonKey, nowMs: number): Promise<SaidStatus> {
  const row = await tx
    .selectFrom('last_status')
    .select(['status', 'status_text', 'status_emoji', 'status_until'])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  const isOver = (row?.status_until?.getTime() ?? Infinity) <= nowMs
  return !row || row.status === 'away' || isOver ? NOTHING_SAID : row
}

/** They hide where they are, here or not. */
export async function hidesPosition(tx: Tx, { organizationId, personId }: PersonKey): Promise<boolean> {
  const row = await tx
    .selectFrom('hidden_position')
    .select('member_id')
    .where('organization_id', '=', organizationId)
    .where('member_id', '=', personId)
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false when it is so already. */
export async function writeHidden(tx: Tx, { organizationId, personId }: PersonKey, hidden: boolean): Promise<boolean> {
  if (hidden) {
    const inserted = await tx
      .insertInto('hidden_position')
      .values({ organization_id: organizationId, member_id: personId })
      .onConflict((conflict) => conflict.doNothing())
      .returning('member_id')
      .executeTakeFirst()
    return inserted !== undefined
  }
  const deleted = await tx
    .deleteFrom('hidden_position')
    .where('organization_id', '=', organizationId)
    .where('member_id', '=', personId)
    .returning('member_id')
    .executeTakeFirst()
  return deleted !== undefined
}

/** The one room that a visitor may be in; null: any. */
export async function confinement(tx: Tx, { organizationId, personId }: PersonKey): Promise<RoomId | null> {
  const row = await tx
    .selectFrom('visitor')
    .select('room_id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return (row?.room_id as RoomId | undefined) ?? null
}
