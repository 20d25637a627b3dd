import { batch, createContext, createMemo, onCleanup, useContext, type JSX } from 'solid-js'
import { createStore, produce } from 'solid-js/store'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MemberId, MessageId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { MemberView, PersonView } from '@atrium/shared/identity/views.ts'
import { applyChange, emptyState, type FeedState } from '@atrium/shared/realtime/apply-change.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import { put, putInOrder } from '@atrium/shared/realtime/put-view.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { Connection } from './connection.ts'
import { followChanges } from './follow-changes.ts'
import { takeSnapshot, type Snapshot } from './take-snapshot.ts'

type ChangeListener = (change: Change) => void
type SignalListener = (signal: Signal) => void
/** Fetches one part of the state anew. @returns the head it was read at. */
export type Refetch = () => Promise<number>

export interface Feed {
  readonly state: FeedState
  /** People in a space, by name. */
  presentIn(spaceId: SpaceId): PresenceView[]
  /** Undefined for visitors. */
  member(id: PersonId): MemberView | undefined
  /** A member, or whoever is here now; undefined for visitors who have left. */
  person(id: PersonId): PersonView | undefined
  /** Members who have not left the organization, by name. */
  activeMembers(): MemberView[]
  take(snapshot: Snapshot): void
  /** For what a page fetched itself: change the draft in place. */
  update(change: (draft: FeedState) => void): void
  /** `roots`: messages that threads began with and that stand elsewhere. */
  putMessages(channelId: ChannelId, messages: MessageView[], roots?: MessageView[]): void
  forgetMessages(channelId: ChannelId): void
  putReplies(threadRootId: MessageId, replies: MessageView[], roots?: MessageView[]): void
  forgetReplies(threadRootId: MessageId): void
  apply(change: Change): void
  /** Hears every change that arrives live or by resume, after it was applied. */
  onChange(listener: ChangeListener): () => void
  /** Hears what passes: it is in no snapshot and comes with no resume. */
  onSignal(listener: SignalListener): () => void
  /** Registers what has to be fetched again after a resync, for as long as the owner lives. */
  refetchOnResync(refetch: Refetch): void
}

const FeedContext = createContext<Feed>()

export function FeedProvider(props: { feed: Feed; children: JSX.Element }) {
  return <FeedContext.Provider value={props.feed}>{props.children}</FeedContext.Provider>
}

/** @throws Error outside the workspace. */
export function useFeed(): Feed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('useFeed outside FeedProvider')
  return feed
}

/**
 * The organization as a store that the change feed keeps current. `initial` fetches the first snapshots and returns the
 * smallest of their heads: from there the one subscription starts, and goes on by itself after every cut.
 */
export function createFeed(connection: Connection, options: { me: PersonId; initial: (feed: Feed) => Promise<number> }) {
  const listeners = new Set<ChangeListener>()
  const signalListeners = new Set<SignalListener>()
  const refetches = new Set<Refetch>()
  const feed = createFeedStore({ me: options.me, listeners, signalListeners, refetches })
  const { ready, trouble } = followChanges(connection, {
    refetch: async () => Math.min(...(await Promise.all([options.initial(feed), ...[...refetches].map((refetch) => refetch())]))),
    hear(changes) {
      batch(() => changes.forEach((change) => feed.apply(change)))
      for (const change of changes) listeners.forEach((listener) => listener(change))
    },
    hearSignal: (signal) => signalListeners.forEach((listener) => listener(signal)),
  })
  return { feed, ready, trouble }
}

/** Of the channels and threads that are open. */
function createHeldMessages(update: Feed['update']): Pick<Feed, 'putMessages' | 'forgetMessages' | 'putReplies' | 'forgetReplies'> {
  const putAll = (list: MessageView[], draft: FeedState, { messages, roots }: { messages: MessageView[]; roots: MessageView[] }) => {
    for (const message of messages) putInOrder(list, message)
    for (const root of roots) put(draft.roots, root.id, { ...root })
  }
  return {
    putMessages: (channelId, messages, roots = []) =>
      update((draft) => putAll((draft.messages[channelId] ??= []), draft, { messages, roots })),
    forgetMessages: (channelId) =>
      update((draft) => {
        delete draft.messages[channelId]
        for (const root of Object.values(draft.roots)) {
          if (root.channelId === channelId && !draft.threads[root.id]) delete draft.roots[root.id]
        }
      }),
    putReplies: (threadRootId, replies, roots = []) =>
      update((draft) => putAll((draft.threads[threadRootId] ??= []), draft, { messages: replies, roots })),
    forgetReplies: (threadRootId) => update((draft) => delete draft.threads[threadRootId]),
  }
}

interface StoreParts {
  me: PersonId
  listeners: Set<ChangeListener>
  signalListeners: Set<SignalListener>
  refetches: Set<Refetch>
}

function createFeedStore(parts: StoreParts): Feed {
  const [state, setState] = createStore<FeedState>(emptyState())
  const update = (change: (draft: FeedState) => void) => setState(produce(change))
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
  const activeMembers = createMemo(() =>
    Object.values(state.members)
      .filter((member) => member.deactivatedAt === null)
      .sort(byName),
  )
  return {
    state,
    presentIn: (spaceId) =>
      Object.values(state.presence)
        .filter((presence) => presence.spaceId === spaceId)
        .sort((one, other) => byName(one.person, other.person)),
    member: (id) => state.members[id as MemberId],
    person: (id) => state.members[id as MemberId] ?? state.presence[id]?.person,
    activeMembers,
    take: (snapshot) => update((draft) => takeSnapshot(draft, snapshot)),
    update,
    ...createHeldMessages(update),
    apply: (change) => update((draft) => applyChange(draft, change, parts.me)),
    onChange(listener) {
      parts.listeners.add(listener)
      return () => parts.listeners.delete(listener)
    },
    onSignal(listener) {
      parts.signalListeners.add(listener)
      return () => parts.signalListeners.delete(listener)
    },
    refetchOnResync(refetch) {
      parts.refetches.add(refetch)
      onCleanup(() => parts.refetches.delete(refetch))
    },
  }
}
