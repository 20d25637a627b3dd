import { z } from 'zod'

/** One environment variable: how its text is read, what is expected of it in words, and what holds when it is unset. */
export interface Variable<T = unknown> {
  /** Of a text that is not empty. */
  schema: z.ZodType<T, string>
  /** Follows "expected" in the error. */
  expected: string
  /** As it would be written; null: no default. */
  fallback: string | null
  required: boolean
  about: string
}

function variable<T>(
  schema: z.ZodType<T, string>,
  rest: Omit<Variable, 'schema' | 'fallback' | 'required'> & { fallback?: string; required?: boolean },
) {
  return { schema, fallback: null, required: false, ...rest } satisfies Variable<T>
}

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535)
const count = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number)
  .refine((value) => value <= 1_000_000)
const megabytes = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number)
  .refine((value) => value <= 1_000)
const days = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number)
  .refine((value) => value <= 3_650)
const urlOf = (...protocols: string[]) => z.string().refine((text) => protocols.includes(parseUrl(text)?.protocol ?? ''))
const origin = urlOf('http:', 'https:')
  .refine((text) => parseUrl(text)?.pathname === '/' && !parseUrl(text)?.search && !parseUrl(text)?.username)
  .transform((text) => new URL(text).origin)
const baseUrl = urlOf('http:', 'https:').transform((text) => (text.endsWith('/') ? text : `${text}/`))

export interface SecretKey {
  id: string
  /** 32 bytes. */
  key: Buffer
}
const secretKeys = z.string().transform((text, context): SecretKey[] => {
  const keys = text.split(',').map((part) => part.trim().split(/:(.*)/s))
  const parsed = keys.map(([id = '', encoded = '']) => ({ id, key: Buffer.from(encoded, 'base64') }))
  const fine = parsed.every(({ id, key }) => /^[a-z0-9][a-z0-9-]{0,30}$/.test(id) && key.length === 32)
  if (!fine || new Set(parsed.map(({ id }) => id)).size !== parsed.length) context.addIssue('not a list of keys')
  return parsed
})

/** Everything that the server reads from its environment. `docs/environment.md` is this table in print. */
export const VARIABLES = {
  PUBLIC_URL: variable(origin, {
    expected: 'the address people open, such as https://atrium.example.com, without a path',
    about:
      'The address people open. Cookies, links in e-mails and Slack callbacks are made from it. Unset: `http://localhost:PORT`. Over `https` the cookies are `__Host-` and `Secure`.',
  }),
  HOST: variable(z.string().regex(/^[a-zA-Z0-9.:_-]+$/), {
    expected: 'an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0',
    fallback: '127.0.0.1',
    about: 'Where the server listens.',
  }),
  PORT: variable(port, { expected: 'a port from 1 to 65535', fallback: '3000', about: 'The port it listens on.' }),
  DATABASE_URL: variable(urlOf('postgres:', 'postgresql:'), {
    expected: 'a postgres:// address of a user who may create roles, such as postgres://atrium:password@db.example.com/atrium',
    required: true,
    about: 'Your own Postgres. `pnpm start` without it runs one of its own in `DATA_FOLDER`.',
  }),
  DATA_FOLDER: variable(z.string(), {
    expected: 'a folder',
    fallback: 'data',
    about: 'What is kept on disk: the embedded Postgres, and the secrets of the demo.',
  }),
  AUTH_SECRET: variable(z.string().min(32), {
    expected: 'at least 32 random characters (openssl rand -base64 32)',
    required: true,
    about: 'Signs cookies. Changing it signs everybody out.',
  }),
  SECRET_KEYS: variable(secretKeys, {
    expected:
      'id:key pairs separated by commas, the id of a-z, 0-9 and -, the key 32 bytes in base64 (echo "k1:$(openssl rand -base64 32)")',
    required: true,
    about:
      'Keys that encrypt Slack tokens and other secrets at rest. The first encrypts, all decrypt: to change it see [rotating-keys.md](guides/rotating-keys.md).',
  }),
  SMTP_URL: variable(urlOf('smtp:', 'smtps:'), {
    expected: 'an smtp:// or smtps:// address, such as smtps://user:password@mail.example.com',
    about: 'Sends the e-mails. Unset: they stay in the table `auth.outgoing_email`.',
  }),
  MAIL_FROM: variable(z.string().regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/), {
    expected: 'a sender, such as Atrium <atrium@example.com>',
    about: 'The sender of the e-mails. Unset: `Atrium <no-reply@` and the host of `PUBLIC_URL`.',
  }),
  SLACK_API_URL: variable(baseUrl, {
    expected: 'an http(s) address',
    fallback: 'https://slack.com/api/',
    about: 'Where the Slack Web API is called.',
  }),
  SLACK_AUTHORIZE_URL: variable(urlOf('http:', 'https:'), {
    expected: 'an http(s) address',
    fallback: 'https://slack.com/oauth/v2/authorize',
    about: 'Where a browser is sent to connect Slack.',
  }),
  SLACK_OPENID_URL: variable(origin, {
    expected: 'an http(s) address without a path',
    fallback: 'https://slack.com',
    about: 'Where a browser is sent to sign in with Slack, and who has to have signed what comes back.',
  }),
  SLACK_SIGN_IN_CLIENT_ID: variable(z.string().regex(/^[\w.-]+$/), {
    expected: 'the client id of a Slack app, such as 1234567890.1234567890',
    about: 'Of the Slack app whose "Sign in with Slack" people may use here: see [sign-in-with-slack.md](guides/sign-in-with-slack.md).',
  }),
  SLACK_SIGN_IN_CLIENT_SECRET: variable(z.string().min(8), {
    expected: 'the client secret of the same app; both or neither',
    about: 'Of the same app.',
  }),
  SLACK_SIGN_IN_TEAM: variable(z.string().regex(/^T[A-Z0-9]+$/), {
    expected: 'the id of a Slack workspace, such as T0123ABCD',
    about: 'The only workspace whose people may sign in with Slack. Unset: any in which the app may be used.',
  }),
  SLACK_SIGN_IN_PKCE: variable(z.enum(['on', 'off']), {
    expected: 'on or off',
    fallback: 'off',
    about: 'Proves to Slack besides that whoever asked is who comes back (PKCE). Only for an app in whose settings PKCE was turned on.',
  }),
  SOCKETS_PER_PERSON: variable(count, {
    expected: 'a number from 1 to 1000000',
    fallback: '32',
    about: 'How many WebSockets one person may have open on a server: a tab is one.',
  }),
  SOCKETS_PER_ADDRESS: variable(count, {
    expected: 'a number from 1 to 1000000',
    fallback: '2000',
    about: 'How many WebSockets may come from one address: an office behind one router.',
  }),
  MAX_FILE_MB: variable(megabytes, {
    expected: 'a number of megabytes from 1 to 1000',
    fallback: '100',
    about: 'How large a file may be that somebody sends, or that comes from Slack.',
  }),
  API_REQUESTS_PER_MINUTE: variable(count, {
    expected: 'a number from 1 to 1000000',
    fallback: '300',
    about: 'How often one key of the API may be used within a minute, on all servers together.',
  }),
  LINEAR_API_URL: variable(urlOf('http:', 'https:'), {
    expected: 'an http(s) address',
    fallback: 'https://api.linear.app/graphql',
    about: 'Where the API of Linear is called, for conversations that are escalated to it.',
  }),
  PRIVATE_WEBHOOK_ADDRESSES: variable(z.enum(['on', 'off']), {
    expected: 'on or off',
    fallback: 'off',
    about:
      'Lets webhooks go to addresses of this machine and of private networks, and over plain http. Only where everybody who may set up a webhook may also reach what stands there.',
  }),
  KEEP_CHANGES_DAYS: variable(days, {
    expected: 'a number of days from 1 to 3650',
    fallback: '7',
    about: 'How long a browser may be away and still get only what it has missed; after that it fetches everything anew.',
  }),
  KEEP_SENT_WORDS_DAYS: variable(days, {
    expected: 'a number of days from 1 to 3650',
    fallback: '30',
    about: 'How long the record of a finished call to Slack keeps the words that were sent. The messages themselves stay.',
  }),
  BUS: variable(z.enum(['process', 'postgres']), {
    expected: 'process for one server process, postgres for several on one database',
    fallback: 'process',
    about: 'How server processes tell each other that there is something new.',
  }),
  LOG_LEVEL: variable(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    expected: 'fatal, error, warn, info, debug, trace or silent',
    fallback: 'info',
    about: 'How much is logged.',
  }),
} as const
export type VariableName = keyof typeof VARIABLES

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
