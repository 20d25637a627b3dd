import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId, type OrganizationId, type PersonId, type SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import { areaOf, cellAt, CELL_UNITS, EVERYTHING, NOTHING, seesCell, type Area } from '@atrium/shared/space/interest.rules.ts'
import { aMap } from '@atrium/shared/testing/a-map.ts'
import { createLogger } from '../../infra/logger.ts'
import { socketTape, type SocketTape } from '../testing/socket-tape.ts'
import { createScenes, type RunningScenes } from './create-scenes.ts'

const SIDE = 6 * CELL_UNITS
const TICK_MS = 50
const map = aMap({ width: SIDE, height: SIDE })
const organizationId = newId<OrganizationId>()
const spaceId = newId<SpaceId>()

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

/** A tab, with what it wants to hear of and what it has been told. */
interface Tab {
  socket: SocketTape
  area: Area
  watched: number | null
  read: number
  holds: Map<number, string>
}
interface Person {
  personId: PersonId
  slot: number
  tabs: Tab[]
}

class Office {
  readonly people: Person[] = []
  #nowMs = 0
  readonly scenes: RunningScenes = createScenes(createLogger('silent'), { graceMs: 20, nowMs: () => this.#nowMs })

  pass(ms: number): void {
    this.#nowMs += ms
    vi.advanceTimersByTime(ms)
  }
  async close(): Promise<void> {
    const stopped = this.scenes.stop()
    await vi.runAllTimersAsync()
    await stopped
  }

  come(x: number, y: number): Person {
    const taken = new Set(this.people.map(({ slot }) => slot))
    const slot = Array.from({ length: 100 }, (_, index) => index).find((index) => !taken.has(index)) ?? 0
    const person: Person = { personId: newId<PersonId>(), slot, tabs: [] }
    this.people.push(person)
    this.openTab(person, { x, y })
    return person
  }
  openTab(person: Person, { x, y }: { x: number; y: number }): Tab {
    const tab: Tab = { socket: socketTape(), area: EVERYTHING, watched: null, read: 0, holds: new Map() }
    const { personId, slot } = person
    this.scenes.join({
      organizationId,
      spaceId,
      personId,
      slot,
      x,
      y,
      groupId: null,
      hidden: false,
      presenceRev: 1,
      map,
      rooms: [],
      rev: 1,
      socket: tab.socket,
    })
    person.tabs.push(tab)
    return tab
  }
  go(person: Person): void {
    this.scenes.leave({ organizationId, spaceId, personId: person.personId })
    this.people.splice(this.people.indexOf(person), 1)
  }
  put(person: Person, x: number, y: number): void {
    this.scenes.place({ organizationId, spaceId, personId: person.personId }, x, y)
  }
  look(tab: Tab, area: Area, watched: number | null): void {
    Object.assign(tab, { area, watched })
    tab.socket.look(area, watched)
  }
  placeOf({ personId }: Person): { x: number; y: number } {
    return this.scenes.positionOf({ organizationId, spaceId, personId }) ?? { x: -1, y: -1 }
  }
  /** What a tab should know of. */
  truthFor(own: Person, tab: Tab): Map<number, string> {
    const seen = this.people.filter(
      (person) => person === own || person.slot === tab.watched || seesCell(tab.area, cellAt(this.placeOf(person))),
    )
    return new Map(seen.map((person) => [person.slot, said(this.placeOf(person))]))
  }
}

const said = ({ x, y }: { x: number; y: number }) => `${x} ${y}`

/** Reads what has come since, as a client does. */
function held(tab: Tab): Map<number, string> {
  const frames = tab.socket.presence()
  for (const frame of frames.slice(tab.read)) hear(tab.holds, frame)
  tab.read = frames.length
  return tab.holds
}
function hear(holds: Map<number, string>, frame: PresenceFrame): void {
  if (frame.kind === 'sight') holds.clear()
  if (frame.kind === 'gone') for (const slot of frame.slots) holds.delete(slot)
  if (frame.kind === 'sight' || frame.kind === 'positions') for (const { slot, x, y } of frame.positions) holds.set(slot, said({ x, y }))
}

describe('[SP1] [SP2] a client hears of whom it can see', () => {
  const beside: Area = areaOf({ x: 0, y: 0, width: CELL_UNITS - 1, height: CELL_UNITS - 1 })

  it('and of nobody else: not when they come, walk or go', async () => {
    const office = new Office()
    const ada = office.come(100, 100)
    const [tab] = ada.tabs as [Tab]
    office.look(tab, beside, null)
    const ben = office.come(2_000, 2_000)
    office.pass(TICK_MS)
    const before = tab.socket.frames.length
    ben.tabs[0]?.socket.walk(2_010, 2_000)
    office.pass(TICK_MS)
    office.go(ben)
    office.pass(TICK_MS)
    expect(tab.socket.frames.length).toBe(before)
    expect([...held(tab).keys()]).toEqual([ada.slot])
    await office.close()
  })

  it('is told at once where somebody is who comes into sight, and that they are gone when they leave it', async () => {
    const office = new Office()
    const ada = office.come(100, 100)
    const [tab] = ada.tabs as [Tab]
    office.look(tab, beside, null)
    const ben = office.come(2_000, 2_000)
    office.pass(TICK_MS)
    office.put(ben, 300, 300)
    office.pass(TICK_MS)
    expect(held(tab).get(ben.slot)).toBe('300 300')
    office.put(ben, 2_000, 2_000)
    office.pass(TICK_MS)
    expect(held(tab).has(ben.slot)).toBe(false)
    await office.close()
  })

  it('is told that they are gone when they left it and the space within one tick', async () => {
    const office = new Office()
    const [ada, ben] = [office.come(100, 100), office.come(300, 300)]
    const [tab] = ada.tabs as [Tab]
    office.look(tab, beside, null)
    office.pass(TICK_MS)
    expect(held(tab).has(ben.slot)).toBe(true)
    office.put(ben, 2_000, 2_000)
    office.go(ben)
    office.pass(TICK_MS)
    expect(held(tab).has(ben.slot)).toBe(false)
    await office.close()
  })

  it('gets the same bytes as all who see the same cells', async () => {
    const office = new Office()
    const people = [office.come(100, 100), office.come(120, 100), office.come(2_000, 2_000)]
    const tabs = people.map(({ tabs: [tab] }) => tab as Tab)
    tabs.slice(0, 2).forEach((tab) => office.look(tab, beside, null))
    office.pass(TICK_MS)
    people.forEach((person, index) => tabs[index]?.socket.walk(office.placeOf(person).x + 3, office.placeOf(person).y))
    office.pass(TICK_MS)
    const [one, other, all] = tabs.map(({ socket }) => socket.frames.at(-1))
    expect(one).toBe(other)
    expect(all?.length).toBeGreaterThan(one?.length ?? 0)
    await office.close()
  })
})

type Step =
  | { do: 'come'; x: number; y: number }
  | { do: 'put'; who: number; x: number; y: number }
  | { do: 'walk'; who: number; tab: number; dx: number; dy: number }
  | { do: 'open tab' | 'close tab' | 'go' | 'fall behind' | 'read again'; who: number; tab: number }
  | { do: 'look'; who: number; tab: number; area: Area; watched: number | null }
  | { do: 'pass'; ms: number }
  | { do: 'quiet' }

const place = { x: fc.integer({ min: 10, max: SIDE - 10 }), y: fc.integer({ min: 10, max: SIDE - 10 }) }
const whose = { who: fc.nat(20), tab: fc.nat(3) }
const anyArea = fc.oneof(
  fc.constantFrom(EVERYTHING, NOTHING),
  fc.record({ ...place, width: fc.nat(1_500), height: fc.nat(1_500) }).map(areaOf),
)
const doing = <D extends string>(...names: D[]) => fc.constantFrom(...names)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: doing('come'), ...place }) },
  { weight: 2, arbitrary: fc.record({ do: doing('put'), who: whose.who, ...place }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: doing('walk'), ...whose, dx: fc.integer({ min: -90, max: 90 }), dy: fc.integer({ min: -90, max: 90 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: doing('open tab', 'close tab', 'go', 'fall behind', 'read again'), ...whose }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: doing('look'), ...whose, area: anyArea, watched: fc.option(fc.nat(8)) }),
  },
  { weight: 4, arbitrary: fc.record({ do: doing('pass'), ms: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 1, arbitrary: fc.record({ do: doing('quiet') }) },
)

function take(office: Office, step: Step): void {
  if (step.do === 'pass') return office.pass(step.ms)
  if (step.do === 'quiet') return checkAll(office)
  if (step.do === 'come') return void (office.people.length < 9 && office.come(step.x, step.y))
  const person = office.people[step.who % office.people.length]
  if (!person) return
  if (step.do === 'put') return office.put(person, step.x, step.y)
  if (step.do === 'go') return office.go(person)
  if (step.do === 'open tab') return void office.openTab(person, { x: 50, y: 50 })
  const tab = person.tabs[step.tab % person.tabs.length]
  if (tab) takeInTab(office, { person, tab }, step)
}

function takeInTab(office: Office, { person, tab }: { person: Person; tab: Tab }, step: Step): void {
  const { x, y } = office.placeOf(person)
  if (step.do === 'walk') tab.socket.walk(Math.max(0, x + step.dx), Math.max(0, y + step.dy))
  if (step.do === 'look') office.look(tab, step.area, step.watched)
  if (step.do === 'fall behind') tab.socket.buffered = 1 << 20
  if (step.do === 'read again') tab.socket.buffered = 0
  if (step.do !== 'close tab' || person.tabs.length === 1) return
  tab.socket.cut()
  person.tabs.splice(person.tabs.indexOf(tab), 1)
}

/** After a quiet moment each tab holds what is true, and nothing more. */
function checkAll(office: Office): void {
  for (const { tabs } of office.people) for (const tab of tabs) tab.socket.buffered = 0
  office.pass(3 * TICK_MS)
  for (const person of office.people) for (const tab of person.tabs) expect(held(tab)).toEqual(office.truthFor(person, tab))
}

it('[SP1] [SP2] whatever people do, after a quiet moment every tab holds exactly whom it sees, where they are: no ghosts, nobody missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 120 }), async (steps) => {
      const office = new Office()
      for (let index = 0; index < 3; index++) office.come(100 + index * 700, 100)
      steps.forEach((step) => take(office, step))
      checkAll(office)
      await office.close()
    }),
    { numRuns: 150 },
  )
})
