import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { VARIABLES, type SecretKey, type Variable, type VariableName } from './environment.ts'
import { DAY_MS } from './retention/retention.ts'

export type { SecretKey }

/** Whose "Sign in with Slack" people use. */
export interface SlackSignInConfig {
  clientId: string
  clientSecret: string
  /** An origin, without a slash at the end. */
  issuer: string
  /** Of the Web API; ends with a slash. */
  apiUrl: string
  /** The only workspace; null: any. */
  teamId: string | null
  pkce: boolean
}

export interface Config {
  host: string
  port: number
  /** As people see it: an origin, without a slash at the end. */
  publicUrl: string
  databaseUrl: string
  /** Absolute. */
  dataFolder: string
  authSecret: string
  /** The first encrypts, all decrypt. */
  secretKeys: SecretKey[]
  /** Null: e-mails stay in the outbox. */
  smtpUrl: string | null
  mailFrom: string
  /** Ends with a slash. */
  slackApiUrl: string
  slackAuthorizeUrl: string
  /** Null: nobody is offered to sign in with Slack. */
  slackSignIn: SlackSignInConfig | null
  /** Open at most on this node. */
  sockets: { perPerson: number; perAddress: number }
  /** Of one file at most. */
  maxFileBytes: number
  /** With one key, on all nodes together. */
  apiRequestsPerMinute: number
  linearApiUrl: string
  /** Whether webhooks may go to private networks, and over plain http. */
  privateWebhookAddresses: boolean
  /** How long old rows stay. */
  retention: { changesMs: number; sentWordsMs: number }
  /** One process, or several on the same database. */
  bus: 'process' | 'postgres'
  logLevel: string
  /** Made-up people, sign-in without a password. Never from the environment: `server/start.ts` turns it on. */
  demo: boolean
  /** The built client; absolute. */
  clientFolder: string
}

/** Names every variable that is missing or wrong, and what is expected. Values never stand in it: they may be secrets. */
export class ConfigError extends Error {
  readonly variables: VariableName[]
  constructor(wrong: { name: VariableName; missing: boolean }[]) {
    super(
      wrong.map(({ name, missing }) => `${name} ${missing ? 'is not set' : 'is wrong'}: expected ${VARIABLES[name].expected}`).join('\n'),
    )
    this.name = 'ConfigError'
    this.variables = wrong.map(({ name }) => name)
  }
}

type Values = { [N in VariableName]: z.output<(typeof VARIABLES)[N]['schema']> | undefined }

/** @throws ConfigError */
export function readConfig(env: Record<string, string | undefined>): Config {
  const values = readVariables(env)
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`
  return {
    host: present(values.HOST),
    port: present(values.PORT),
    publicUrl,
    databaseUrl: present(values.DATABASE_URL),
    dataFolder: resolve(present(values.DATA_FOLDER)),
    authSecret: present(values.AUTH_SECRET),
    secretKeys: present(values.SECRET_KEYS),
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM ?? `Atrium <no-reply@${new URL(publicUrl).hostname}>`,
    slackApiUrl: present(values.SLACK_API_URL),
    slackAuthorizeUrl: present(values.SLACK_AUTHORIZE_URL),
    slackSignIn: slackSignInOf(values),
    sockets: { perPerson: present(values.SOCKETS_PER_PERSON), perAddress: present(values.SOCKETS_PER_ADDRESS) },
    maxFileBytes: present(values.MAX_FILE_MB) * (1 << 20),
    apiRequestsPerMinute: present(values.API_REQUESTS_PER_MINUTE),
    linearApiUrl: present(values.LINEAR_API_URL),
    privateWebhookAddresses: values.PRIVATE_WEBHOOK_ADDRESSES === 'on',
    retention: { changesMs: present(values.KEEP_CHANGES_DAYS) * DAY_MS, sentWordsMs: present(values.KEEP_SENT_WORDS_DAYS) * DAY_MS },
    bus: present(values.BUS),
    logLevel: present(values.LOG_LEVEL),
    demo: false,
    clientFolder: join(import.meta.dirname, '../../client/dist'),
  }
}

function slackSignInOf(values: Values): SlackSignInConfig | null {
  const { SLACK_SIGN_IN_CLIENT_ID: clientId, SLACK_SIGN_IN_CLIENT_SECRET: clientSecret } = values
  if (!clientId && !clientSecret) return null
  if (!clientId) throw new ConfigError([{ name: 'SLACK_SIGN_IN_CLIENT_ID', missing: true }])
  if (!clientSecret) throw new ConfigError([{ name: 'SLACK_SIGN_IN_CLIENT_SECRET', missing: true }])
  return {
    clientId,
    clientSecret,
    issuer: present(values.SLACK_OPENID_URL),
    apiUrl: present(values.SLACK_API_URL),
    teamId: values.SLACK_SIGN_IN_TEAM ?? null,
    pkce: values.SLACK_SIGN_IN_PKCE === 'on',
  }
}

function readVariables(env: Record<string, string | undefined>): Values {
  const wrong: { name: VariableName; missing: boolean }[] = []
  const values: Partial<Record<VariableName, unknown>> = {}
  for (const [name, { schema, fallback, required }] of Object.entries(VARIABLES) as [VariableName, Variable][]) {
    const text = env[name]?.trim() || fallback
    if (text === null) {
      if (required) wrong.push({ name, missing: true })
      continue
    }
    const parsed = schema.safeParse(text)
    if (parsed.success) values[name] = parsed.data
    else wrong.push({ name, missing: false })
  }
  if (wrong.length > 0) throw new ConfigError(wrong)
  return values as Values
}

/** What is required or has a default is there once nothing was found wrong. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a variable without a value')
  return value
}
