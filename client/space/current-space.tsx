import { createContext, createEffect, createMemo, createSignal, on, onCleanup, useContext, type JSX } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { SlackStatusView } from '@atrium/shared/slack/views.ts'
import type { PresenceView, SpaceView, Status } from '@atrium/shared/space/views.ts'
import type { Connection } from '../realtime/connection.ts'
import { errorText, isUnanswered } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'
import { useAnnounce } from '../ui/announcer.tsx'
import { useToasts, type Toasts } from '../ui/toast.tsx'
import { createFollowing, type Following } from './follow/create-following.ts'
import { createFreeWatches, type FreeWatches } from './free/create-free-watches.ts'
import { createGestures, type Gestures } from './gestures/create-gestures.ts'
import { createGroupAnnouncer } from './group/announce-group.ts'
import { othersInGroup } from './group/group.rules.ts'
import { createKnocks, type Knocks } from './knocks/create-knocks.ts'
import { createOwnDirectory, type OwnDirectory } from './people/create-own-directory.ts'
import { createSeeking } from './people/create-seeking.ts'
import { createPortals, type Portals } from './portals/create-portals.ts'
import { createInterest, type Interest } from './scene/interest.ts'
import { createPositions, type Positions } from './scene/positions.ts'
import { createSpeech, type Speech } from './scene/speech.ts'
import { createSlackStatuses } from './status/create-slack-statuses.ts'
import { Walker } from './scene/walker.ts'
import { createWalkingPace } from './scene/walking-pace.ts'

/** The space this person is in, with everybody's place. It lasts while pages change: one stays in the office at the inbox. */
export interface CurrentSpace {
  spaceId(): SpaceId | null
  space(): SpaceView | undefined
  own(): PresenceView | undefined
  present(): PresenceView[]
  /** Who stands with oneself. */
  together(): PresenceView[]
  /** What a member says of themselves in the workspaces in which they are linked. */
  slackStatusesOf(personId: PersonId): readonly SlackStatusView[]
  /** Why one is not in; null while all is well. */
  trouble(): string | null
  enter(spaceId: SpaceId): void
  goToRoom(roomId: RoomId): Promise<void>
  /** What is not named stays as it is. */
  setStatus(said: { status?: Status; text?: string; emoji?: string | null; until?: number | null }): Promise<void>
  /** To a person on the map: next to them. */
  walkTo(point: Point): void
  walkToPerson(personId: PersonId): void
  /** Goes to their space first when they are in another one. @returns false when they are nowhere that one may know of. */
  seek(personId: PersonId, how: 'walk' | 'look'): boolean
  /** Who is being pointed out on the map and in the list, for a moment. */
  located(): PersonId | null
  hidePosition: OwnDirectory['hidePosition']
  favourites: OwnDirectory['favourites']
  positions: Positions
  /** What of the map is on the screen; whoever draws it says so. */
  interest: Interest
  walker: Walker
  speech: Speech
  gestures: Gestures
  following: Following
  freeWatches: FreeWatches
  knocks: Knocks
  portals: Portals
  /** Calls back when the own avatar was set in motion by something other than the map itself. */
  onWalk(listener: () => void): () => void
}

const CurrentSpaceContext = createContext<CurrentSpace>()

export interface CurrentSpaceParts {
  connection: Connection
  feed: Feed
  me: () => PersonId
}

export function CurrentSpaceProvider(props: { value: CurrentSpace; children: JSX.Element }) {
  return <CurrentSpaceContext.Provider value={props.value}>{props.children}</CurrentSpaceContext.Provider>
}

/** @throws Error outside the workspace. */
export function useCurrentSpace(): CurrentSpace {
  const space = useContext(CurrentSpaceContext)
  if (!space) throw new Error('useCurrentSpace outside CurrentSpaceProvider')
  return space
}

export function createCurrentSpace(parts: CurrentSpaceParts): CurrentSpace {
  const { connection, feed } = parts
  const toasts = useToasts()
  const announce = useAnnounce()
  const [spaceId, setSpaceId] = createSignal<SpaceId | null>(null)
  const [trouble, setTrouble] = createSignal<string | null>(null)
  const positions = createPositions()
  const interest = createInterest((frame) => connection.sendFrame(frame))
  const walker = new Walker((frame) => connection.sendFrame(frame))
  const speech = createSpeech({ feed, spaceId })
  const { started, onWalk } = createWalks(walker)
  const space = () => feed.state.spaces[spaceId() ?? ('' as SpaceId)]
  const own = () => {
    const presence = feed.state.presence[parts.me()]
    return presence?.spaceId === spaceId() ? presence : undefined
  }
  const present = createMemo(() => feed.presentIn(spaceId() ?? ('' as SpaceId)))
  const together = createMemo(() => othersInGroup(present(), own()))
  createGroupAnnouncer({ together, announce })
  const told = createTold(toasts)

  createEffect(
    on(
      [spaceId, connection.socketNumber, () => space() !== undefined],
      ([id, socket, known]) => void (id && socket > 0 && known && join(id)),
    ),
  )
  const join = async (id: SpaceId) => {
    const through = portals.take()
    try {
      const { presence } = await connection.api.space.enter.mutate({ spaceId: id, through })
      interest.repeat()
      const map = unwrap(feed.state).spaces[id]?.map
      feed.apply({ kind: 'space.presenceChanged', payload: { presence } })
      if (map && !walker.isOwnWalk(performance.now())) walker.place(map, presence)
      setTrouble(null)
      started()
      seeking.arrived(id)
    } catch (error) {
      // A cut is mended by the next socket.
      if (isUnanswered(error)) return
      // The portal was taken away meanwhile: the space is still there.
      if (through) void join(id)
      else setTrouble(errorText(error))
    }
  }
  createEffect(
    on(
      () => space()?.rev,
      () => setMapOf(walker, space()),
      { defer: true },
    ),
  )
  listenForPlaces(connection, { positions, walker })

  const enter = (id: SpaceId) => {
    if (id === spaceId()) return
    positions.clear()
    setTrouble(null)
    setSpaceId(id)
  }
  const walkTo = (point: Point) => {
    following.stop()
    if (!walker.walkTo(point)) toasts.show('There is no way there.')
    started()
  }

  const goToRoom = async (roomId: RoomId) => {
    following.stop()
    await told(connection.api.space.goToRoom.mutate({ roomId }))
  }
  const walkToPerson = createApproach({ connection, positions, present, told, walkTo })
  const seeking = createSeeking({ ...parts, spaceId, space, own, announce, enter, walkToPerson })
  const isSpaceShown = () => location.pathname.startsWith('/spaces/')
  const around = { me: parts.me(), own, present, told, announce, toasts, isSpaceShown }
  const gestures = createGestures({ ...around, connection, feed, walkToPerson })
  const following: Following = createFollowing({ ...around, api: connection.api, space, positions, interest, walker, started })

  const leaveThrough = (to: SpaceId) => {
    following.stop()
    enter(to)
  }
  const portals = createPortals({ feed, walker, space, toasts, leaveThrough })

  return {
    ...seeking,
    spaceId,
    space,
    portals,
    own,
    present,
    together,
    slackStatusesOf: createSlackStatuses(feed),
    trouble,
    enter,
    ...createOwnDirectory({ api: connection.api, feed, told, toasts }),
    goToRoom,
    async setStatus(said) {
      const { status = 'available', statusText: text = '', statusEmoji: emoji = null, statusUntil: until = null } = own() ?? {}
      await told(connection.api.space.setStatus.mutate({ status, text, emoji, until, ...said }))
    },
    walkTo,
    walkToPerson,
    positions,
    interest,
    walker,
    speech,
    gestures,
    following,
    freeWatches: createFreeWatches({ api: connection.api, feed, told, toasts }),
    knocks: createKnocks({ ...around, api: connection.api, feed, space, goToRoom }),
    onWalk,
  }
}

/** Keeps the steps coming while they walk, and tells whoever listens that they have set out, or were put somewhere. */
function createWalks(walker: Walker) {
  const listeners = new Set<() => void>()
  const pace = createWalkingPace(walker)
  onCleanup(pace.stop)
  return {
    started() {
      pace.wake()
      listeners.forEach((listener) => listener())
    },
    onWalk(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** @returns waits for work: whether it was done; else the person has been told why not. */
function createTold(toasts: Toasts) {
  return async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work
      return true
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
      return false
    }
  }
}

function listenForPlaces(connection: Connection, scene: { positions: Positions; walker: Walker }): void {
  const stops = [
    connection.onFrame((frame) => scene.positions.hear(frame, performance.now())),
    scene.positions.onCorrection((point) => scene.walker.correct(point)),
  ]
  onCleanup(() => stops.forEach((stop) => stop()))
}

/** Walks to people, also to those out of sight. */
function createApproach(parts: {
  connection: Connection
  positions: Positions
  present: () => PresenceView[]
  told: (work: Promise<unknown>) => Promise<boolean>
  walkTo: (point: Point) => void
}): (personId: PersonId) => void {
  return (personId) => {
    const presence = parts.present().find((known) => known.person.id === personId)
    if (!presence) return
    const seen = parts.positions.lastOf(presence)
    if (seen) return parts.walkTo(beside(seen))
    void parts.told(parts.connection.api.space.locatePerson.query({ personId }).then((place) => parts.walkTo(beside(place))))
  }
}

const beside = ({ x, y }: Point): Point => ({ x: x - 36, y })

function setMapOf(walker: Walker, space: SpaceView | undefined): void {
  if (space) walker.setMap(unwrap(space.map))
}
