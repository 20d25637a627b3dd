import { produce, type SetStoreFunction } from 'solid-js/store'
import type { ChannelSummary, MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { MemberView, OrganizationView } from '@atrium/shared/identity/views.ts'
import type { InstallationView, SlackLinkView } from '@atrium/shared/slack/views.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'

/** What the pages show of the organization. One entity has one place; whoever reads a field is told when that field changes. */
export interface FeedState {
  organization: OrganizationView | null
  members: Record<PersonId, MemberView>
  spaces: Record<SpaceId, SpaceView>
  /** A person is in one space at a time. */
  presence: Record<PersonId, PresenceView>
  channels: Record<ChannelId, ChannelSummary>
  /** Oldest first, without gaps up to the newest; only of channels whose history was opened. */
  messages: Record<ChannelId, MessageView[]>
  installations: Record<string, InstallationView>
  /** One's own and, for admins, everybody's; by member and installation. */
  links: Record<string, SlackLinkView>
}

export function emptyState(): FeedState {
  return { organization: null, members: {}, spaces: {}, presence: {}, channels: {}, messages: {}, installations: {}, links: {} }
}

export type SetFeedState = SetStoreFunction<FeedState>
export const linkKey = (link: { memberId: string; installationId: string }) => `${link.memberId} ${link.installationId}`

/** Puts a view in its place unless a newer one is there. */
export function put<T extends { rev: number }>(table: Record<string, T>, key: string, view: T): void {
  const known = table[key]
  if (!known) table[key] = view
  else if (known.rev <= view.rev) Object.assign(known, view)
}

/** Inserts by id (ids sort by time), or takes the newer of two versions. */
export function putMessage(messages: MessageView[], message: MessageView): void {
  let index = messages.length
  while (index > 0 && (messages[index - 1]?.id ?? '') > message.id) index -= 1
  const known = messages[index - 1]
  if (known?.id !== message.id) messages.splice(index, 0, message)
  else if (known.rev <= message.rev) Object.assign(known, message)
}

/** Applies one change of the feed; twice is as good as once. Changes of the inbox belong to the inbox's own pages. */
export function applyChange(state: FeedState, change: Change, me: PersonId): void {
  switch (change.kind) {
    case 'identity.organizationChanged':
      state.organization = change.payload.organization
      return
    case 'identity.memberChanged':
      return put(state.members, change.payload.member.id, change.payload.member)
    case 'space.spaceChanged':
      return put(state.spaces, change.payload.space.id, change.payload.space)
    case 'space.presenceChanged':
      return putPresence(state, change.payload.presence)
    case 'space.presenceLeft':
      if (state.presence[change.payload.personId]?.spaceId === change.payload.spaceId) delete state.presence[change.payload.personId]
      return
    case 'chat.channelOpened':
      state.channels[change.payload.channel.id] ??= { channel: change.payload.channel, lastMessage: null, unread: 0, readUpTo: null }
      return
    case 'chat.messageChanged':
      return applyMessage(state, change.payload.message, me)
    case 'chat.readMoved':
      return applyRead(state, change.payload)
    case 'slack.installationChanged':
      return put(state.installations, change.payload.installation.id, change.payload.installation)
    case 'slack.linkChanged':
      return put(state.links, linkKey(change.payload.link), change.payload.link)
    case 'slack.linkRemoved':
      delete state.links[linkKey(change.payload)]
      return
    case 'slack.channelChanged':
    case 'inbox.customerChanged':
    case 'inbox.contactChanged':
    case 'inbox.conversationChanged':
    case 'inbox.messageChanged':
    case 'inbox.noteAdded':
      return
  }
}

function putPresence(state: FeedState, presence: PresenceView): void {
  const known = state.presence[presence.person.id]
  // In another space the row may be a new one, which counts from 1 again.
  if (known && known.spaceId !== presence.spaceId) state.presence[presence.person.id] = presence
  else put(state.presence, presence.person.id, presence)
}

function applyMessage(state: FeedState, message: MessageView, me: PersonId): void {
  const history = state.messages[message.channelId]
  if (history) putMessage(history, message)
  const summary = state.channels[message.channelId]
  if (!summary) return
  const last = summary.lastMessage
  if (last?.id === message.id) {
    if (last.rev <= message.rev) summary.lastMessage = message
    return
  }
  if (last && last.id > message.id) return
  summary.lastMessage = message
  if (message.authorId !== me) summary.unread += 1
}

function applyRead(state: FeedState, read: { channelId: ChannelId; personId: PersonId; messageId: string; unread: number }): void {
  const summary = state.channels[read.channelId]
  if (!summary || (summary.readUpTo !== null && summary.readUpTo > read.messageId)) return
  summary.readUpTo = read.messageId as ChannelSummary['readUpTo']
  summary.unread = read.unread
}

export interface Snapshot {
  members?: MemberView[]
  spaces?: SpaceView[]
  channels?: ChannelSummary[]
  installations?: InstallationView[]
  links?: SlackLinkView[]
  presence?: { spaceId: SpaceId; present: PresenceView[] }
}

/** Takes what a query gave as the whole truth about those tables; what is not in it is gone. */
export function takeSnapshot(setState: SetFeedState, snapshot: Snapshot): void {
  setState(
    produce((state) => {
      if (snapshot.members) replaceAll(state.members, snapshot.members, (member) => member.id)
      if (snapshot.spaces) replaceAll(state.spaces, snapshot.spaces, (space) => space.id)
      if (snapshot.channels) replaceAll(state.channels, snapshot.channels, (summary) => summary.channel.id)
      if (snapshot.installations) replaceAll(state.installations, snapshot.installations, (installation) => installation.id)
      if (snapshot.links) replaceAll(state.links, snapshot.links, linkKey)
      if (snapshot.presence) takePresence(state, snapshot.presence)
    }),
  )
}

function replaceAll<T extends object>(table: Record<string, T>, views: T[], keyOf: (view: T) => string): void {
  const keys = new Set(views.map(keyOf))
  for (const key of Object.keys(table)) if (!keys.has(key)) delete table[key]
  for (const view of views) {
    const known = table[keyOf(view)]
    if (known) Object.assign(known, view)
    else table[keyOf(view)] = view
  }
}

function takePresence(state: FeedState, snapshot: { spaceId: SpaceId; present: PresenceView[] }): void {
  const here = new Set<string>(snapshot.present.map((presence) => presence.person.id))
  for (const presence of Object.values(state.presence)) {
    if (presence.spaceId === snapshot.spaceId && !here.has(presence.person.id)) delete state.presence[presence.person.id]
  }
  for (const presence of snapshot.present) state.presence[presence.person.id] = presence
}

