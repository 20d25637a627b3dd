import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { newId, type GroupId, type OrganizationId, type PersonId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import { aMap } from '@atrium/shared/testing/a-map.ts'
import type { RoomView } from '@atrium/shared/space/views.ts'
import type { GroupChange, PersonInSpace, Place, SceneListeners } from '../../infra/live.ts'
import { createLogger } from '../../infra/logger.ts'
import { socketTape, type SocketTape } from '../testing/socket-tape.ts'
import { createScenes, type RunningScenes } from './create-scenes.ts'

const organizationId = newId<OrganizationId>()
const spaceId = newId<SpaceId>()
const map = aMap({ width: 2000, height: 2000, walls: [{ x: 300, y: 0, width: 10, height: 2000 }] })
const library: RoomView = {
  id: newId<RoomId>(),
  spaceId,
  name: 'Library',
  x: 500,
  y: 0,
  width: 400,
  height: 400,
  capacity: null,
  floor: 'plain',
  locked: false,
}

let scenes: RunningScenes
let nowMs = 0
afterEach(() => scenes.stop())

interface Heard {
  rooms: { personId: PersonId; place: Place }[]
  gone: { personId: PersonId; place: Place }[]
  groups: GroupChange[][]
}

function begin(answer: (place: Place) => 'entered' | 'refused' = () => 'entered', graceMs = 20): Heard {
  nowMs = 0
  scenes = createScenes(createLogger('silent'), { tickMs: 5, graceMs, roomSettleMs: 5, groupSettleMs: 5, nowMs: () => nowMs })
  const heard: Heard = { rooms: [], gone: [], groups: [] }
  const listeners: SceneListeners = {
    onRoom: async ({ personId }, place) => {
      heard.rooms.push({ personId, place })
      return answer(place)
    },
    onGroups: async (_space, changes) => void heard.groups.push(changes),
    onGone: async ({ personId }, place) => void heard.gone.push({ personId, place }),
  }
  scenes.listen(listeners)
  return heard
}

interface Walker extends PersonInSpace {
  slot: number
  socket: SocketTape
}

function aPerson(slot: number, at: { x: number; y: number } = { x: 100, y: 100 }, person?: PersonInSpace): Walker {
  const socket = socketTape()
  const who = person ?? { organizationId, spaceId, personId: newId<PersonId>() }
  scenes.join({ ...who, slot, ...at, groupId: null, hidden: false, presenceRev: 1, map, rooms: [library], rev: 1, socket })
  return { organizationId: who.organizationId, spaceId: who.spaceId, personId: who.personId, slot, socket }
}

/** Walks as fast as is allowed, `seconds` after the last step. */
function walk(walker: Walker, x: number, y: number, seconds = 0.5): void {
  nowMs += seconds * 1000
  walker.socket.walk(x, y)
}
/** Frames after now. */
async function framesAfter(walker: Walker, act: () => void): Promise<ReturnType<SocketTape['presence']>> {
  const before = walker.socket.presence().length
  act()
  await sleep(30)
  return walker.socket.presence().slice(before)
}

describe('frames', () => {
  it('the first frame holds everybody, and others learn of who came', async () => {
    begin()
    const ada = aPerson(1)
    const ben = aPerson(2, { x: 200, y: 200 })
    expect(ben.socket.presence()[0]).toEqual({
      kind: 'sight',
      positions: [
        { slot: 1, x: 100, y: 100 },
        { slot: 2, x: 200, y: 200 },
      ],
    })
    await sleep(30)
    expect(ada.socket.lastOf(2)).toMatchObject({ x: 200, y: 200 })
  })

  it('what somebody did within a tick is one position, and everybody gets the same bytes', async () => {
    begin()
    const [ada, ben, cy] = [aPerson(1), aPerson(2), aPerson(3)]
    await sleep(30)
    const frames = await framesAfter(ben, () => {
      for (let step = 1; step <= 5; step++) walk(ada, 100 + step * 10, 100, 0.1)
      walk(cy, 100, 120, 0)
    })
    expect(frames).toEqual([
      {
        kind: 'positions',
        positions: [
          { slot: 1, x: 150, y: 100 },
          { slot: 3, x: 100, y: 120 },
        ],
      },
    ])
    expect(ben.socket.frames.at(-1)).toBe(cy.socket.frames.at(-1))
  })

  it('while nobody moves, nothing is sent', async () => {
    begin()
    const ada = aPerson(1)
    await sleep(30)
    expect(await framesAfter(ada, () => walk(ada, 100, 100))).toEqual([])
  })

  it('a slow reader is left out, slows nobody, and has the last position once it reads again', async () => {
    begin()
    const [ada, slow, ben] = [aPerson(1), aPerson(2), aPerson(3)]
    await sleep(30)
    slow.socket.buffered = 1 << 20
    expect(await framesAfter(slow, () => walk(ada, 150, 100))).toEqual([])
    expect(ben.socket.lastOf(1)).toMatchObject({ x: 150 })
    slow.socket.buffered = 0
    await sleep(30)
    expect(slow.socket.lastOf(1)).toMatchObject({ x: 150 })
  })
})

describe('[SP1] the server checks', () => {
  it('speed', () => {
    begin()
    const ada = aPerson(1)
    walk(ada, 290, 100, 0.1)
    const { x } = scenes.positionOf(ada) ?? { x: 0 }
    expect(x).toBeGreaterThan(100)
    expect(x).toBeLessThan(170)
    expect(ada.socket.presence().at(-1)).toEqual({ kind: 'correction', x, y: 100 })
  })

  it('speed over many small steps that arrive at once', () => {
    begin()
    const ada = aPerson(1)
    nowMs += 10_000
    for (let step = 1; step <= 40; step++) ada.socket.walk(100, 100 + step * 10)
    expect(scenes.positionOf(ada)?.y).toBeLessThan(250)
  })

  it('walls', () => {
    begin()
    const ada = aPerson(1, { x: 290, y: 100 })
    walk(ada, 330, 100)
    const { x } = scenes.positionOf(ada) ?? { x: 0 }
    expect(x).toBeGreaterThan(290)
    expect(x).toBeLessThanOrEqual(300)
    expect(ada.socket.presence().at(-1)).toEqual({ kind: 'correction', x, y: 100 })
  })

  it('and ignores what is no move', () => {
    begin()
    const ada = aPerson(1)
    ada.socket.walk(70_000, 0)
    expect(scenes.positionOf(ada)?.x).toBeLessThanOrEqual(map.width)
  })
})

describe('[SP2] one avatar per person', () => {
  it('however many tabs: the second stands where the first does, and both follow', async () => {
    begin()
    const ada = aPerson(1)
    walk(ada, 150, 100)
    const tab = aPerson(1, { x: 0, y: 0 }, ada)
    expect(scenes.positionOf(ada)).toMatchObject({ x: 150, y: 100 })
    walk(tab, 150, 150)
    await sleep(30)
    expect(ada.socket.lastOf(1)).toMatchObject({ x: 150, y: 150 })
  })

  it('they are gone with the last tab, where they stood, and not for a reload', async () => {
    const heard = begin()
    const ada = aPerson(1)
    const tab = aPerson(1, undefined, ada)
    walk(ada, 150, 100)
    ada.socket.cut()
    await sleep(60)
    expect(heard.gone).toEqual([])
    tab.socket.cut()
    aPerson(1, undefined, ada).socket.walk(150, 110)
    await sleep(60)
    expect(heard.gone).toEqual([])
    expect(scenes.positionOf(ada)).toMatchObject({ x: 150 })
  })

  it('without a reload they are seen off once', async () => {
    const heard = begin()
    const ada = aPerson(1)
    ada.socket.cut()
    await sleep(60)
    expect(heard.gone).toEqual([{ personId: ada.personId, place: { x: 100, y: 100, roomId: null } }])
    expect(scenes.positionOf(ada)).toBeNull()
  })

  it('[ID1] [ID4] whoever is sent away is gone at once, unless another of their tabs stays', async () => {
    const heard = begin(() => 'entered', 3_600_000)
    const ada = aPerson(1)
    const tab = aPerson(1, { x: 100, y: 100 }, ada)
    ada.socket.endWithoutAnswer()
    await sleep(10)
    expect(heard.gone).toEqual([])
    tab.socket.endWithoutAnswer()
    expect(scenes.positionOf(ada)).toBeNull()
    await sleep(10)
    expect(heard.gone.map(({ personId }) => personId)).toEqual([ada.personId])
    tab.socket.walk(101, 100)
    expect(scenes.positionOf(ada)).toBeNull()
  })

  it('they are gone when their connection closed while they were entering once more', async () => {
    const heard = begin()
    const ada = aPerson(1)
    ada.socket.cut()
    scenes.join({ ...ada, x: 100, y: 100, groupId: null, hidden: false, presenceRev: 1, map, rooms: [library], rev: 1 })
    await sleep(60)
    expect(heard.gone.map(({ personId }) => personId)).toEqual([ada.personId])
  })

  it('they stand in one space: entering another takes them out of the first', async () => {
    begin()
    const ada = aPerson(1)
    const elsewhere = { ...ada, spaceId: newId<SpaceId>() }
    scenes.join({ ...elsewhere, x: 5, y: 5, groupId: null, hidden: false, presenceRev: 1, map, rooms: [], rev: 1, socket: ada.socket })
    expect(scenes.positionOf(ada)).toBeNull()
    expect(scenes.positionOf(elsewhere)).toEqual({ x: 5, y: 5, roomId: null })
  })
})

describe('[SP4] rooms', () => {
  it('are told once somebody has stayed', async () => {
    const heard = begin()
    const ada = aPerson(1, { x: 490, y: 100 })
    walk(ada, 510, 100)
    await sleep(30)
    walk(ada, 520, 100)
    await sleep(30)
    expect(heard.rooms).toEqual([{ personId: ada.personId, place: { x: 510, y: 100, roomId: library.id } }])
  })

  it('whoever may not be in one is walked back to where they were', async () => {
    begin(({ roomId }) => (roomId ? 'refused' : 'entered'))
    const ada = aPerson(1, { x: 490, y: 100 })
    walk(ada, 510, 100)
    await sleep(30)
    expect(scenes.positionOf(ada)).toEqual({ x: 490, y: 100, roomId: null })
    expect(ada.socket.presence().at(-1)).toMatchObject({ kind: 'positions' })
    expect(ada.socket.presence()).toContainEqual({ kind: 'correction', x: 490, y: 100 })
  })
})

describe('groups', () => {
  const stay = async () => {
    nowMs += 1_000
    await sleep(30)
  }
  it('[SP5] are told once two stand near each other, and again when they part; nothing is told at rest', async () => {
    const heard = begin()
    const [ada, ben] = [aPerson(1, { x: 100, y: 100 }), aPerson(2, { x: 200, y: 100 })]
    await stay()
    expect(heard.groups).toEqual([])
    walk(ben, 140, 100)
    await stay()
    await stay()
    expect(heard.groups).toHaveLength(1)
    const groupId = heard.groups[0]![0]!.groupId
    expect(groupId).not.toBeNull()
    expect(heard.groups[0]).toEqual([
      { personId: ada.personId, groupId },
      { personId: ben.personId, groupId },
    ])
    await stay()
    expect(heard.groups).toHaveLength(1)
    scenes.leave(ben)
    await stay()
    expect(heard.groups[1]).toEqual([{ personId: ada.personId, groupId: null }])
  })
  it('[SP5] go on when a node takes over people who stood together', async () => {
    const heard = begin()
    const groupId = newId<GroupId>()
    for (const [slot, x] of [100, 190].entries()) {
      const person = { organizationId, spaceId, personId: newId<PersonId>() }
      scenes.join({
        ...person,
        slot,
        x,
        y: 100,
        groupId,
        hidden: false,
        presenceRev: 1,
        map,
        rooms: [library],
        rev: 1,
        socket: socketTape(),
      })
    }
    await stay()
    expect(heard.groups).toEqual([])
  })
})

describe('[SP6] who hides where they are', () => {
  const hide = (walker: Walker, hidden: boolean, rev: number) => scenes.setHidden(walker, { hidden, rev })
  const told = async (act: () => void) => {
    act()
    await sleep(40)
  }
  const seesMoves = (walker: Walker, slot: number, from: number) =>
    walker.socket
      .presence()
      .slice(from)
      .some((frame) => (frame.kind === 'positions' || frame.kind === 'sight') && frame.positions.some((position) => position.slot === slot))

  it('is in no frame of anybody’s, the first one and what a slow reader gets later among them, but their own', async () => {
    begin()
    const [ada, ben, slow] = [aPerson(1, { x: 100, y: 100 }), aPerson(2, { x: 120, y: 100 }), aPerson(3, { x: 140, y: 100 })]
    await sleep(30)
    slow.socket.buffered = 1 << 20
    hide(ada, true, 2)
    const marks = [ben, slow].map(({ socket }) => socket.presence().length)
    await told(() => walk(ada, 150, 100))
    const cy = aPerson(4)
    slow.socket.buffered = 0
    await told(() => walk(ben, 130, 100))
    expect(slow.socket.lastOf(2)).toMatchObject({ x: 130 })
    expect([seesMoves(ben, 1, marks[0]!), seesMoves(slow, 1, marks[1]!), seesMoves(cy, 1, 0)]).toEqual([false, false, false])
    expect(ada.socket.lastOf(1)).toMatchObject({ x: 150 })
    expect(aPerson(1, undefined, ada).socket.lastOf(1)).toMatchObject({ x: 150 })
    await told(() => hide(ada, false, 3))
    expect([ben, slow, cy].map(({ socket }) => socket.lastOf(1)?.x)).toEqual([150, 150, 150])
  })

  it('is seen by who is in the same room, and sees them, once it is told that they are in it', async () => {
    let mayEnter = true
    begin(() => (mayEnter ? 'entered' : 'refused'))
    const [ada, ben, cy] = [aPerson(1, { x: 520, y: 100 }), aPerson(2, { x: 490, y: 100 }), aPerson(3, { x: 480, y: 100 })]
    hide(ada, true, 2)
    await sleep(30)
    const marks = [ben, cy].map(({ socket }) => socket.presence().length)
    mayEnter = false
    await told(() => walk(ben, 510, 100))
    expect(seesMoves(ben, 1, marks[0]!)).toBe(false)
    mayEnter = true
    await told(() => walk(ben, 515, 100))
    expect(ben.socket.lastOf(1)).toMatchObject({ x: 520 })
    await told(() => walk(ada, 530, 100))
    expect(ben.socket.lastOf(1)).toMatchObject({ x: 530 })
    await told(() => walk(ben, 490, 100))
    const out = ben.socket.presence().length
    await told(() => walk(ada, 540, 100))
    expect([seesMoves(ben, 1, out), seesMoves(cy, 1, marks[1]!)]).toEqual([false, false])
  })

  it('shows reactions, and is waved at, within the room alone', async () => {
    begin()
    const [ada, ben, cy] = [aPerson(1, { x: 520, y: 100 }), aPerson(2, { x: 560, y: 100 }), aPerson(3)]
    hide(ada, true, 2)
    scenes.show(ada, { kind: 'reaction', reaction: '👍' })
    scenes.show(ben, { kind: 'wave', to: ada.personId })
    const gestures = ({ socket }: Walker) => socket.presence().filter(({ kind }) => kind === 'reaction' || kind === 'wave').length
    expect([ada, ben, cy].map(gestures)).toEqual([2, 2, 0])
  })

  it('stands together with nobody, and what is older than what is known is passed over', async () => {
    const heard = begin()
    const [ada] = [aPerson(1, { x: 100, y: 100 }), aPerson(2, { x: 120, y: 100 })]
    hide(ada, true, 5)
    hide(ada, false, 4)
    nowMs += 1_000
    await sleep(30)
    expect(heard.groups).toEqual([])
    hide(ada, false, 6)
    nowMs += 1_000
    await sleep(30)
    expect(heard.groups).toHaveLength(1)
  })
})

describe('[OP3] people on other nodes', () => {
  const elsewhere = (slot: number, x: number) => {
    const at = { x, y: 100, roomId: null, groupId: null }
    return { personId: newId<PersonId>(), slot, ...at, hidden: false, isElsewhere: true }
  }

  it('[SP2] are shown as the newest look says, also when an older one comes after it', async () => {
    begin()
    const ada = aPerson(1)
    const [ben, cy] = [elsewhere(2, 150), elsewhere(3, 180)]
    const own = { ...elsewhere(1, 100), personId: ada.personId, isElsewhere: false }
    const take = (readAtMs: number, ...people: (typeof ben)[]) =>
      scenes.takeWritten({ organizationId, spaceId }, { people: [own, ...people], decidesGroups: false, readAtMs })
    const shown = await framesAfter(ada, () => take(20, ben))
    expect(shown).toEqual([
      expect.objectContaining({ kind: 'positions', positions: expect.arrayContaining([{ slot: 2, x: 150, y: 100 }]) }),
    ])
    expect(await framesAfter(ada, () => take(10, cy))).toEqual([])
    expect(await framesAfter(ada, () => take(30))).toEqual([{ kind: 'gone', slots: [2] }])
  })
})
