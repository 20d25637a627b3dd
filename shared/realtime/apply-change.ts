import type { NotificationPreferencesView } from '../chat/notification-preferences.ts'
import type { ChannelSummary, MessageView } from '../chat/views.ts'
import type {
  ChannelId,
  ContactId,
  ConversationId,
  CustomerId,
  MacroId,
  MemberId,
  MessageId,
  PersonId,
  SavedViewId,
  SlaPolicyId,
  SpaceId,
  TagId,
  TeamId,
} from '../ids.ts'
import type { MemberView, OrganizationView } from '../identity/views.ts'
import type { SavedViewView } from '../inbox/conversation-filter.ts'
import type { MacroView } from '../inbox/macro.ts'
import type { SlaPolicyView } from '../inbox/sla.ts'
import type {
  ContactView,
  ConversationMessageView,
  ConversationView,
  CustomerView,
  NoteView,
  RatingView,
  TagView,
  TeamView,
} from '../inbox/views.ts'
import type { EscalationView } from '../integrations/linear.ts'
import type { ChannelRoleView, InstallationView, SlackChannelView, SlackLinkView, SlackStatusView } from '../slack/views.ts'
import type { FavouriteView, FreeWatchView, KnockView, PresenceView, SpaceView } from '../space/views.ts'
import { applyMessage, moveRead, readThread } from './apply-message.ts'
import type { Change, ChangePayloads } from './change.ts'
import { put, putInOrder } from './put-view.ts'

/** What somebody knows of their organization: snapshots, kept current by the feed. Every entity has one place. */
export interface FeedState {
  organization: OrganizationView | null
  members: Record<MemberId, MemberView>
  spaces: Record<SpaceId, SpaceView>
  /** A person is in one space at a time. */
  presence: Record<PersonId, PresenceView>
  /** Of oneself, by the person one waits for. */
  freeWatches: Record<PersonId, FreeWatchView>
  /** One's own, and those at rooms one is or was in, while they wait. */
  knocks: Record<string, KnockView>
  /** Whom one lists first; none for visitors. */
  favourites: Record<MemberId, FavouriteView>
  channels: Record<ChannelId, ChannelSummary>
  /** Oldest first. Of channels whose history was fetched, from there on without gaps. */
  messages: Record<ChannelId, MessageView[]>
  /** The replies of threads that were opened, in the same way, by the message that the thread began with. */
  threads: Record<MessageId, MessageView[]>
  /** Messages that threads began with, as far as they were fetched for them. They may stand in a history, too. */
  roots: Record<MessageId, MessageView>
  /** One's own; null for visitors. */
  notificationPreferences: NotificationPreferencesView | null
  customers: Record<CustomerId, CustomerView>
  contacts: Record<ContactId, ContactView>
  conversations: Record<ConversationId, ConversationView>
  /** Of conversations that were opened, oldest first. */
  conversationMessages: Record<ConversationId, ConversationMessageView[]>
  notes: Record<ConversationId, NoteView[]>
  ratings: Record<ConversationId, RatingView[]>
  teams: Record<TeamId, TeamView>
  tags: Record<TagId, TagView>
  slaPolicies: Record<SlaPolicyId, SlaPolicyView>
  /** One's own, and those that are shared. */
  savedViews: Record<SavedViewId, SavedViewView>
  macros: Record<MacroId, MacroView>
  /** Of conversations that were opened. */
  escalations: Record<ConversationId, EscalationView>
  installations: Record<string, InstallationView>
  /** By installation and channel: `slackChannelKey`. */
  slackChannels: Record<string, SlackChannelView>
  /** Of channels whose customer was looked at, by installation, channel and Slack user: `channelRoleKey`. */
  channelRoles: Record<string, ChannelRoleView>
  /** By member and installation: `linkKey`. */
  links: Record<string, SlackLinkView>
  /** Of everybody who is linked, in the same way. */
  slackStatuses: Record<string, SlackStatusView>
}

export function emptyState(): FeedState {
  return {
    organization: null,
    members: {},
    spaces: {},
    presence: {},
    freeWatches: {},
    knocks: {},
    favourites: {},
    channels: {},
    messages: {},
    threads: {},
    roots: {},
    notificationPreferences: null,
    customers: {},
    contacts: {},
    conversations: {},
    conversationMessages: {},
    notes: {},
    ratings: {},
    teams: {},
    tags: {},
    slaPolicies: {},
    savedViews: {},
    macros: {},
    escalations: {},
    installations: {},
    slackChannels: {},
    channelRoles: {},
    links: {},
    slackStatuses: {},
  }
}

export const linkKey = (link: { memberId: string; installationId: string }): string => `${link.memberId} ${link.installationId}`
export const slackChannelKey = (channel: { installationId: string; channelId: string }): string =>
  `${channel.installationId} ${channel.channelId}`

export const channelRoleKey = (role: { installationId: string; channelId: string; slackUserId: string }): string =>
  `${role.installationId} ${role.channelId} ${role.slackUserId}`

type Appliers = { [K in keyof ChangePayloads]: (state: FeedState, payload: ChangePayloads[K], me: PersonId) => void }

const APPLIERS: Appliers = {
  'identity.organizationChanged': (state, { organization }) => {
    state.organization = organization
  },
  'identity.memberChanged': (state, { member }) => put(state.members, member.id, member),
  'space.spaceChanged': (state, { space }) => put(state.spaces, space.id, space),
  'space.spaceArchived': (state, { spaceId, rev }) => {
    if ((state.spaces[spaceId]?.rev ?? 0) < rev) delete state.spaces[spaceId]
  },
  'space.spaceMembersChanged': () => {},
  'space.presenceChanged': (state, { presence }) => putPresence(state, presence),
  'space.presenceLeft': (state, { spaceId, personId }) => {
    if (state.presence[personId]?.spaceId === spaceId) delete state.presence[personId]
  },
  'space.shoulderTapped': () => {},
  'space.freeWatchChanged': (state, { watch }) => {
    if (watch.state === 'waiting') state.freeWatches[watch.personId] = watch
    else delete state.freeWatches[watch.personId]
  },
  'space.knockChanged': (state, { knock }) => {
    if (knock.state === 'waiting') put(state.knocks, knock.id, knock)
    else delete state.knocks[knock.id]
  },
  'space.favouriteChanged': (state, { favourite }) => {
    if (favourite.isFavourite) state.favourites[favourite.memberId] = favourite
    else delete state.favourites[favourite.memberId]
  },
  'chat.channelOpened': (state, { channel }) => {
    if (state.channels[channel.id]) return
    state.channels[channel.id] = { channel, lastMessage: null, unread: 0, readUpTo: null, unreadReplies: [] }
    // It is new: there is no history to fetch.
    state.messages[channel.id] ??= []
  },
  'chat.messageChanged': applyMessage,
  'chat.readMoved': moveRead,
  'chat.threadRead': readThread,
  'chat.notificationPreferencesChanged': (state, { preferences }) => {
    if ((state.notificationPreferences?.rev ?? -1) < preferences.rev) state.notificationPreferences = preferences
  },
  'inbox.customerChanged': (state, { customer }) => {
    put(state.customers, customer.id, customer)
    // Their conversations are not told one by one.
    for (const conversation of Object.values(state.conversations))
      if (conversation.customer?.id === customer.id) conversation.customer = { id: customer.id, name: customer.name }
  },
  'inbox.contactChanged': (state, { contact }) => put(state.contacts, contact.id, contact),
  'inbox.conversationChanged': (state, { conversation }) => put(state.conversations, conversation.id, conversation),
  'inbox.messageChanged': (state, { message }) => {
    takeFromOthers(state.conversationMessages, message)
    const opened = state.conversationMessages[message.conversationId]
    if (opened) putInOrder(opened, message)
  },
  'inbox.noteAdded': (state, { note }) => {
    takeFromOthers(state.notes, note)
    const opened = state.notes[note.conversationId]
    if (opened) putInOrder(opened, note)
  },
  'inbox.teammateMentioned': () => {},
  'inbox.ratingWanted': () => {},
  'inbox.ratingChanged': (state, { rating }) => {
    takeFromOthers(state.ratings, rating)
    const opened = state.ratings[rating.conversationId]
    if (opened) putInOrder(opened, rating)
  },
  'inbox.teamChanged': (state, { team }) => put(state.teams, team.id, team),
  'inbox.teamRemoved': (state, { teamId }) => {
    delete state.teams[teamId]
  },
  'inbox.tagChanged': (state, { tag }) => put(state.tags, tag.id, tag),
  'inbox.tagRemoved': (state, { tagId }) => {
    delete state.tags[tagId]
  },
  'inbox.slaPolicyChanged': (state, { policy }) => put(state.slaPolicies, policy.id, policy),
  'inbox.slaPolicyRemoved': (state, { policyId }) => {
    delete state.slaPolicies[policyId]
  },
  'inbox.savedViewChanged': (state, { view }) => put(state.savedViews, view.id, view),
  'inbox.savedViewRemoved': (state, { viewId }) => {
    delete state.savedViews[viewId]
  },
  'inbox.macroChanged': (state, { macro }) => put(state.macros, macro.id, macro),
  'inbox.macroRemoved': (state, { macroId }) => {
    delete state.macros[macroId]
  },
  'integrations.escalationChanged': (state, { escalation }) => put(state.escalations, escalation.conversationId, escalation),
  'slack.installationChanged': (state, { installation }) => put(state.installations, installation.id, installation),
  'slack.channelChanged': (state, { channel }) => {
    state.slackChannels[slackChannelKey(channel)] = channel
  },
  'slack.channelRemoved': (state, channel) => {
    delete state.slackChannels[slackChannelKey(channel)]
  },
  'slack.channelRoleChanged': (state, { channelRole }) => put(state.channelRoles, channelRoleKey(channelRole), channelRole),
  'slack.channelRoleRemoved': (state, role) => {
    delete state.channelRoles[channelRoleKey(role)]
  },
  'slack.linkChanged': (state, { link }) => put(state.links, linkKey(link), link),
  'slack.linkRemoved': (state, link) => {
    delete state.links[linkKey(link)]
  },
  'slack.statusChanged': (state, { status }) => put(state.slackStatuses, linkKey(status), status),
  'slack.statusRemoved': (state, status) => {
    delete state.slackStatuses[linkKey(status)]
  },
}

/**
 * Applies one change to a state that may be changed in place (a store's draft). In the feed's order and from any point at or before
 * the snapshots' heads, the state ends as a fresh fetch would; what is applied twice does no harm. `me`: whose state it is.
 */
export function applyChange(state: FeedState, change: Change, me: PersonId): void {
  const apply = APPLIERS[change.kind] as (state: FeedState, payload: Change['payload'], me: PersonId) => void
  apply(state, change.payload, me)
}

/** What a merge or a split has moved stands in one conversation only. */
function takeFromOthers<T extends { id: string; conversationId: ConversationId }>(lists: Record<ConversationId, T[]>, moved: T): void {
  for (const [conversationId, list] of Object.entries(lists)) {
    const index = conversationId === moved.conversationId ? -1 : list.findIndex(({ id }) => id === moved.id)
    if (index !== -1) list.splice(index, 1)
  }
}

function putPresence(state: FeedState, presence: PresenceView): void {
  const known = state.presence[presence.person.id]
  // In another space the row may be a new one, which counts from 1 again.
  if (known && known.spaceId !== presence.spaceId) state.presence[presence.person.id] = presence
  else put(state.presence, presence.person.id, presence)
}
