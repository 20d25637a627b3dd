import type { BetterAuthOptions } from 'better-auth'
import type { Config } from '../infra/config.ts'
import type { Logger } from '../infra/logger.ts'
import { cookieNames, isSecure } from './cookies.ts'
import { createRateLimitMemory } from './rate-limit-memory.ts'

/** Carries the peer's address to better-auth; overwritten on every request, so that nobody outside can set it. */
export const ADDRESS_HEADER = 'x-atrium-address'

const SESSION_S = 30 * 24 * 3_600

/** What of better-auth's configuration follows from ours alone. */
export function authOptions({ publicUrl, authSecret, demo }: Config, logger: Logger) {
  const secure = isSecure(publicUrl)
  const attributes = { secure, httpOnly: true, sameSite: 'lax', path: '/' } as const
  const named = (name: string) => ({ name: secure ? `__Host-${name}` : name, attributes })
  const perMinute = (max: number) => ({ window: 60, max: demo ? max * 20 : max })
  return {
    appName: 'Atrium',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: authSecret,
    trustedOrigins: [publicUrl],
    telemetry: { enabled: false },
    // Where somebody ends up who comes back from Slack too late to be told from which page they left.
    onAPIError: { errorURL: `${publicUrl}/sign-in` },
    // A way of signing in is added by signing in, and removed in the settings, which tell the audit log.
    disabledPaths: ['/link-social', '/unlink-account', '/list-accounts', '/account-info', '/get-access-token', '/refresh-token'],
    session: { expiresIn: SESSION_S, updateAge: 24 * 3_600, cookieCache: { enabled: false } },
    // Per address: a whole office may come from one.
    rateLimit: {
      enabled: true,
      customStorage: createRateLimitMemory(),
      ...perMinute(300),
      customRules: {
        '/sign-in/*': perMinute(30),
        '/sign-up/*': perMinute(30),
        '/callback/*': perMinute(30),
        '/request-password-reset': perMinute(5),
        '/send-verification-email': perMinute(5),
      },
    },
    advanced: {
      // Both are off by themselves where NODE_ENV says test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      // The prefix `__Secure-` would stand before ours.
      useSecureCookies: false,
      cookies: {
        session_token: { ...named('atrium-session'), name: cookieNames(publicUrl).session },
        dont_remember: named('atrium-forget'),
        // Ten minutes, as what it stands for.
        state: { name: named('atrium-sign-in').name, attributes: { ...attributes, maxAge: 600 } },
      },
      defaultCookieAttributes: attributes,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // The message alone: what follows it may hold an address or a token.
    logger: {
      level: 'error',
      log: (level, message) => logger[level === 'debug' || level === 'info' || level === 'warn' ? level : 'error'](message),
    },
  } satisfies BetterAuthOptions
}
