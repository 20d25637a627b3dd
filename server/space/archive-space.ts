import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ArchivedSpaceView, SpaceView } from '@atrium/shared/space/views.ts'
import { hasGuests } from '../identity/guests.queries.ts'
import { writeAudit } from '../identity/write-audit.ts'
import { appendSpaceArchived, appendSpaceRevision } from './append-space-change.ts'
import { leaveSpace } from './leave-space.ts'
import { lockPresence, presenceInSpace } from './presence.queries.ts'
import { findArchivedSpaces, findSpace, readSpaces, reviseSpace } from './spaces.queries.ts'

interface Archiving {
  spaceId: SpaceId
  address: string
  nowMs: number
}

/** Nobody sees it or is in it any more; it is kept with its chats and can be brought back. @throws not_found, conflict */
export async function archiveSpace(tx: Tx, actor: MemberActor, { spaceId, address, nowMs }: Archiving): Promise<void> {
  const { organizationId } = actor
  await lockPresence(tx, organizationId)
  const space = await findSpace(tx, organizationId, spaceId)
  if (!space) throw new AtriumError('not_found')
  if ((await readSpaces(tx, organizationId)).length === 1)
    throw new AtriumError('conflict', 'This is the only space. Make another one first, so that people have somewhere to be.')
  if (await hasGuests(tx, organizationId, { place: { spaceId }, nowMs }))
    throw new AtriumError('conflict', `Guests have links to “${space.name}”. Revoke those first, under Settings, Guests.`)
  for (const row of await presenceInSpace(tx, organizationId, spaceId))
    await leaveSpace(tx, { organizationId, personId: row.person_id as PersonId, place: null })
  await reviseSpace(tx, { organizationId, id: spaceId }, { archived_at: new Date(nowMs) })
  appendSpaceArchived(tx, { spaceId, rev: space.rev + 1 })
  await writeAudit(tx, actor, { action: 'space.archived', subject: space.name, address, nowMs })
}

/** @throws not_found when it is not archived */
export async function restoreSpace(tx: Tx, actor: MemberActor, { spaceId, address, nowMs }: Archiving): Promise<SpaceView> {
  const { organizationId } = actor
  await lockPresence(tx, organizationId)
  const archived = (await findArchivedSpaces(tx, organizationId)).find(({ id }) => id === spaceId)
  if (!archived) throw new AtriumError('not_found')
  await reviseSpace(tx, { organizationId, id: spaceId }, { archived_at: null })
  await writeAudit(tx, actor, { action: 'space.restored', subject: archived.name, address, nowMs })
  return appendSpaceRevision(tx, organizationId, spaceId)
}

/** The last archived first. */
export function listArchivedSpaces(tx: Tx, actor: MemberActor): Promise<ArchivedSpaceView[]> {
  return findArchivedSpaces(tx, actor.organizationId)
}
