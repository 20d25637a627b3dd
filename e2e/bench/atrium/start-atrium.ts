import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { newId } from '@atrium/shared/ids.ts'
import { ownCluster, startOffice, type Office } from '../../harness/office.ts'
import { measuredProcess, startChildServer, type RunningServer } from '../measure/child-server.ts'
import { INSPECTABLE } from '../measure/settled-memory.ts'

export interface BenchedAtrium {
  office: Office
  server: RunningServer
  /** One cookie a visitor; visitors are members in everything that costs time here, and cheap to make by the thousand. */
  visitorCookies: string[]
  /** A fresh process, so that a round does not inherit the heap of the one before. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Point {
  x: number
  y: number
}
interface BenchedOffice {
  visitors: number
  /** Where each visitor stands at first. */
  placeOf?: (index: number) => Point
  /** Where people come in. */
  spawn?: Point
  /** Of the open floor, in map units. */
  mapSide?: number
}

/** A square of their own for everybody. */
function apart(index: number): Point {
  return { x: 500 + (index % 40) * 100, y: 500 + Math.floor(index / 40) * 100 }
}

/** The whole of Atrium as one process with its own Postgres and the sandbox, in a process of its own too, as Slack, set up the way people do. */
export async function startAtriumForBench({
  visitors,
  placeOf = apart,
  spawn = { x: 500, y: 500 },
  mapSide = 6000,
}: BenchedOffice): Promise<BenchedAtrium> {
  // All clients of the load come from one address.
  const env = { ...INSPECTABLE, NODE_ENV: 'production', LOG_LEVEL: 'warn', SOCKETS_PER_ADDRESS: '5000' }
  const office = await startOffice({ env, startSlack, startDatabase: ownCluster })
  if (visitors > 0) await clearTheFloor(office, { spawn, mapSide })
  const visitorCookies = await inviteVisitors(office, visitors, placeOf)
  return {
    office,
    server: {
      url: office.server.url,
      ...measuredProcess(
        () => office.server.pid,
        () => office.server.log(),
      ),
      stop: () => office.server.stop(),
    },
    visitorCookies,
    restart: async () => {
      await office.server.stop()
      await office.server.start()
    },
    stop: () => office.close(),
  }
}

async function startSlack(): Promise<{ url: string; close(): Promise<void> }> {
  const { url, stop } = await startChildServer(join(import.meta.dirname, 'slack-server.ts'), [])
  return { url, close: stop }
}

/** One open floor without walls, so that everybody can be given a square of their own to walk. */
async function clearTheFloor({ database, spaceId }: Office, { spawn, mapSide }: { spawn: Point; mapSide: number }): Promise<void> {
  const map = { width: mapSide, height: mapSide, spawn, walls: [], doors: [], furniture: [], portals: [] }
  await database.db.deleteFrom('room').where('space_id', '=', spaceId).execute()
  await database.db
    .updateTable('space')
    .set({ map: JSON.stringify(map) })
    .where('id', '=', spaceId)
    .execute()
}

async function inviteVisitors(office: Office, count: number, placeOf: (index: number) => Point): Promise<string[]> {
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
        ...placeOf(index),
      })),
    )
    .execute()
  await database.db
    .insertInto('organization_route')
    .values(hashes.map((key) => ({ organization_id, kind: 'visitor', key })))
    .execute()
  return tokens.map((token) => `atrium-visitor=${token}`)
}
