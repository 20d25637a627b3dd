import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { VARIABLES, type VariableName } from './environment.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const fine = {
  DATABASE_URL: 'postgres://atrium:pw@127.0.0.1/atrium',
  AUTH_SECRET: 'x'.repeat(32),
  SECRET_KEYS: `k2:${key(2)},k1:${key(1)}`,
}

function errorOf(env: Record<string, string>): ConfigError {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('nothing was found wrong')
}

it('[OP5] reads what is set and fills in what is not', () => {
  const config = readConfig({ ...fine, PORT: '8080', LOG_LEVEL: '' })
  expect(config).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    smtpUrl: null,
    logLevel: 'info',
    demo: false,
  })
  expect(config).toMatchObject({ slackApiUrl: 'https://slack.com/api/', mailFrom: 'Atrium <no-reply@localhost>' })
  expect(config.sockets).toEqual({ perPerson: 32, perAddress: 2000 })
  expect(config.maxFileBytes).toBe(104_857_600)
  expect(config.retention).toEqual({ changesMs: 7 * 86_400_000, sentWordsMs: 30 * 86_400_000 })
  expect(config.secretKeys).toEqual([
    { id: 'k2', key: Buffer.alloc(32, 2) },
    { id: 'k1', key: Buffer.alloc(32, 1) },
  ])
})

it('[OP5] signs in with Slack where an app is given whole, and says what of it is missing', () => {
  expect(readConfig(fine).slackSignIn).toBeNull()
  const app = { SLACK_SIGN_IN_CLIENT_ID: '1.2', SLACK_SIGN_IN_CLIENT_SECRET: 'a secret' }
  expect(readConfig({ ...fine, ...app }).slackSignIn).toEqual({
    clientId: '1.2',
    clientSecret: 'a secret',
    issuer: 'https://slack.com',
    apiUrl: 'https://slack.com/api/',
    teamId: null,
    pkce: false,
  })
  expect(readConfig({ ...fine, ...app, SLACK_SIGN_IN_TEAM: 'T1', SLACK_SIGN_IN_PKCE: 'on' }).slackSignIn).toMatchObject({
    teamId: 'T1',
    pkce: true,
  })
  expect(errorOf({ ...fine, SLACK_SIGN_IN_CLIENT_ID: '1.2' }).variables).toEqual(['SLACK_SIGN_IN_CLIENT_SECRET'])
  expect(errorOf({ ...fine, SLACK_SIGN_IN_CLIENT_SECRET: 'a secret' }).variables).toEqual(['SLACK_SIGN_IN_CLIENT_ID'])
})

it('[OP5] takes an address apart into its origin and gives a base a slash at the end', () => {
  expect(readConfig({ ...fine, PUBLIC_URL: 'https://Atrium.example.com/' }).publicUrl).toBe('https://atrium.example.com')
  expect(readConfig({ ...fine, SLACK_API_URL: 'http://localhost:4100/api' }).slackApiUrl).toBe('http://localhost:4100/api/')
})

it('[OP5] names every missing variable at once, and what is expected', () => {
  const error = errorOf({})
  expect(error.variables).toEqual(['DATABASE_URL', 'AUTH_SECRET', 'SECRET_KEYS'])
  expect(error.message).toContain('AUTH_SECRET is not set: expected at least 32 random characters')
})

it.each<[VariableName, string]>([
  ['PORT', '0'],
  ['PORT', '99999'],
  ['PORT', '80a'],
  ['HOST', 'not a host'],
  ['PUBLIC_URL', 'atrium.example.com'],
  ['PUBLIC_URL', 'https://atrium.example.com/office'],
  ['PUBLIC_URL', 'ftp://atrium.example.com'],
  ['DATABASE_URL', 'mysql://root:hunter2@localhost/x'],
  ['AUTH_SECRET', 'hunter2'],
  ['SECRET_KEYS', 'k1:hunter2'],
  ['SECRET_KEYS', `k1:${key(1)},k1:${key(2)}`],
  ['SECRET_KEYS', key(1)],
  ['SMTP_URL', 'https://mail.example.com'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'Atrium <a@example.com>\r\nBcc: b@example.com'],
  ['SLACK_API_URL', 'slack.com'],
  ['SOCKETS_PER_PERSON', '0'],
  ['SOCKETS_PER_ADDRESS', 'many'],
  ['MAX_FILE_MB', '0'],
  ['MAX_FILE_MB', '2000'],
  ['KEEP_CHANGES_DAYS', '0'],
  ['KEEP_CHANGES_DAYS', '-1'],
  ['KEEP_CHANGES_DAYS', '1.5'],
  ['KEEP_SENT_WORDS_DAYS', 'forever'],
  ['KEEP_SENT_WORDS_DAYS', '3651'],
  ['LOG_LEVEL', 'loud'],
])('[OP5] stops at %s = %j without repeating it', (name, value) => {
  const error = errorOf({ ...fine, [name]: value })
  expect(error.variables).toEqual([name])
  expect(error.message).toBe(`${name} is wrong: expected ${VARIABLES[name].expected}`)
  expect(error.message).not.toContain('hunter2')
})

it('[OP5] docs/environment.md lists exactly what is read', async () => {
  const page = await readFile(new URL('../../docs/environment.md', import.meta.url), 'utf8')
  const rows = Object.entries(VARIABLES).map(([name, { about, expected, fallback, required }]) => {
    const unset = required ? 'required' : fallback === null ? '' : `\`${fallback}\``
    return `| \`${name}\` | ${unset} | ${about} Expected: ${expected}. |`
  })
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
})
