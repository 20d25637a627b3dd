import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { Scenes } from '../infra/live.ts'

interface HeldRow {
  organizationId: OrganizationId
  personId: PersonId
  spaceId: SpaceId
  node: string
  seenAt: Date
  rev: number
  hidden: boolean
}

/** A node that has somebody says so twice in this time. */
const ABANDONED_AFTER_MS = 4_500

/**
 * Says that this node still has the people in its scenes, and where they stand, in two statements for all of them, also of those who
 * have tabs here while the node that they were written to has let go of them. Whoever is
 * in no scene is not kept, whatever became of their sockets. Whoever has hidden where they are, or shown it again, through another node does so here from now on.
 */
export async function keepPresence(
  db: Db,
  { scenes, nowMs }: { scenes: Pick<Scenes, 'node' | 'positionOf' | 'setHidden'>; nowMs: number },
): Promise<void> {
  const { node } = scenes
  const abandoned = new Date(nowMs - ABANDONED_AFTER_MS)
  const rows = await asWorker(db, async (tx) => {
    const rows = await tx
      .selectFrom('presence')
      .leftJoin('hidden_position', (join) =>
        join
          .onRef('hidden_position.organization_id', '=', 'presence.organization_id')
          .onRef('hidden_position.member_id', '=', 'presence.person_id'),
      )
      .select(['presence.organization_id as organizationId', 'presence.person_id as personId', 'presence.space_id as spaceId'])
      .select([
        'presence.rev',
        'presence.node',
        'presence.seen_at as seenAt',
        sql<boolean>`hidden_position.member_id is not null`.as('hidden'),
      ])
      .where((where) =>
        where.or([
          where('presence.node', '=', node),
          where('presence.seen_at', '<', abandoned),
          where('hidden_position.member_id', 'is not', null),
        ]),
      )
      .execute()
    return rows as HeldRow[]
  })
  for (const { hidden, rev, ...person } of rows) scenes.setHidden(person, { hidden, rev })
  const held = rows.filter((row) => row.node === node || row.seenAt < abandoned)
  const standing = held.flatMap((row) => {
    const place = scenes.positionOf(row)
    return place ? [{ organization_id: row.organizationId, person_id: row.personId, x: place.x, y: place.y }] : []
  })
  if (standing.length === 0) return
  await asWorker(db, (tx) =>
    sql`
      update presence set node = ${node}, seen_at = ${new Date(nowMs)}, x = standing.x, y = standing.y
      from jsonb_to_recordset(${JSON.stringify(standing)}::jsonb) as standing (organization_id uuid, person_id uuid, x int, y int)
      where presence.organization_id = standing.organization_id and presence.person_id = standing.person_id 
        and (presence.node = ${node} or presence.seen_at < ${abandoned})
    `.execute(tx),
  )
}
