import { insertOffice } from '@atrium/db/office/insert-office.ts'
import { TEMPLATES, type TemplateName } from '@atrium/db/office/office-map.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { roomChannelOf, spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { writeAudit } from '../identity/write-audit.ts'
import { appendChange } from '../realtime/append-change.ts'
import { appendSpaceRevision } from './append-space-change.ts'
import { lockPresence } from './presence.queries.ts'
import { nextPosition } from './spaces.queries.ts'

/** Another floor, furnished like the first or empty; it and its rooms have their chats from the start. */
export async function createSpace(
  tx: Tx,
  actor: MemberActor,
  { name, template, address, nowMs }: { name: string; template: TemplateName; address: string; nowMs: number },
): Promise<SpaceView> {
  const { organizationId } = actor
  await lockPresence(tx, organizationId)
  const position = await nextPosition(tx, organizationId)
  const ids = { spaceId: newId<SpaceId>(nowMs), roomIds: TEMPLATES[template].rooms.map(() => newId<RoomId>(nowMs)) }
  await insertOffice(tx, { organizationId, ...ids, name, position, template })
  const space = await appendSpaceRevision(tx, organizationId, ids.spaceId)
  for (const channel of [spaceChannelOf(space.id), ...space.rooms.map(({ id }) => roomChannelOf(space.id, id))]) {
    const audience = ['members' as const, `space:${space.id}` as const]
    appendChange(tx, { kind: 'chat.channelOpened', audience, entityId: channel.id, rev: 1, payload: { channel } })
  }
  await writeAudit(tx, actor, { action: 'space.created', subject: name, address, nowMs })
  return space
}
