import type { UserId } from '@atrium/shared/ids.ts'
import type { SessionView } from '@atrium/shared/identity/session-views.ts'
import type { Accounts } from '../infra/accounts.ts'

/** Where this person is signed in, the newest first. */
export async function listSessions(
  accounts: Accounts,
  { userId, sessionHash }: { userId: UserId; sessionHash: string | null },
): Promise<SessionView[]> {
  const sessions = await accounts.sessionsOf(userId)
  return sessions.map(({ id, hash, createdAtMs, expiresAtMs, address, userAgent }) => ({
    id,
    current: hash === sessionHash,
    createdAt: createdAtMs,
    expiresAt: expiresAtMs,
    address,
    userAgent,
  }))
}
