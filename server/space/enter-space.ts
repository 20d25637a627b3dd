import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { OrganizationId, PieceId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { isFree } from '@atrium/shared/space/collision.rules.ts'
import { placeNear, placeWithin } from '@atrium/shared/space/free-place.rules.ts'
import { roomAt, type Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import { appendPresenceChange, appendPresenceLeft, meetInRoom } from './append-presence-change.ts'
import { withdrawKnockOf } from './knock.ts'
import {
  claimPresence,
  confinement,
  findPresence,
  freeSlot,
  hidesPosition,
  insertPresence,
  lastPlace,
  lastStatus,
  lockPresence,
  presenceInSpace,
  rememberPlace,
  updatePresence,
} from './presence.queries.ts'
import { presentPresence, type PresenceRow } from './present-space.ts'
import { releaseFollowers } from './release-followers.ts'
import { countsAgainst, maySeeSpace, refusalOf } from './space-access.rules.ts'
import { findSpace } from './spaces.queries.ts'
import { tellWatchers } from './tell-when-free.ts'
import { unlockEmptyRoom } from './unlock-empty-room.ts'

interface Entering {
  spaceId: SpaceId
  /** Which holds their sockets from now on. */
  node: string
  /** Where they stand in the space they come from, when this node knows it. */
  standing: Point | null
  nowMs: number
  /** The portal of the space they are in that they come through. */
  through?: PieceId | null
}

/**
 * Somebody comes into a space: their one avatar, however many tabs, where they last stood there. They leave the space that they
 * were in. Coming again changes nothing. @throws not_found, not_allowed, room_full, room_locked
 */
export async function enterSpace(tx: Tx, actor: PersonActor, entering: Entering): Promise<{ presence: PresenceView; space: SpaceView }> {
  const { organizationId, personId } = actor
  const { spaceId, node, nowMs } = entering
  const key = { organizationId, personId }
  await lockPresence(tx, organizationId)
  const space = maySeeSpace(actor, spaceId) ? await findSpace(tx, organizationId, spaceId) : undefined
  if (!space) throw new AtriumError('not_found')
  const row = await findPresence(tx, organizationId, personId)
  const before = row && presentPresence(row)
  if (before?.spaceId === spaceId) {
    await claimPresence(tx, key, { node, seenAt: new Date(nowMs) })
    return { presence: before, space }
  }
  const arrival = before && entering.through ? await arrivalOf(tx, actor, { space, from: before.spaceId, through: entering.through }) : null
  const place = await placeFor(tx, actor, { space, arrival })
  const slot = await freeSlot(tx, organizationId, spaceId)
  const seat = {
    space_id: spaceId,
    room_id: place.roomId,
    slot,
    x: place.x,
    y: place.y,
    node,
    seen_at: new Date(nowMs),
    following_id: null,
    group_id: null,
  }
  if (before) {
    await leaveBehind(tx, actor, { before, standing: entering.standing })
    // Two revisions further: leaving was one.
    await updatePresence(tx, key, {})
    const moved = await updatePresence(tx, key, seat)
    await unlockEmptyRoom(tx, organizationId, before)
    return { presence: await appear(tx, organizationId, moved), space }
  }
  // Revisions of one who comes back go on from where they ended: time is always further.
  const fresh = { organization_id: organizationId, person_id: personId, person_kind: actor.kind, rev: nowMs, entered_at: new Date(nowMs) }
  await insertPresence(tx, { ...fresh, ...seat, ...(await lastStatus(tx, key, nowMs)) })
  const entered = await findPresence(tx, organizationId, personId)
  if (!entered) throw new Error('presence is not there after it was inserted')
  if (entered.status === 'available') await tellWatchers(tx, { ...key, nowMs })
  return { presence: await appear(tx, organizationId, entered), space }
}

async function appear(tx: Tx, organizationId: OrganizationId, row: PresenceRow): Promise<PresenceView> {
  const presence = await appendPresenceChange(tx, organizationId, row)
  await meetInRoom(tx, organizationId, presence)
  return presence
}

async function leaveBehind(
  tx: Tx,
  { organizationId, personId }: PersonActor,
  { before, standing }: { before: PresenceView; standing: Point | null },
): Promise<void> {
  const { x, y } = standing ?? before
  await rememberPlace(tx, { organizationId, personId }, { spaceId: before.spaceId, x, y })
  await withdrawKnockOf(tx, { organizationId, personId })
  await appendPresenceLeft(tx, organizationId, before)
  await releaseFollowers(tx, { organizationId, personId })
}

/** Where a portal leads: beside the one over there that it names, or to the entrance. @throws not_found */
async function arrivalOf(
  tx: Tx,
  { organizationId }: PersonActor,
  { space, from, through }: { space: SpaceView; from: SpaceId; through: PieceId },
): Promise<Point> {
  const left = await findSpace(tx, organizationId, from)
  const portal = left?.map.portals.find(({ id }) => id === through)
  if (portal?.to !== space.id) throw new AtriumError('not_found', 'This portal is not there any more.')
  const beside = space.map.portals.find(({ id }) => id === portal.arrival)
  return beside ? { x: beside.x + beside.width / 2, y: beside.y + beside.height / 2 } : space.map.spawn
}

/**
 * Where a portal leads, or where they last stood, unless they may not be there; else at the entrance; visitors of one room in that room. Where somebody
 * stands already, beside them. @throws room_full, room_locked
 */
async function placeFor(
  tx: Tx,
  actor: PersonActor,
  { space, arrival }: { space: SpaceView; arrival: Point | null },
): Promise<Point & { roomId: RoomId | null }> {
  const { organizationId, personId } = actor
  const { map, rooms } = space
  const present = (await presenceInSpace(tx, organizationId, space.id)).map(presentPresence)
  const hidden = await hidesPosition(tx, { organizationId, personId })
  const confinedTo = await confinement(tx, { organizationId, personId })
  const roomOf = (at: Point) => rooms.find(({ id }) => id === roomAt(rooms, at)) ?? null
  const refusalAt = (at: Point) => {
    const room = roomOf(at)
    const others = room
      ? countsAgainst(
          { hidden },
          present.filter(({ roomId }) => roomId === room.id),
        )
      : 0
    return refusalOf({ room, from: null, others, confinedTo })
  }
  const placing = { map, taken: present.filter((other) => !other.hidden), isAllowed: (at: Point) => refusalAt(at) === null }
  const last = arrival ?? (await lastPlace(tx, { organizationId, personId }, space.id))
  const back = last && isFree(map, last) && placing.isAllowed(last) ? placeNear(last, roomOf(last), placing) : null
  const theirs = rooms.find(({ id }) => id === confinedTo)
  const at = back ?? (theirs ? placeWithin(theirs, placing) : (placeNear(map.spawn, roomOf(map.spawn), placing) ?? map.spawn))
  const refusal = refusalAt(at)
  if (refusal) throw new AtriumError(refusal)
  return { ...at, roomId: roomAt(rooms, at) }
}
