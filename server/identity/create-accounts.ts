import { sql } from 'kysely'
import type { Connection } from '@atrium/db/connect.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import type { Account, Accounts, AccountSession, OutgoingEmail, SlackSignIn } from '../infra/accounts.ts'
import type { Clock } from '../infra/clock.ts'
import { parseSlackSubject, SLACK_PROVIDER } from './slack/slack-subject.ts'

const HASH = sql`encode(sha256(decode("token", 'escape')), 'hex')`

/** Reads better-auth's tables over the connection of the role `auth`; better-auth itself writes them, sessions ended here apart. */
export function createAccounts(connection: Connection, clock: Clock): Accounts {
  const { db } = connection
  const now = () => new Date(clock.now())
  return {
    async find(userId) {
      const { rows } = await sql<Account>`
        select id as "userId", name, email, "emailVerified" from auth."user" where id = ${userId}
      `.execute(db)
      return rows[0] ?? null
    },
    async markVerified(userId) {
      await sql`update auth."user" set "emailVerified" = true, "updatedAt" = ${now()} where id = ${userId} and not "emailVerified"`.execute(
        db,
      )
    },
    async sessionsOf(userId) {
      const { rows } = await sql<SessionRow>`
        select id, ${HASH} as hash, "createdAt", "expiresAt", "ipAddress", "userAgent"
        from auth."session" where "userId" = ${userId} and "expiresAt" > ${now()} order by "createdAt" desc, id
      `.execute(db)
      return rows.map(toSession)
    },
    async endSession(userId: UserId, sessionId: string) {
      const { numAffectedRows } = await sql`delete from auth."session" where "userId" = ${userId} and id = ${sessionId}`.execute(db)
      return numAffectedRows === 1n
    },
    async endedAmong(hashes) {
      const { rows } = await sql<{ hash: string }>`
        select ${HASH} as hash from auth."session" where ${HASH} = any(${hashes}) and "expiresAt" > ${now()}
      `.execute(db)
      const valid = new Set(rows.map((row) => row.hash))
      return hashes.filter((hash) => !valid.has(hash))
    },
    async slackSignIn(userId) {
      const { rows } = await sql<SlackRow>`
        select "accountId", "createdAt" from auth."account" where "userId" = ${userId} and "providerId" = ${SLACK_PROVIDER}
      `.execute(db)
      return rows[0] ? toSlackSignIn(rows[0]) : null
    },
    async removeSlackSignIn(userId) {
      const { rows } = await sql<SlackRow>`
        delete from auth."account" where "userId" = ${userId} and "providerId" = ${SLACK_PROVIDER} returning "accountId", "createdAt"
      `.execute(db)
      return rows[0] ? toSlackSignIn(rows[0]) : null
    },
    async outgoingEmail(limit) {
      const rows = await db
        .selectFrom('auth.outgoing_email')
        .select(['id', 'to_address', 'subject', 'body', 'link', 'created_at'])
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row): OutgoingEmail => ({
        id: row.id,
        to: row.to_address,
        subject: row.subject,
        body: row.body,
        link: row.link,
        createdAtMs: row.created_at.getTime(),
      }))
    },
  }
}

interface SessionRow {
  id: string
  hash: string
  createdAt: Date
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
}

interface SlackRow {
  accountId: string
  createdAt: Date
}

function toSlackSignIn({ accountId, createdAt }: SlackRow): SlackSignIn {
  return { ...parseSlackSubject(accountId), sinceMs: createdAt.getTime() }
}

function toSession(row: SessionRow): AccountSession {
  return {
    id: row.id,
    hash: row.hash,
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt.getTime(),
    address: row.ipAddress,
    userAgent: row.userAgent,
  }
}
