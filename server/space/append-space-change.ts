import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { OrganizationId, SpaceId } from '@atrium/shared/ids.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { findSpace } from './spaces.queries.ts'

/** Visitors of one room too. */
export function everybodyIn(spaceId: SpaceId): AudienceToken[] {
  return [`space:${spaceId}`, `map:${spaceId}`]
}

/**
 * Tells of a space as it now is. Members are told by themselves too: a space that has just been made is not among those they
 * listen to. @throws not_found
 */
export async function appendSpaceRevision(tx: Tx, organizationId: OrganizationId, id: SpaceId): Promise<SpaceView> {
  const space = await findSpace(tx, organizationId, id)
  if (!space) throw new AtriumError('not_found')
  const { rev } = space
  appendChange(tx, { kind: 'space.spaceChanged', audience: ['members', ...everybodyIn(id)], entityId: id, rev, payload: { space } })
  return space
}

/** It is not there for anybody any more. */
export function appendSpaceArchived(tx: Tx, { spaceId, rev }: { spaceId: SpaceId; rev: number }): void {
  const audience: AudienceToken[] = ['members', ...everybodyIn(spaceId)]
  appendChange(tx, { kind: 'space.spaceArchived', audience, entityId: spaceId, rev, payload: { spaceId, rev } })
}
