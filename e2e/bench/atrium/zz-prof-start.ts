import { createHash, randomBytes } from 'node:crypto'
import { newId } from '@atrium/shared/ids.ts'
import { startOffice, type Office } from '../../harness/office.ts'
import { measuredProcess, type RunningServer } from '../measure/child-server.ts'

export interface BenchedAtrium {
  office: Office
  server: RunningServer
  /** One cookie a visitor; visitors are members in everything that costs time here, and cheap to make by the thousand. */
  visitorCookies: string[]
  /** A fresh process, so that a round does not inherit the heap of the one before. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** The whole of Atrium as one process with its own Postgres and the sandbox as Slack, set up the way people do. */
export async function startAtriumForBench({ visitors }: { visitors: number }): Promise<BenchedAtrium> {
  // All clients of the load come from one address.
  const office = await startOffice({ LOG_LEVEL: 'warn', NODE_OPTIONS: "--cpu-prof --cpu-prof-dir=/tmp/prof" })
  if (visitors > 0) await clearTheFloor(office)
  const visitorCookies = await inviteVisitors(office, visitors)
  return {
    office,
    server: { url: office.server.url, ...measuredProcess(() => office.server.pid), stop: () => office.server.stop() },
    visitorCookies,
    restart: async () => {
      await office.server.stop()
      await office.server.start()
    },
    stop: () => office.close(),
  }
}

/** One open floor without walls, so that everybody can be given a square of their own to walk. */
async function clearTheFloor({ database, spaceId }: Office): Promise<void> {
  const map = { width: 6000, height: 6000, spawn: { x: 500, y: 500 }, walls: [], furniture: [] }
  await database.db.deleteFrom('room').where('space_id', '=', spaceId).execute()
  await database.db
    .updateTable('space')
    .set({ map: JSON.stringify(map) })
    .where('id', '=', spaceId)
    .execute()
}

async function inviteVisitors(office: Office, count: number): Promise<string[]> {
  if (count === 0) return []
  const { ada, spaceId, database } = office
  const { link } = await ada.api.identity.createGuestLink.mutate({ spaceId, label: 'Load', expiresInHours: 12 })
  const { organization_id } = await database.db
    .selectFrom('guest_link')
    .select('organization_id')
    .where('id', '=', link.id)
    .executeTakeFirstOrThrow()
  const tokens = Array.from({ length: count }, () => randomBytes(24).toString('base64url'))
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'))
  const expires_at = new Date(Date.now() + 12 * 3_600_000)
  const rows = hashes.map((session_hash, index) => ({
    ...{ organization_id, id: newId(), guest_link_id: link.id, space_id: spaceId, room_id: null },
    ...{ name: `Walker ${index}`, hue: index % 360, session_hash, expires_at },
  }))
  await database.db.insertInto('visitor').values(rows).execute()
  await database.db
    .insertInto('last_place')
    .values(
      rows.map(({ id }, index) => ({
        organization_id,
        person_id: id,
        space_id: spaceId,
        x: 500 + (index % 40) * 100,
        y: 500 + Math.floor(index / 40) * 100,
      })),
    )
    .execute()
  await database.db
    .insertInto('organization_route')
    .values(hashes.map((key) => ({ organization_id, kind: 'visitor', key })))
    .execute()
  return tokens.map((token) => `atrium-visitor=${token}`)
}
