import type { GroupId, OrganizationId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { TrackedEnvelope } from '@trpc/server'
import type { FeedItem } from '@atrium/shared/realtime/change.ts'
import type { Gesture } from '@atrium/shared/space/gestures.ts'
import type { RoomView, SpaceMap } from '@atrium/shared/space/views.ts'
import type { CommittedChange, SceneNews } from './bus.ts'

/**
 * What outlives one request: the socket it came over, the change feed, the scenes people walk in. Declared down here so that
 * every router may use them; `realtime/` makes them.
 */

/** The socket a request came over. Frames of different kinds never mix: text frames are tRPC, binary frames are presence. */
export interface SocketHandle {
  /** Unique in this process. */
  id: string
  /** Writes a WebSocket frame that `realtime/frame-bytes.ts` made, header and all: the same bytes go to many. Does nothing once closing. */
  write(frame: Uint8Array): void
  /** Bytes waiting in this process for a slow reader. */
  bufferedBytes(): number
  /** 1012 asks the client to come back, 4401 tells it that its session has ended. */
  close(code: number, reason: string): void
  /** Without a goodbye, which a reader this slow would not read. */
  cut(): void
  onClose(listener: () => void): void
  /** This side has closed it with 4401, whatever the client makes of it: nobody is behind it any more. */
  onEnded(listener: () => void): void
  /** Of binary messages. */
  onBinary(listener: (message: Uint8Array) => void): void
}

export interface FollowOptions {
  actor: PersonActor
  socket: SocketHandle
  /** What the client calls its subscription: the frames carry it. */
  subscriptionId: string | number
  /** The `seq` the client has seen; null: from now on. */
  after: number | null
  signal: AbortSignal
  /** Their role has changed, or that is what a look at the database has shown. */
  onActor: (actor: PersonActor) => void
}
export interface ChangeFeed {
  /** Calls back with what is handed out, once for each organization that somebody follows on this node. @returns stops. */
  onHandedOut(listener: (organizationId: OrganizationId, changes: readonly CommittedChange[]) => void): () => void
  /** The frames go straight to the socket; the iterable only lasts as long as the subscription does and never yields. */
  follow(options: FollowOptions): AsyncIterable<TrackedEnvelope<FeedItem>>
}

export interface Place {
  x: number
  y: number
  roomId: RoomId | null
}
export interface PersonInSpace {
  organizationId: OrganizationId
  spaceId: SpaceId
  personId: PersonId
}
export interface JoinScene extends PersonInSpace {
  /** Of their presence row; the same for all of their tabs. */
  slot: number
  /** Where they stand, unless another tab of theirs is here already: then they stay where that one stands. */
  x: number
  y: number
  /** With whom they stood together when this was last written. */
  groupId: GroupId | null
  /** They hide where they are; of the revision of their presence row. */
  hidden: boolean
  presenceRev: number
  map: SpaceMap
  rooms: RoomView[]
  /** Of the map and the rooms. */
  rev: number
  socket: SocketHandle
}

export interface SceneKey {
  organizationId: OrganizationId
  spaceId: SpaceId
}
export interface SceneFloor {
  map: SpaceMap
  rooms: RoomView[]
  rev: number
}

/** Somebody in a space, as it is written. */
export interface WrittenPerson {
  personId: PersonId
  slot: number
  x: number
  y: number
  roomId: RoomId | null
  groupId: GroupId | null
  hidden: boolean
  /** Their sockets are on another node. */
  isElsewhere: boolean
}
export interface WrittenScene {
  people: readonly WrittenPerson[]
  /** Of all nodes that have people in it, it is this one that says who stands together. */
  decidesGroups: boolean
  /** When it was read, by the scenes' clock. */
  readAtMs: number
}

/** Where everybody stands, in memory alone: who is in which space is a row, positions are not. */
export interface Scenes {
  /** This node, as presence rows name it. */
  readonly node: string
  /** Of `WrittenScene.readAtMs`. */
  now(): number
  /**
   * Puts this socket into a scene (and out of the one it was in): it gets the frames, and its moves move the person. The first frame
   * it gets holds everybody's position. @returns where the person stands.
   */
  join(entry: JoinScene): Place
  /** The person leaves with all tabs; `onGone` is not called. @returns where they stood, null when they were not there. */
  leave(person: PersonInSpace): Place | null
  /** Puts a person somewhere; their own tabs are corrected. @returns false when they are not there. */
  place(person: PersonInSpace, x: number, y: number): boolean
  /** Of whom this node holds. */
  positionOf(person: PersonInSpace): Place | null
  /** Of anybody in a space that somebody is in on this node. */
  whereabouts(person: PersonInSpace): Place | null
  /** Who is in a space, on this node and others: those elsewhere are shown to those here; who is here and not written any more is not here either. */
  takeWritten(space: SceneKey, written: WrittenScene): void
  /** What another node has told. */
  hear(news: SceneNews): void
  /** Whether frames tell where they are to nobody but those who are in the same room. What is older than what is known is passed over; so is who is not there. */
  setHidden(person: PersonInSpace, said: { hidden: boolean; rev: number }): void
  /** For everybody in the scene to see, now or never. @returns false when they, or whom they wave at, are not in it. */
  show(person: PersonInSpace, gesture: Gesture): boolean
  /**
   * The map or its rooms were edited: whoever would stand in something solid is moved to the nearest place where one can stand. What is
   * older than what the scene has changes nothing.
   */
  setMap(space: SceneKey, floor: SceneFloor): void
  /** Everybody leaves the space, which is not there any more; `onGone` is not called. */
  dismiss(space: SceneKey): void
  /** The spaces that somebody is in on this node, with the revision of their maps. */
  floors(): (SceneKey & { rev: number })[]
  /** Set once, by the space feature. */
  listen(listeners: SceneListeners): void
}
export interface GroupChange {
  personId: PersonId
  /** Null: they stand alone. */
  groupId: GroupId | null
}
export interface SceneListeners {
  /**
   * They have walked into a room or out of one and stayed for a moment. `'refused'` (it is full, or locked) walks them back to where they
   * were before. The scene has `place.roomId` at once; what this writes is what others are told.
   */
  onRoom(person: PersonInSpace, place: Place): Promise<'entered' | 'refused'>
  /** Who stands together has changed; once more if it throws. */
  onGroups(space: { organizationId: OrganizationId; spaceId: SpaceId }, changes: GroupChange[]): Promise<void>
  /** For the other nodes that have people in that space. */
  onNews?(news: SceneNews): void
  /** Their last socket has closed and none came back within the grace of a few seconds. */
  onGone(person: PersonInSpace, place: Place): Promise<void>
}
