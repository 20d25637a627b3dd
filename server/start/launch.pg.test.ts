import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { connect } from '@atrium/db/connect.ts'
import { freePort } from '@atrium/db/embedded.ts'
import { createSandboxControl } from '@atrium/sandbox/control-client.ts'
import { openBrowser } from '../identity/testing/auth-server.ts'
import { callProcedure, enterAs } from './call-procedure.ts'
import { launch, type Launched } from './launch.ts'
import { planStart } from './plan-start.rules.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-start-'))
  // Where the tests run as root, Postgres runs as somebody else.
  await chmod(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** With a client that somebody else builds. */
async function start(env: Record<string, string> = {}): Promise<Launched> {
  const plan = planStart({ DATA_FOLDER: join(folder, 'data'), PORT: String(await freePort()), LOG_LEVEL: 'silent', ...env }, [])
  return launch(plan, { say: () => {}, buildClient: async () => {} })
}
/** What Acme asked in the sandbox has arrived in the inbox. */
async function conversations(launched: Launched, expected: number): Promise<void> {
  await vi.waitFor(async () => expect(await countOf(launched, `conversation where status <> 'closed'`)).toBe(expected), {
    timeout: 30_000,
    interval: 100,
  })
}
async function textsInSlack({ slackUrl }: Launched, name: string): Promise<string[]> {
  const control = createSandboxControl(slackUrl ?? '')
  const [northwind] = await control.state.workspaces()
  const channel = (await control.state.channels(northwind?.id ?? '')).find((one) => one.name === name)
  return (await control.state.channel(channel?.id ?? '')).messages.map(({ text }) => text)
}
async function countOf(launched: Launched, table: string): Promise<number> {
  const { pool, close } = connect({ url: launched.config.databaseUrl, role: 'owner', poolSize: 1 })
  const { rows } = await pool.query(`select count(*)::int as count from ${table}`)
  await close()
  return rows[0].count
}

it('[OP1] comes up with nothing but a folder, and the second start keeps the data and the sessions', { timeout: 300_000 }, async () => {
  const first = await start()
  const ada = await enterAs(first.config.publicUrl, 'ada')
  const me = await callProcedure(ada, 'query', { path: 'identity.me' })
  expect(me).toMatchObject({ actor: { kind: 'member', role: 'owner' }, email: 'ada@northwind.example', demo: true, setup: 'done' })
  await callProcedure(ada, 'mutation', { path: 'identity.inviteMember', input: { email: 'kim@northwind.example', role: 'member' } })
  expect(first.warnings).toEqual([])
  await conversations(first, 5)
  const counts = [await countOf(first, 'member'), await countOf(first, 'message'), await countOf(first, 'slack_link')]
  expect(counts).toEqual([10, expect.any(Number), 2])
  expect(await textsInSlack(first, 'general')).toContainEqual(expect.stringContaining('spring release'))
  const { port } = first.config
  await first.close()

  const second = await start({ PORT: String(port) })
  expect([await countOf(second, 'member'), await countOf(second, 'message'), await countOf(second, 'slack_link')]).toEqual(counts)
  expect(await countOf(second, 'invitation')).toBe(1)
  expect(await callProcedure(ada, 'query', { path: 'identity.me' })).toMatchObject({ email: 'ada@northwind.example' })
  const control = createSandboxControl(second.slackUrl ?? '')
  const [northwind, acme] = await control.state.workspaces()
  const channel = (await control.state.channels(northwind?.id ?? '')).find(({ name }) => name === 'support-acme')
  const zoe = (await control.state.users(acme?.id ?? '')).find(({ name }) => name === 'zoe')
  await control.act.postMessage({ channel_id: channel?.id ?? '', user_id: zoe?.id ?? '', text: 'And one more thing.' })
  await conversations(second, 6)
  await second.close()
  await expect(fetch(second.config.publicUrl)).rejects.toThrow()
})

it('[OP1] outside the demo knows nobody: the first visit makes the owner and the organization', { timeout: 300_000 }, async () => {
  const port = String(await freePort())
  const running = await start({
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_FOLDER: join(folder, 'own'),
    AUTH_SECRET: 'x'.repeat(40),
    SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  })
  const url = running.config.publicUrl
  expect(running.slackUrl).toBeNull()
  expect(running.warnings).toEqual([expect.stringContaining('SMTP_URL is not set')])
  await expect(enterAs(url, 'ada')).rejects.toThrow('404')
  const browser = openBrowser(url)
  await browser.post('/api/auth/sign-up/email', { name: 'Mia', email: 'mia@example.com', password: 'correct horse battery' })
  const mia = { url, cookie: browser.cookie() }
  const me = () => callProcedure(mia, 'query', { path: 'identity.me' })
  expect(await me()).toMatchObject({ actor: null, setup: 'needed', demo: false, account: { email: 'mia@example.com' } })
  await callProcedure(mia, 'mutation', { path: 'identity.createOrganization', input: { name: 'Mia & Co.' } })
  expect(await me()).toMatchObject({ actor: { role: 'owner' }, setup: 'done', organization: { name: 'Mia & Co.' } })
  await running.close()
})

it('[OP1] refuses a folder that another Atrium is using, whatever the port', { timeout: 300_000 }, async () => {
  const running = await start()
  await expect(start()).rejects.toThrow(/^Another Atrium is using .*data\. Stop it/)
  await running.close()
})

it('[OP1] refuses a port that is taken before it starts anything', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = address && typeof address === 'object' ? address.port : 0
  await expect(start({ PORT: String(port) })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken.`)
  other.close()
})
