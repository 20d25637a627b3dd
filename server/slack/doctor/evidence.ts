import type { SlackAppView } from '@atrium/shared/slack/views.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'

/** What could be learnt about an installation and its app, before anybody says what it means. */
export interface Evidence {
  token: TokenEvidence
  /** What the bot should have been granted. */
  wantedScopes: readonly string[]
  /** Of each member whose own grant lacks something: what. */
  membersLack: readonly string[][]
  /** Our clock less Slack's; null where Slack did not say what time it is. */
  skewMs: number | null
  /** The default channel, those in which the team is told something, and the watched ones. */
  channels: ChannelEvidence[]
  history: HistoryEvidence
  /** Null where the app's own secrets do not open. */
  receiving: ReceivingEvidence | null
}

export type TokenEvidence =
  | { kind: 'works'; scopes: readonly string[] }
  /** It belongs to another workspace than the one that was connected. */
  | { kind: 'of_another_workspace'; teamName: string }
  | { kind: 'refused'; failure: SlackFailure }
  /** Disconnected, or revoked and taken away. */
  | { kind: 'none'; reason: string | null }
  /** The row does not open: a key is missing here. */
  | { kind: 'unreadable'; reason: string }

export interface ChannelEvidence {
  channelId: string
  name: string
  isPrivate: boolean
  isWatched: boolean
  /** As Slack says now; `refused`: it does not find the channel. */
  at: { kind: 'found'; isMember: boolean; isArchived: boolean } | { kind: 'refused' } | { kind: 'not_asked' }
}

/** `capped`: fewer messages than were asked for, though there are more. `limited`: told to wait after two calls. */
export type HistoryEvidence = { kind: 'full' } | { kind: 'capped' } | { kind: 'limited'; retryAfterMs: number } | { kind: 'not_asked' }

export interface ReceivingEvidence {
  mode: SlackAppView['mode']
  hasSigningSecret: boolean
  hasAppToken: boolean
  /** The last request in the app's name that was not believed. */
  refused: { atMs: number; because: 'signature' | 'time' } | null
  lastEventAtMs: number | null
  /** Of the request URL, in HTTP mode. */
  address: AddressEvidence
  /** Of a connection that was opened to see, in Socket Mode. */
  socket: SocketEvidence
}

export type AddressEvidence =
  | { kind: 'answers' }
  /** Slack has no way to an address inside a network. */
  | { kind: 'private'; url: string }
  | { kind: 'silent'; url: string; reason: string }
  | { kind: 'not_asked' }

export type SocketEvidence =
  | { kind: 'opens' }
  | { kind: 'refused'; failure: SlackFailure }
  /** Slack let us connect and said that Socket Mode is off. */
  | { kind: 'off' }
  | { kind: 'silent'; reason: string }
  | { kind: 'not_asked' }
