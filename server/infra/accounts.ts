import type { UserId } from '@atrium/shared/ids.ts'

/** The person behind a sign-in, apart from any organization. */
export interface Account {
  userId: UserId
  name: string
  email: string
  emailVerified: boolean
}
export interface AccountSession {
  id: string
  /** SHA-256 of its token, in hex. */
  hash: string
  createdAtMs: number
  expiresAtMs: number
  address: string | null
  userAgent: string | null
}
export interface OutgoingEmail {
  id: string
  to: string
  subject: string
  body: string
  /** The address that the e-mail asks to open. */
  link: string | null
  createdAtMs: number
}

/** The Slack user by whom somebody signs in. */
export interface SlackSignIn {
  teamId: string
  slackUserId: string
  sinceMs: number
}

/** The accounts and their sessions, which live under a database role of their own. Made by `identity/create-accounts.ts`. */
export interface Accounts {
  find(userId: UserId): Promise<Account | null>
  /** Once the person has opened a link that went to this address. */
  markVerified(userId: UserId): Promise<void>
  /** Not expired, the newest first. */
  sessionsOf(userId: UserId): Promise<AccountSession[]>
  /** @returns whether this person had such a session. */
  endSession(userId: UserId, sessionId: string): Promise<boolean>
  /** Those of `hashes` that are not, or no longer, valid. */
  endedAmong(hashes: string[]): Promise<string[]>
  /** Null: they have never signed in with Slack, or have removed it. */
  slackSignIn(userId: UserId): Promise<SlackSignIn | null>
  /** @returns what was removed. */
  removeSlackSignIn(userId: UserId): Promise<SlackSignIn | null>
  /** The last e-mails, the newest first. */
  outgoingEmail(limit: number): Promise<OutgoingEmail[]>
}
