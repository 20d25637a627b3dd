import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createAuth, type Auth } from '@atrium/server/identity/create-auth.ts'
import { testConfig } from '@atrium/server/identity/testing/auth-server.ts'
import { aMember, anOrganization, testServices } from '@atrium/server/identity/testing/builders.ts'
import { aSpace, type TestSpace } from '@atrium/server/space/testing/builders.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ServerProcess } from '../harness/server-process.ts'
import { findGhosts, type Aftermath, type Ghost } from './presence/ghosts.ts'
import { Tab, type Death } from './presence/tab.ts'
import { createRandom, type Random } from './random.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'

const KILLS = atScale({ small: 8, full: 1_000 })
const DOOMED = KILLS > 50 ? 12 : 3
/** A network that has gone is found out by pings alone, which takes longer than a small run has. */
const DEATHS: readonly Death[] = KILLS > 50 ? ['cut', 'cut', 'silent'] : ['cut']
const MOMENTS = ['opening', 'entering', 'walking', 'knocking', 'following', 'leaving'] as const
/** After which there is no hope; before a knock is over by itself. */
const PATIENCE_MS = 45_000

interface Person {
  id: string
  cookie: string
}

const database = useTestDatabase()
let folder: string
let server: ServerProcess
let organizationId: OrganizationId
let space: TestSpace
/** Nobody kills them: Ada sits in a locked room, Ben stands where everybody comes in. */
let ada: Person
let ben: Person
let doomed: Person[]
let witnesses: Tab[] = []
/** By `performance.now()`. */
let lastKillMs = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-ghosts-'))
  const config = testConfig('http://127.0.0.1:9')
  const env = { AUTH_SECRET: config.authSecret }
  server = await ServerProcess.start({ databaseUrl: database().url, slackUrl: 'http://127.0.0.1:9', dataFolder: folder, env })
  const services = testServices(database())
  const auth = createAuth({ config: { ...config, publicUrl: server.url }, services, connection: database().auth })
  organizationId = await anOrganization(services)
  space = await aSpace(services, organizationId)
  ada = await aPerson(auth, 'Ada')
  ben = await aPerson(auth, 'Ben')
  doomed = await Promise.all(Array.from({ length: DOOMED }, (_, number) => aPerson(auth, `Somebody ${number}`)))
  await takePlaces()
})
afterAll(async () => {
  await Promise.all(witnesses.map((tab) => tab.close()))
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function aPerson(auth: Auth, name: string): Promise<Person> {
  const { id, userId, email } = await aMember(testServices(database()), organizationId, { name })
  await sql`insert into auth."user" (id, name, email) values (${userId}, ${name}, ${email})`.execute(database().auth.db)
  const cookies = await auth.openSession(userId, {})
  return { id, cookie: cookies.map((line) => line.split(';')[0]).join('; ') }
}

/** As a page does that was cut off: both come in again, and Ada locks herself in. */
async function takePlaces(): Promise<void> {
  witnesses.forEach((tab) => tab.die('cut'))
  const [inside, outside] = [new Tab(server.url, ada.cookie), new Tab(server.url, ben.cookie)]
  witnesses = [inside, outside]
  await inside.ask('mutation', 'space.enter', { spaceId: space.id })
  await inside.ask('mutation', 'space.goToRoom', { roomId: space.library })
  await inside.ask('mutation', 'space.setRoomLock', { roomId: space.library, locked: true })
  await outside.ask('mutation', 'space.enter', { spaceId: space.id })
}

interface Life {
  tab: Tab
  /** Called when they are in, if they live to see it. */
  arrived: () => void
  random: Random
}

/** Comes in, does something there, and is killed at any moment of it. */
async function liveAndDie({ tab, arrived, random }: Life): Promise<void> {
  const moment = random.pick(MOMENTS)
  if (moment !== 'opening') {
    const entering = tab.ask('mutation', 'space.enter', { spaceId: space.id })
    if (moment !== 'entering') {
      const { presence } = ((await entering) ?? {}) as { presence?: { x: number; y: number } }
      if (presence) arrived()
      if (presence) await act(tab, { moment, from: presence, random })
    }
  }
  await sleep(random.below(60))
  tab.die(random.pick(DEATHS))
  lastKillMs = performance.now()
}

interface Deed {
  moment: (typeof MOMENTS)[number]
  from: { x: number; y: number }
  random: Random
}

async function act(tab: Tab, { moment, from, random }: Deed): Promise<void> {
  const steps = random.below(8)
  for (let step = 1; step <= steps; step++) {
    tab.walk(from.x + step * 4, from.y)
    await sleep(random.below(50))
  }
  if (moment === 'knocking') void tab.ask('mutation', 'space.knock', { roomId: space.library })
  if (moment === 'following') void tab.ask('mutation', 'space.followPerson', { personId: ben.id })
  if (moment === 'leaving') void tab.ask('mutation', 'space.leave')
}

/** A browser is a process with several tabs, killed from outside: before it is in, or while it walks. */
async function killBrowser({ cookie }: Person, random: Random): Promise<void> {
  const file = join(import.meta.dirname, 'presence/tab-process.ts')
  const child = spawn(process.execPath, [file, server.url, cookie, space.id, '2'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await Promise.race([random.chance(0.7) ? once(child.stdout, 'data') : sleep(random.below(1_500)), sleep(15_000)])
  await sleep(random.below(150))
  child.kill('SIGKILL')
  await ended
  lastKillMs = performance.now()
}

/** Once somebody is in, so that there is somebody whom it takes along. */
async function killServer(somebodyIsIn: Promise<unknown>, random: Random): Promise<void> {
  await Promise.race([somebodyIsIn, sleep(15_000)])
  await sleep(random.below(500))
  await server.kill()
  await server.start()
  // Nobody could be seen off before.
  lastKillMs = performance.now()
  await takePlaces()
}

async function lookAround(): Promise<Aftermath> {
  const { db } = database().owner
  const present = await db
    .selectFrom('presence')
    .select(['person_id as personId', 'slot', 'following_id as following', 'group_id as groupId'])
    .where('organization_id', '=', organizationId)
    .execute()
  const knocks = await db.selectFrom('knock').select('person_id').where('organization_id', '=', organizationId).execute()
  const tab = new Tab(server.url, ben.cookie)
  const answer = await tab.ask('mutation', 'space.enter', { spaceId: space.id })
  const { first } = tab
  const listed = (await tab.ask('query', 'space.presence', { spaceId: space.id })) as { present: { person: { id: string } }[] } | null
  await tab.close()
  expect(answer).not.toBeNull()
  return {
    alive: [ada.id, ben.id],
    present,
    knocking: knocks.map(({ person_id }) => person_id),
    drawn: first && 'positions' in first ? first.positions.map(({ slot }) => slot) : [],
    listed: listed?.present.map(({ person }) => person.id) ?? [],
    told: await toldByFeed(),
  }
}

async function toldByFeed(): Promise<string[]> {
  const changes = await database()
    .owner.db.selectFrom('change')
    .select(['kind', 'entity_id'])
    .where('organization_id', '=', organizationId)
    .where('kind', 'in', ['space.presenceChanged', 'space.presenceLeft'])
    .orderBy('seq')
    .execute()
  const told = new Set<string>()
  for (const { kind, entity_id } of changes)
    if (kind === 'space.presenceLeft') told.delete(entity_id)
    else told.add(entity_id)
  return [...told]
}

/** @returns how long after the last kill it was that nobody was left. */
async function untilNoGhosts(round: number): Promise<number> {
  const startMs = performance.now()
  let ghosts: Ghost[] | string = []
  do {
    // Who could not look, on a machine that is busy, has seen no ghost either, and looks again.
    ghosts = await lookAround().then(findGhosts, String)
    if (ghosts.length === 0) return performance.now() - lastKillMs
    await sleep(250)
  } while (performance.now() - startMs < PATIENCE_MS)
  throw new Error(`round ${round}, seed ${seed}: ${JSON.stringify(ghosts)}`)
}

it(
  `[SP2] leaves nobody behind of ${KILLS} tabs, browsers and servers that are killed at any moment: no avatar, no row, no knock, no follower, no group ${again}`,
  { timeout: withinMs({ small: 240_000, count: KILLS, eachMs: 8_000 }) },
  async () => {
    const random = createRandom(seed)
    const killed = { tabs: 0, browsers: 0, servers: 0 }
    let [rounds, slowestMs] = [0, 0]
    for (; killed.tabs + killed.browsers + killed.servers < KILLS; rounds++) {
      const [inBrowser, ...inTabs] = doomed as [Person, ...Person[]]
      const somebodyIsIn = Promise.withResolvers<Person>()
      // Somebody who lives walks after the first, and is let go of when they are gone.
      void somebodyIsIn.promise.then(({ id }) => witnesses[1]?.ask('mutation', 'space.followPerson', { personId: id }))
      const lives = inTabs.flatMap((person) =>
        Array.from({ length: 1 + random.below(3) }, (): Life => {
          const arrived = () => somebodyIsIn.resolve(person)
          return { tab: new Tab(server.url, person.cookie), arrived, random: random.fork() }
        }),
      )
      const dying = [...lives.map(liveAndDie), killBrowser(inBrowser, random.fork())]
      const servers = rounds === 0 || random.chance(0.2) ? 1 : 0
      if (servers > 0) dying.push(killServer(somebodyIsIn.promise, random.fork()))
      await Promise.all(dying)
      slowestMs = Math.max(slowestMs, await untilNoGhosts(rounds))
      lives.forEach(({ tab }) => tab.die('cut'))
      killed.tabs += lives.length
      killed.browsers += 1
      killed.servers += servers
    }
    // Nobody comes late either, such as somebody whose entering was still under way when they died.
    await untilNoGhosts(rounds)
    report('presence-kills', { ...killed, rounds, 'slowest until nobody was left': `${(slowestMs / 1000).toFixed(1)} s` })
  },
)
