import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node'
import { magicLink } from 'better-auth/plugins/magic-link'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Connection } from '@atrium/db/connect.ts'
import { newId, type Id, type UserId } from '@atrium/shared/ids.ts'
import { PASSWORD_LENGTH } from '@atrium/shared/identity/password.ts'
import type { Config } from '../infra/config.ts'
import { enqueueEmail, type NewEmail } from '../infra/outgoing-email.ts'
import type { Services } from '../infra/services.ts'
import { passwordEmail, signInEmail, verificationEmail } from './auth-email.ts'
import { ADDRESS_HEADER, authOptions } from './auth-options.ts'
import { cookieNames, readCookie } from './cookies.ts'
import { findMemberActor, findVisitorActor, STRANGER, type ResolvedActor } from './resolve-actor.ts'
import type { SessionSockets } from './session-sockets.ts'
import { slackPlugin } from './slack/slack-plugin.ts'
import { syncMemberships } from './sync-account.ts'
import { hashToken } from './tokens.ts'

export interface AuthParts {
  config: Config
  services: Services
  /** Of the role `auth`. */
  connection: Connection
  /** Told at once of sessions that end on this node. */
  sockets?: SessionSockets
}
export interface Auth {
  /** Serves `/api/auth/*`; reads the body itself. `address`: of the peer. */
  handle(request: IncomingMessage, response: ServerResponse, address: string): Promise<void>
  /** Who sent these headers. Asks the database every time: nothing of it may be cached. */
  resolveActor(headers: IncomingHttpHeaders): Promise<ResolvedActor>
  /** Opens a session without asking for anything. @returns the `Set-Cookie` headers. */
  openSession(userId: UserId, headers: IncomingHttpHeaders): Promise<string[]>
}

/** Accounts and sessions, by better-auth on Postgres. */
export function createAuth(parts: AuthParts): Auth {
  const { config, services } = parts
  const auth = betterAuthOf(parts)
  const handler = toNodeHandler(auth)
  const names = cookieNames(config.publicUrl)
  return {
    handle(request, response, address) {
      request.headers[ADDRESS_HEADER] = address
      return handler(request, response)
    },
    async resolveActor(headers) {
      const found = readCookie(headers.cookie, names.session)
        ? await auth.api.getSession({ headers: fromNodeHeaders(headers), query: { disableRefresh: true } })
        : null
      if (found) {
        const userId = found.user.id as UserId
        const actor = await findMemberActor(services, userId, readCookie(headers.cookie, names.organization))
        if (actor || !readCookie(headers.cookie, names.visitor)) return { actor, userId, sessionHash: hashToken(found.session.token) }
      }
      return (await resolveVisitor(services, readCookie(headers.cookie, names.visitor))) ?? (found ? signedIn(found) : STRANGER)
    },
    async openSession(userId, headers) {
      const answer = await auth.api.openSession({ body: { userId }, headers: fromNodeHeaders(headers), asResponse: true })
      if (!answer.ok) throw new Error('the session could not be opened')
      return answer.headers.getSetCookie()
    },
  }
}

function signedIn(found: { user: { id: string }; session: { token: string } }): ResolvedActor {
  return { actor: null, userId: found.user.id as UserId, sessionHash: hashToken(found.session.token) }
}

async function resolveVisitor(services: Services, token: string | null): Promise<ResolvedActor | null> {
  const actor = token ? await findVisitorActor(services, token) : null
  return actor && token ? { actor, userId: null, sessionHash: hashToken(token) } : null
}

/** For the demo. Without a path, so that nothing but this process can call it. */
const openSession = createAuthEndpoint({ method: 'POST', body: z.object({ userId: z.string() }) }, async (context) => {
  const { internalAdapter } = context.context
  const user = await internalAdapter.findUserById(context.body.userId)
  if (!user) throw context.error('NOT_FOUND')
  const session = await internalAdapter.createSession(user.id)
  await setSessionCookie(context, { session, user })
  return context.json({ ok: true })
})

function betterAuthOf({ config, services, connection, sockets }: AuthParts) {
  const owe = (email: NewEmail) => enqueueEmail(connection.db, email, services.clock.now())
  const options = authOptions(config, services.logger)
  const { slackSignIn } = config
  return betterAuth({
    ...options,
    database: { db: connection.db, type: 'postgres', transaction: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, url }) => owe(passwordEmail(user.email, url)),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendVerificationEmail: ({ user, url }) => owe(verificationEmail(user.email, url)),
    },
    advanced: {
      ...options.advanced,
      database: { generateId: () => newId<Id<'auth'>>(services.clock.now()) },
    },
    databaseHooks: {
      user: { update: { after: (user) => syncMemberships(services, user.id as UserId) } },
      session: { delete: { after: async (session) => sockets?.closeSession(hashToken(session.token)) } },
    },
    plugins: [
      magicLink({ expiresIn: 15 * 60, storeToken: 'hashed', sendMagicLink: ({ email, url }) => owe(signInEmail(email, url)) }),
      ...(slackSignIn ? [slackPlugin({ signIn: slackSignIn, services, connection })] : []),
      { id: 'atrium', endpoints: { openSession } },
    ],
  })
}
