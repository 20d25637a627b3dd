import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type OrganizationId, type PersonId, type RoomId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { KnockView } from '@atrium/shared/space/views.ts'
import { appendKnockChange, appendKnockFor, knockView, presentKnock } from './append-knock-change.ts'
import { spendApproach } from './gesture-limits.ts'
import { admitKnock, deleteKnock, findKnocks, insertKnock } from './knocks.queries.ts'
import { confinement, findPresence, lockPresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { findSpace } from './spaces.queries.ts'

/** How long a knock waits for an answer, and how long whoever was let in has to come. */
const WAITS_MS = 60_000

/** At a locked room of the space they are in, from outside. @throws not_found, not_allowed, conflict, too_many */
export async function knock(tx: Tx, actor: PersonActor, { roomId, nowMs }: { roomId: RoomId; nowMs: number }): Promise<KnockView> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  const own = row && presentPresence(row)
  const space = own && (await findSpace(tx, organizationId, own.spaceId))
  const room = space?.rooms.find(({ id }) => id === roomId)
  if (!own || !room) throw new AtriumError('not_found')
  const confinedTo = await confinement(tx, { organizationId, personId })
  if (confinedTo !== null && confinedTo !== roomId) throw new AtriumError('not_allowed')
  if (own.roomId === roomId) throw new AtriumError('conflict', 'You are in the room.')
  if (!room.locked) throw new AtriumError('conflict', 'The room is open. Walk in.')
  const [before] = await findKnocks(tx, organizationId, { personId })
  if (before?.room_id === roomId && before.expires_at.getTime() > nowMs) return knockView(before, own)
  await spendApproach(actor, { kind: 'knock', to: roomId })
  await withdrawKnockOf(tx, { organizationId, personId })
  const place = { space_id: own.spaceId, room_id: roomId, person_id: personId }
  const made = await insertKnock(tx, organizationId, { id: newId(nowMs), ...place, expires_at: new Date(nowMs + WAITS_MS) })
  const view = knockView(made, own)
  await appendKnockChange(tx, organizationId, view)
  return view
}

interface Answer {
  knockId: string
  admit: boolean
  nowMs: number
}

/**
 * By somebody inside. Whoever is let in may come through the lock once, within a minute: their own browser takes them there, through
 * whichever node it uses. @throws not_found for everybody outside, conflict when it is over
 */
export async function answerKnock(tx: Tx, actor: PersonActor, { knockId, admit, nowMs }: Answer): Promise<void> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const [waiting] = await findKnocks(tx, organizationId, { id: knockId })
  const own = await findPresence(tx, organizationId, personId)
  const view = waiting && own?.room_id === waiting.room_id ? await presentKnock(tx, organizationId, waiting) : null
  if (!view) throw new AtriumError('not_found', 'Nobody knocks any more.')
  if (view.state !== 'waiting' || view.expiresAt <= nowMs) throw new AtriumError('conflict', 'The knock was answered, or is over.')
  if (admit) {
    const admitted = await admitKnock(tx, organizationId, { id: knockId, expiresAt: new Date(nowMs + WAITS_MS) })
    return appendKnockChange(tx, organizationId, knockView(admitted, view))
  }
  await deleteKnock(tx, organizationId, knockId)
  return appendKnockChange(tx, organizationId, { ...view, state: 'refused', rev: view.rev + 1 })
}

/** @throws not_found when they do not knock */
export async function stopKnocking(tx: Tx, actor: PersonActor): Promise<void> {
  await lockPresence(tx, actor.organizationId)
  if (!(await withdrawKnockOf(tx, actor))) throw new AtriumError('not_found', 'You do not knock anywhere.')
}

/** They have gone elsewhere, or in. @returns whether they knocked. */
export async function withdrawKnockOf(
  tx: Tx,
  { organizationId, personId }: { organizationId: OrganizationId; personId: PersonId },
): Promise<boolean> {
  const [row] = await findKnocks(tx, organizationId, { personId })
  if (!row) return false
  const view = await presentKnock(tx, organizationId, row)
  await deleteKnock(tx, organizationId, row.id)
  if (view) await appendKnockChange(tx, organizationId, { ...view, state: 'withdrawn', rev: view.rev + 1 })
  return true
}

/** Whether somebody inside has let them in. */
export async function isAdmitted(
  tx: Tx,
  { organizationId, personId }: { organizationId: OrganizationId; personId: PersonId },
  roomId: RoomId,
): Promise<boolean> {
  const [row] = await findKnocks(tx, organizationId, { personId })
  return row?.room_id === roomId && row.state === 'admitted'
}

/** The lock has gone: somebody inside has opened, which lets them in, or the last one has left, and there is nobody to answer. */
export async function settleKnocksAt(
  tx: Tx,
  organizationId: OrganizationId,
  { roomId, as }: { roomId: RoomId; as: 'admitted' | 'expired' },
): Promise<void> {
  for (const row of await findKnocks(tx, organizationId, { roomId })) {
    const view = row.state === 'waiting' ? await presentKnock(tx, organizationId, row) : null
    await deleteKnock(tx, organizationId, row.id)
    if (view) await appendKnockChange(tx, organizationId, { ...view, state: as, rev: view.rev + 1 })
  }
}

/** Somebody who comes into a room hears who stands before its door. */
export async function tellWhoKnocks(
  tx: Tx,
  { organizationId, personId }: { organizationId: OrganizationId; personId: PersonId },
  roomId: RoomId,
): Promise<void> {
  for (const row of await findKnocks(tx, organizationId, { roomId })) {
    const view = row.state === 'waiting' ? await presentKnock(tx, organizationId, row) : null
    if (view) appendKnockFor(tx, personId, view)
  }
}

/** Their own, and those at the room they are in. */
export async function listKnocks(tx: Tx, { organizationId, personId }: PersonActor, nowMs: number): Promise<KnockView[]> {
  const own = await findPresence(tx, organizationId, personId)
  const rows = [
    ...(await findKnocks(tx, organizationId, { personId })),
    ...(own?.room_id ? await findKnocks(tx, organizationId, { roomId: own.room_id as RoomId }) : []),
  ]
  const waiting = rows.filter(({ state, expires_at }) => state === 'waiting' && expires_at.getTime() > nowMs)
  const views: (KnockView | null)[] = []
  for (const row of waiting) views.push(await presentKnock(tx, organizationId, row))
  return views.filter((view) => view !== null)
}
