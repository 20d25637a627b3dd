import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aMember, anOrganization } from '../identity/testing/builders.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let server: TestServer
let clientFolder = ''

beforeAll(async () => {
  clientFolder = await mkdtemp(join(tmpdir(), 'atrium-client-'))
  await mkdir(join(clientFolder, 'assets'))
  await writeFile(join(clientFolder, 'index.html'), '<title>Atrium</title>')
  await writeFile(join(clientFolder, 'assets/app-1a2b.js'), `export const words = '${'office '.repeat(400)}'`)
  server = await startTestServer(database(), { clientFolder })
})
afterAll(async () => {
  await server.running.close()
  await rm(clientFolder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers, redirect: 'manual' })

it('[OP4] says that it lives, that it is ready, and how it is doing', async () => {
  expect((await get('/healthz')).status).toBe(200)
  expect(await (await get('/readyz')).text()).toBe('ready')
  expect(await (await get('/metrics')).text()).toContain('atrium_sockets 0')
})

describe('the client', () => {
  it('comes for every path that is no file, never from a cache', async () => {
    for (const path of ['/', '/space/1', '/settings/integrations/slack?connected=1']) {
      const page = await get(path)
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
      expect(await page.text()).toContain('Atrium')
    }
  })

  it('has its hashed files cached for good, and no page in place of a missing one', async () => {
    const asset = await get('/assets/app-1a2b.js')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect((await get('/assets/gone.js')).status).toBe(404)
    expect(asset.headers.get('content-encoding')).toMatch(/^(br|gzip)$/)
    expect((await get('/api/nothing')).status).toBe(404)
    expect((await get('/..%2f..%2fpackage.json')).status).not.toBe(500)
  })

  it('runs under a policy that lets in nobody else’s code', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain(`connect-src 'self' ${server.url.replace('http', 'ws')}`)
    expect(policy).toContain("object-src 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(policy).not.toContain('upgrade-insecure-requests')
  })
})

describe('procedures over HTTP', () => {
  const mutation = (headers: Record<string, string>) =>
    fetch(`${server.url}/trpc/identity.createOrganization`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: 'Elsewhere' }),
    })

  it('answer who asks', async () => {
    const organizationId = await anOrganization(server.services)
    const member = await aMember(server.services, organizationId)
    const answer = await get('/trpc/identity.me', { cookie: await server.cookieOf(member) })
    expect(await answer.json()).toMatchObject({ result: { data: { person: { id: member.id } } } })
    expect(await (await get('/trpc/identity.me')).json()).toMatchObject({ result: { data: { person: null } } })
  })

  it('change nothing for a page of another origin', async () => {
    const member = await aMember(server.services, await anOrganization(server.services))
    const cookie = await server.cookieOf(member)
    for (const origin of ['http://evil.example', 'null', server.url.replace('127.0.0.1', 'localhost')])
      expect((await mutation({ cookie, origin })).status).toBe(403)
    expect((await mutation({ cookie })).status).toBe(403)
    expect((await mutation({ cookie, origin: server.url })).status).toBe(200)
  })

  it('say in words what is wrong with an input', async () => {
    const cut = await get(`/trpc/identity.describeInvitation?input=${encodeURIComponent(JSON.stringify({ token: 'xyz' }))}`)
    const { error } = (await cut.json()) as { error: { message: string; data: unknown } }
    expect(error.message).toMatch(/^This link is not whole/)
    expect(error.data).toMatchObject({ atrium: 'bad_input', fields: { token: error.message } })
    const odd = await get(`/trpc/identity.describeInvitation?input=${encodeURIComponent('{"token":7}')}`)
    expect(((await odd.json()) as { error: { message: string } }).error.message).toBe('Token: This is missing.')
    const broken = await get('/trpc/identity.describeInvitation?input=%7B')
    expect(((await broken.json()) as { error: { message: string } }).error.message).toBe('Something in the request is not right.')
  })

  it('leak nothing of what went wrong inside', async () => {
    const answer = await (await get('/trpc/identity.listMembers')).json()
    expect(JSON.stringify(answer)).not.toContain('stack')
    expect(answer).toMatchObject({ error: { data: { atrium: 'not_signed_in' } } })
  })

  it('do not carry the feed', async () => {
    const member = await aMember(server.services, await anOrganization(server.services))
    const answer = await get('/trpc/realtime.changes?input={}', { cookie: await server.cookieOf(member), accept: 'text/event-stream' })
    expect(await answer.text()).toContain('WebSocket')
  })
})
