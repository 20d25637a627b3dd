import type { ContactId, CustomerId, InstallationId, MemberId, SlackAppId } from '../ids.ts'
import type { SlackNotificationView } from './notifications.ts'

export interface SlackAppView {
  id: SlackAppId
  appId: string
  clientId: string
  mode: 'http' | 'socket'
}
export interface InstallationView {
  id: InstallationId
  slackAppId: SlackAppId
  teamId: string
  teamName: string
  teamDomain: string
  state: 'active' | 'disconnected' | 'revoked'
  /** Why it is not active, in words for people. */
  stateReason: string | null
  defaultChannelId: string | null
  missingScopes: string[]
  /** Who may act from Slack; empty: everyone. */
  allowedUsers: AllowedUserView[]
  /** The bot is to post in public channels that it was not invited to. */
  postsPublicly: boolean
  /** Of what the team is told there, and where. */
  notifications: SlackNotificationView[]
  /** Slack's name of the emoji that makes a conversation of a message's thread. */
  conversationEmoji: string
  lastEventAt: number | null
  rev: number
}
export interface SlackChannelView {
  installationId: InstallationId
  channelId: string
  name: string
  isPrivate: boolean
  isExtShared: boolean
  isArchived: boolean
  isMember: boolean
  /** The customer whose conversations it opens; null when it is not watched. */
  customerId: CustomerId | null
}
export const CHANNEL_ROLES = ['agent', 'customer'] as const
/** In one channel this Slack user counts as that, whatever they are otherwise. */
export interface ChannelRoleView {
  installationId: InstallationId
  channelId: string
  slackUserId: string
  /** As far as it is known; else their id. */
  name: string
  role: (typeof CHANNEL_ROLES)[number]
  rev: number
}
/** Somebody as a workspace knows them. */
export interface SlackIdentityView {
  installationId: InstallationId
  teamName: string
  slackUserId: string
  name: string
  /** Of another workspace. */
  isForeign: boolean
  /** Whose identity it is; of several who were merged, the one it came with. */
  contactId: ContactId
}
export const READING_DELAYS_MINUTES = [1, 2, 5, 15] as const
export type ReadingDelayMinutes = (typeof READING_DELAYS_MINUTES)[number]

export interface SlackLinkView {
  memberId: MemberId
  installationId: InstallationId
  slackUserId: string
  slackEmail: string
  /** Their grant lets us write as them (BR2). */
  canPost: boolean
  /** What we ask for and their grant does not give, or not any more. */
  missingScopes: string[]
  preference: 'always' | 'when_inactive'
  /** With `when_inactive`: how long what is written to them while they are active waits to be read here. */
  readingDelayMinutes: ReadingDelayMinutes
  /** Atrium is to say in their Slack status where they are, and their grant lets it. */
  showsPlace: boolean
  canShowPlace: boolean
  rev: number
}
/** What a linked member says of themselves in Slack. */
export interface SlackStatusView {
  memberId: MemberId
  installationId: InstallationId
  text: string
  /** A custom one of the workspace as `:name:`. */
  emoji: string | null
  /** When Slack takes it back, in ms since the epoch. */
  until: number | null
  /** Null: not known yet. */
  presence: 'active' | 'away' | null
  rev: number
}
export interface AllowedUserView {
  slackUserId: string
  /** As they were called when they were put on the list. */
  name: string
}
export type FindingCode =
  | 'not_connected'
  | 'unreadable_token'
  | 'bad_token'
  | 'revoked_token'
  | 'expired_token'
  | 'wrong_workspace'
  | 'missing_scope'
  | 'members_scopes'
  | 'slack_unreachable'
  | 'slack_failing'
  | 'clock_skew'
  | 'unknown_channel'
  | 'not_in_private_channel'
  | 'not_in_channel'
  | 'archived_channel'
  | 'restricted_history'
  | 'both_modes'
  | 'no_signing_secret'
  | 'wrong_signing_secret'
  | 'unreachable_url'
  | 'nothing_arrived'
  | 'no_app_token'
  | 'bad_app_token'
  | 'app_token_scope'
  | 'socket_mode_off'
/** One thing that the doctor found, in words for whoever runs Atrium. */
export interface FindingView {
  code: FindingCode
  /** A problem keeps something from working; a notice is worth knowing. */
  severity: 'problem' | 'notice'
  what: string
  remedy: string
}
export interface SlackHealthView {
  mode: SlackAppView['mode']
  state: InstallationView['state']
  lastEventAt: number | null
  /** How long after it happened at Slack that event came, to the second. */
  lastEventLagMs: number | null
  /** Came and could not be applied yet. */
  waitingEvents: number
  /** Given up. */
  deadEvents: number
  queuedDeliveries: number
  /** Of those that wait, since when the longest does. */
  oldestQueuedAt: number | null
  /** Channels to which a call is under way whose answer was lost. */
  unknownLanes: number
  /** Channels to which nothing goes out. */
  blockedLanes: number
  blockedReason: string | null
  lastError: { at: number; text: string } | null
  missingScopes: string[]
  /** Members whose own grant lacks something that we ask for. */
  membersLackingScopes: number
}
