import { pino, type Logger } from 'pino'

export type { Logger }

/** Structured lines on stdout. What could carry a secret is cut out by name, at any of the depths we log. */
export function createLogger(level: string): Logger {
  const secret = [
    'token',
    'access_token',
    'refresh_token',
    'authorization',
    'cookie',
    'client_secret',
    'signing_secret',
    'password',
    'secret',
  ]
  return pino({
    level,
    base: undefined,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  })
}
