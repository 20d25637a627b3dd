import type { NotificationPreferencesView } from '../chat/notification-preferences.ts'
import type { ChannelView, MessageView, ThreadNews } from '../chat/views.ts'
import type {
  ChannelId,
  ContactId,
  ConversationId,
  MacroId,
  MemberId,
  MessageId,
  NoteId,
  OrganizationId,
  PersonId,
  RoomId,
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
import type { Signal } from './signal.ts'
import type { FavouriteView, FreeWatchView, KnockView, PresenceView, SpaceMemberView, SpaceView, TapView } from '../space/views.ts'

/**
 * Everything that can happen, as the feed tells it. A change carries the whole new view of one entity, so that applying
 * it is "put, unless what I have has a higher rev": no order but the feed's is needed and applying twice is harmless.
 */
export interface ChangePayloads {
  'identity.organizationChanged': { organization: OrganizationView }
  'identity.memberChanged': { member: MemberView }
  'space.spaceChanged': { space: SpaceView }
  'space.spaceArchived': { spaceId: SpaceId; rev: number }
  /** Who is something in a space. A notice and no state: whoever shows it has asked for it. */
  'space.spaceMembersChanged': { spaceId: SpaceId; members: SpaceMemberView[] }
  'space.presenceChanged': { presence: PresenceView }
  'space.presenceLeft': { spaceId: SpaceId; personId: PersonId; rev: number }
  /** Somebody wants their attention. A notice and no state: whoever was not there has missed it. */
  'space.shoulderTapped': { tap: TapView }
  /** Of the person who is told: they wait for somebody to be available, or need not any more. */
  'space.freeWatchChanged': { watch: FreeWatchView }
  'space.knockChanged': { knock: KnockView }
  /** Of the member who is told. */
  'space.favouriteChanged': { favourite: FavouriteView }
  'chat.channelOpened': { channel: ChannelView }
  'chat.messageChanged': {
    message: MessageView
    revision?: MessageRevision
    /** Of a reply that came or went: what it has made of the message that its thread began with. */
    root?: ThreadNews
    /** Of a new reply: whom it concerns, so that it is unread to them: in its thread, or in the channel when it is also there. */
    unreadFor?: PersonId[]
  }
  'chat.readMoved': { channelId: ChannelId; personId: PersonId; messageId: MessageId; unread: number }
  /** They have read a thread up to there. */
  'chat.threadRead': { channelId: ChannelId; personId: PersonId; threadRootId: MessageId; messageId: MessageId }
  'chat.notificationPreferencesChanged': { preferences: NotificationPreferencesView }
  'inbox.customerChanged': { customer: CustomerView }
  'inbox.contactChanged': { contact: ContactView }
  'inbox.conversationChanged': {
    conversation: ConversationView
    /** It is the first that is told of it. */
    opened?: true
  }
  'inbox.messageChanged': { message: ConversationMessageView }
  'inbox.noteAdded': { note: NoteView }
  /** In a note, whose words are not told here: this may be told where notes must not go. A notice and no state. */
  'inbox.teammateMentioned': { conversationId: ConversationId; noteId: NoteId; authorId: MemberId | null; mentionedIds: MemberId[] }
  /** It was closed: whoever was helped is to be asked how it was. A notice and no state. */
  'inbox.ratingWanted': { conversationId: ConversationId }
  'inbox.ratingChanged': { rating: RatingView }
  'inbox.teamChanged': { team: TeamView }
  'inbox.teamRemoved': { teamId: TeamId; rev: number }
  'inbox.tagChanged': { tag: TagView }
  'inbox.tagRemoved': { tagId: TagId; rev: number }
  'inbox.slaPolicyChanged': { policy: SlaPolicyView }
  'inbox.slaPolicyRemoved': { policyId: SlaPolicyId; rev: number }
  'inbox.savedViewChanged': { view: SavedViewView }
  'inbox.savedViewRemoved': { viewId: SavedViewId; rev: number }
  'inbox.macroChanged': { macro: MacroView }
  'inbox.macroRemoved': { macroId: MacroId; rev: number }
  'integrations.escalationChanged': { escalation: EscalationView }
  'slack.installationChanged': { installation: InstallationView }
  'slack.channelChanged': { channel: SlackChannelView }
  /** Its id is another from now on. */
  'slack.channelRemoved': { installationId: string; channelId: string; rev: number }
  'slack.channelRoleChanged': { channelRole: ChannelRoleView }
  'slack.channelRoleRemoved': { installationId: string; channelId: string; slackUserId: string; rev: number }
  'slack.linkChanged': { link: SlackLinkView }
  'slack.linkRemoved': { memberId: MemberId; installationId: string; rev: number }
  'slack.statusChanged': { status: SlackStatusView }
  'slack.statusRemoved': { memberId: MemberId; installationId: string; rev: number }
}
/**
 * What a person did in Atrium to a message that stood already. It is not there when the message is new, is only shown anew,
 * or was changed outside: so what came from outside never goes back there.
 */
export type MessageRevision =
  | { kind: 'edited' | 'deleted' }
  | { kind: 'reactionAdded' | 'reactionRemoved'; personId: PersonId; emoji: string }
export type ChangeKind = keyof ChangePayloads
export type Change = { [K in ChangeKind]: { kind: K; payload: ChangePayloads[K] } }[ChangeKind]
export type SequencedChange = Change & { seq: number }

/**
 * Who a change is for, as tokens; a subscriber gets it when one of theirs is among them.
 * `members`: every member. `admins`: owners and admins. `space:…`: who may be everywhere in that space, visitors too. `person:…`: one person.
 * `map:…` and `room:…`: visitors of one room alone, who see who is in the space and hear what is said in that room.
 */
export type AudienceToken = 'members' | 'admins' | `space:${SpaceId}` | `map:${SpaceId}` | `room:${RoomId}` | `person:${PersonId}`

export interface NewChange<K extends ChangeKind = ChangeKind> {
  kind: K
  audience: AudienceToken[]
  entityId: SpaceId | PersonId | ContactId | OrganizationId | string
  rev: number
  payload: ChangePayloads[K]
}

/** What one tracked item of the subscription holds; its id is the last `seq` the subscriber has seen, also when the batch is empty. */
export type FeedItem =
  | { type: 'changes'; changes: SequencedChange[] }
  | { type: 'signal'; signal: Signal }
  | { type: 'heartbeat' }
  | { type: 'resync' }
