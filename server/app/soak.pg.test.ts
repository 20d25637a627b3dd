import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { aMember, anOrganization } from '../identity/testing/builders.ts'
import { aSpace } from '../space/testing/builders.ts'
import { rawClient, type RawClient } from './testing/raw-client.ts'
import { eventually } from './testing/test-client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database())
})
afterAll(() => server.running.close())

const KILLS = 100
const PEOPLE = 12

/** The same numbers every time: Lehmer's. */
function aDice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

interface Tab {
  cookie: string
  client: RawClient
}

it('[SP2] a hundred killed connections, of several tabs, some of which come back, leave no ghost', async () => {
  const organizationId = await anOrganization(server.services)
  const { id: spaceId } = await aSpace(server.services, organizationId)
  const dice = aDice(20_261_121)
  const cookies: string[] = []
  for (let person = 0; person < PEOPLE; person++) cookies.push(await server.cookieOf(await aMember(server.services, organizationId)))
  const open: Tab[] = []
  const enter = async (cookie: string) => {
    const client = rawClient(server.url, { cookie, origin: server.url })
    await client.call('mutation', 'space.enter', { spaceId })
    open.push({ cookie, client })
  }
  const kill = async (): Promise<string | undefined> => {
    if (open.length === 0) await enter(cookies[dice(PEOPLE)]!)
    const [victim] = open.splice(dice(open.length), 1)
    victim?.client.walk(dice(600), dice(600))
    // Some die in the middle of entering.
    if (victim && dice(4) === 0)
      victim.client.socket.send(JSON.stringify({ id: 99, method: 'mutation', params: { path: 'space.enter', input: { spaceId } } }))
    victim?.client.socket.terminate()
    return victim?.cookie
  }
  for (const cookie of cookies) for (let tabs = 1 + dice(3); tabs > 0; tabs--) await enter(cookie)
  for (let kills = 0; kills < KILLS; kills++) {
    const cookie = await kill()
    if (cookie && dice(3) > 0) await enter(cookie)
    await sleep(dice(20))
  }

  const witness = await server.cookieOf(await aMember(server.services, organizationId, { name: 'The Witness' }))
  const looking = rawClient(server.url, { cookie: witness, origin: server.url })
  const present = async () => ((await looking.call('query', 'space.presence', { spaceId })) as { present: PresenceView[] }).present
  const stillOpen = new Set(open.map(({ cookie }) => cookie))
  await eventually(async () => (await present()).length === stillOpen.size)

  open.forEach(({ client }) => client.socket.terminate())
  await eventually(async () => (await present()).length === 0)
  const rows = await database().owner.db.selectFrom('presence').selectAll().where('organization_id', '=', organizationId).execute()
  expect(rows).toEqual([])
  looking.socket.terminate()
})
