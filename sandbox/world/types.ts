import type { MessageSubtype } from '../events/event-kinds.ts'

/** What exists in the sandbox. Field names follow Slack's, in camel case; `present/` turns them into Slack's wire shapes. */

export type Json = Record<string, unknown>

export interface Team {
  id: string
  name: string
  domain: string
  created: number
}

export interface User {
  id: string
  teamId: string
  name: string
  realName: string
  displayName: string
  email?: string
  /** They have not opened Slack's own link to confirm it yet. */
  emailUnconfirmed?: boolean
  title: string
  phone: string
  isAdmin: boolean
  isBot: boolean
  botId?: string
  appId?: string
  deleted: boolean
  tz: string
  image?: string
  statusText: string
  statusEmoji: string
  statusExpiration: number
  presence: 'active' | 'away'
  /** Seconds. */
  updated: number
}

export interface Bot {
  id: string
  appId: string
  teamId: string
  userId: string
  name: string
  deleted: boolean
  updated: number
}

export interface SlashCommand {
  command: string
  url?: string
  description?: string
}

export interface Shortcut {
  callback_id: string
  name: string
  type: 'global' | 'message'
}

export interface App {
  id: string
  name: string
  clientId: string
  clientSecret: string
  signingSecret: string
  verificationToken: string
  appToken: string
  botScopes: string[]
  userScopes: string[]
  /** Those of the scopes that whoever allows the app may leave out. */
  optionalScopes: { bot: string[]; user: string[] }
  redirectUrls: string[]
  eventsUrl?: string
  /** False until the URL has answered Slack's challenge; nothing is sent to it before. */
  eventsUrlVerified: boolean
  interactivityUrl?: string
  /** Where menus whose options come from the app ask for them. */
  optionsUrl?: string
  commands: SlashCommand[]
  shortcuts: Shortcut[]
  socketMode: boolean
  /** "Delayed Events": what still failed after the retries is tried again every hour of the next day. */
  delayedEvents: boolean
  /** Switched off because nearly everything failed; a new events URL switches it on again. */
  isDisabled: boolean
  tokenRotation: boolean
  /** Slack calls such an app a public client: only it may send a `code_challenge`. */
  pkceEnabled: boolean
  /** Sold outside Slack's Marketplace: one `history` or `replies` call a minute, of at most 15 objects. */
  restrictedHistory: boolean
  /** Absent: every type. */
  botEvents?: string[]
  userEvents?: string[]
}

export interface Installation {
  appId: string
  teamId: string
  installedBy: string
  botUserId?: string
  botId?: string
  botScopes: string[]
}

export type TokenKind = 'bot' | 'user' | 'app'

export interface Token {
  value: string
  kind: TokenKind
  appId: string
  teamId: string
  userId: string
  scopes: string[]
  /** What its posts carry as `bot_id`. A user token has one too, not the app's own. */
  botId?: string
  /** Milliseconds; absent: never. */
  expiresAtMs?: number
  state: 'active' | 'revoked' | 'inactive'
}

export interface RefreshToken {
  value: string
  kind: 'bot' | 'user'
  appId: string
  teamId: string
  userId: string
  used: boolean
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim'

export interface Channel {
  id: string
  kind: ChannelKind
  name: string
  homeTeamId: string
  /** Every workspace that sees the channel, the home one included. */
  teamIds: string[]
  members: string[]
  creator: string
  created: number
  updated: number
  isArchived: boolean
  isGeneral: boolean
  isReadOnly: boolean
  topic: string
  purpose: string
  previousNames: string[]
  messages: Map<string, Message>
  /** Of the last message ever posted here, gone or not. */
  latestTs?: string
  lastRead: Map<string, string>
}

export interface Reaction {
  name: string
  users: string[]
}

export interface Message {
  ts: string
  channelId: string
  /** Who posted: a person or the bot's user. */
  authorId: string
  teamId: string
  botId?: string
  appId?: string
  subtype?: MessageSubtype
  username?: string
  icons?: Json
  text: string
  blocks?: Json[]
  attachments?: Json[]
  metadata?: Json
  /** The root's ts, on replies only. */
  threadTs?: string
  edited?: { user: string; ts: string }
  reactions: Reaction[]
  fileIds: string[]
  clientMsgId?: string
  /** What this subtype says beyond its text: who invited, the old name, the topic. */
  details?: Json
  /** A deleted root whose replies stay. */
  isTombstone?: boolean
}

export interface StoredFile {
  id: string
  teamId: string
  userId: string
  name: string
  title: string
  mimetype: string
  filetype: string
  size: number
  altText?: string
  bytes: Buffer
  created: number
  state: 'pending' | 'uploaded' | 'complete' | 'deleted'
  /** Absent: Slack has it, and shows it. `external`: only a link. `hidden_by_limit`: behind the limit of the free plan. */
  mode?: 'external' | 'hidden_by_limit'
  /** Events and histories name it by its id alone: apps have to ask. */
  needsInfo?: boolean
  /** Pixels, of pictures that can be read. */
  width?: number
  height?: number
  uploadKey: string
  shares: { channelId: string; ts: string; threadTs?: string; userId: string }[]
}

export interface View {
  id: string
  appId: string
  teamId: string
  userId: string
  type: 'modal' | 'home'
  content: Json
  hash: string
  rootViewId: string
  previousViewId?: string
  isOpen: boolean
}

export interface Trigger {
  id: string
  appId: string
  teamId: string
  userId: string
  viewId?: string
  expiresAtMs: number
  used: boolean
}

export interface ResponseUrl {
  id: string
  appId: string
  teamId: string
  channelId: string
  userId: string
  messageTs?: string
  isEphemeral: boolean
  usesLeft: number
  expiresAtMs: number
}

/** Ephemeral messages are seen by one person and are in no history. */
export interface EphemeralMessage {
  channelId: string
  userId: string
  message: Message
}

export interface OAuthCode {
  code: string
  appId: string
  teamId: string
  userId: string
  botScopes: string[]
  userScopes: string[]
  redirectUri: string
  expiresAtMs: number
  nonce?: string
  /** Of PKCE, by S256. */
  codeChallenge?: string
}

export interface ApiLogEntry {
  n: number
  at: number
  app_id: string | null
  team_id: string | null
  token_kind: TokenKind | null
  method: string
  args: Json
  ok: boolean
  error: string | null
  status: number
  /** As the answer's `Retry-After` said; null where it had none. */
  retry_after_s: number | null
  /** A fault that somebody asked for. `after`: the call was carried out all the same. */
  fault: { kind: string; when: 'before' | 'after' } | null
}

export interface DeliveryAttempt {
  at: number
  via: 'http' | 'socket'
  /** HTTP status; 0 where nothing was answered. */
  status: number
  error?: string
}

export interface Delivery {
  n: number
  /** When it happened; the attempts say when it left. */
  at: number
  event_id: string
  app_id: string
  team_id: string
  type: string
  kind: 'events_api' | 'interactive' | 'slash_commands'
  payload: Json
  attempts: DeliveryAttempt[]
  /** What was asked to go wrong with it, in words. */
  fault?: string
  /** `limited`: never sent, the app had its share of this hour. `disabled`: its subscriptions are switched off. */
  state: 'pending' | 'delivered' | 'failed' | 'dropped' | 'limited' | 'disabled'
}
