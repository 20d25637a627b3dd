import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ConversationId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import { callAnything } from '../../app/testing/call-anything.ts'
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts'
import { aMember, anOrganization } from '../../identity/testing/builders.ts'
import { aConversation, aCustomer } from '../../inbox/testing/builders.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { apiClient, type ApiClient } from '../testing/api-client.ts'
import { anApiKey } from '../testing/builders.ts'

const database = useTestDatabase()
let server: TestServer
let other: TestServer
beforeAll(async () => {
  server = await startTestServer(database())
  other = await startTestServer(database(), { apiRequestsPerMinute: 3 })
})
afterAll(() => Promise.all([server.running.close(), other.running.close()]))

async function anOffice({ scopes }: { scopes?: ApiScope[] } = {}) {
  const organizationId = await anOrganization(server.services, { name: 'Northwind' })
  const { key, token } = await anApiKey(server.services, organizationId, { name: 'Zapier', ...(scopes && { scopes }) })
  return { organizationId, key, token, api: apiClient(server.url, token) }
}
const opened = async (organizationId: OrganizationId, text = 'The export fails.') =>
  (await aConversation(server.services, organizationId, { text })).conversation
const messagesOf = (id: ConversationId) =>
  database().owner.db.selectFrom('conversation_message').selectAll().where('conversation_id', '=', id).orderBy('id').execute()

async function asAdmin(cookie: string, name: string, input?: unknown): Promise<unknown> {
  const procedure = { path: `integrations.${name}`, type: input ? 'mutation' : 'query', access: 'admin' } as const
  const outcome = await callAnything(server.url, procedure, { cookie, input })
  if (!outcome.ok) throw new Error(outcome.text)
  return outcome.data
}

describe('keys', () => {
  it('[IN14] are shown once, kept as a hash, and listed with their last use', async () => {
    const organizationId = await anOrganization(server.services)
    const admin = await aMember(server.services, organizationId, { role: 'admin' })
    const cookie = await server.cookieOf(admin)
    const input = { name: 'Zapier', scopes: ['conversations:read'], expiresAt: null }
    const made = await asAdmin(cookie, 'createApiKey', input)
    const { token, key } = made as { token: string; key: { id: string; prefix: string } }
    expect(token).toMatch(/^atrium_[\w-]{32}$/)
    expect(token.startsWith(key.prefix)).toBe(true)
    const listed = () => asAdmin(cookie, 'listApiKeys')
    expect(await listed()).toMatchObject({ keys: [{ id: key.id, lastUsedAt: null }] })
    expect((await apiClient(server.url, token)('GET', '/key')).body).toMatchObject({ id: key.id, scopes: ['conversations:read'] })
    expect(await listed()).toMatchObject({ keys: [{ lastUsedAt: expect.any(Number) }] })
    const secret = token.slice(key.prefix.length)
    for (const table of ['api_key', 'audit_entry', 'change', 'organization_route']) {
      const { rows } = await sql`select t::text from ${sql.table(table)} t where t::text like ${`%${secret}%`}`.execute(database().owner.db)
      expect([table, rows]).toEqual([table, []])
    }
  })

  it('[IN14] stop working at once on every node when they are revoked, and when they expire', async () => {
    const { organizationId, key, token } = await anOffice()
    const cookie = await server.cookieOf(await aMember(server.services, organizationId, { role: 'owner' }))
    expect((await apiClient(other.url, token)('GET', '/key')).status).toBe(200)
    await asAdmin(cookie, 'revokeApiKey', { apiKeyId: key.id })
    for (const { url } of [server, other]) expect((await apiClient(url, token)('GET', '/key')).status).toBe(401)

    const soon = await anApiKey(server.services, organizationId, { expiresAt: Date.now() + 60_000 })
    expect((await apiClient(server.url, soon.token)('GET', '/key')).status).toBe(200)
    await database().owner.db.updateTable('api_key').set({ expires_at: new Date() }).where('id', '=', soon.key.id).execute()
    expect(await apiClient(server.url, soon.token)('GET', '/key')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } })
  })

  it('[IN14] may be used so often a minute, on all nodes together, and are told when to go on', async () => {
    const { token } = await anOffice()
    await apiClient(server.url, token)('GET', '/key')
    const answers = []
    for (let time = 0; time < 3; time += 1) answers.push(await apiClient(other.url, token)('GET', '/key'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    const waitS = Number(answers[2]?.headers.get('retry-after'))
    expect(waitS).toBeGreaterThan(0)
    expect(waitS).toBeLessThanOrEqual(60)
    expect(answers[2]?.body).toMatchObject({ code: 'too_many', detail: `This key may be used 3 times a minute. Go on in ${waitS} s.` })
  })

  it('[IN14] are no cookie: a signed-in browser gets nothing here', async () => {
    const organizationId = await anOrganization(server.services)
    const cookie = await server.cookieOf(await aMember(server.services, organizationId, { role: 'owner' }))
    expect((await apiClient(server.url, null)('GET', '/conversations', { headers: { cookie } })).status).toBe(401)
  })
})

describe('conversations', () => {
  it('[IN14] are listed page by page, each once, and only those that were asked for', async () => {
    const { organizationId, api } = await anOffice()
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) ids.push((await opened(organizationId)).id)
    await api('PATCH', `/conversations/${ids[2]}`, { body: { status: 'closed' } })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await api('GET', `/conversations?status=open&limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      const { conversations, nextCursor } = page.body as { conversations: { id: string }[]; nextCursor: string | null }
      seen.push(...conversations.map(({ id }) => id))
      cursor = nextCursor
    } while (cursor)
    expect(seen.toSorted()).toEqual(ids.filter((id) => id !== ids[2]).toSorted())
  })

  it('[IN3] [IN14] a reply of a key stands under the name of the organization, tells agents which key, and takes nobody’s turn', async () => {
    const { organizationId, key, api } = await anOffice()
    const { id } = await opened(organizationId)
    const replied = await api('POST', `/conversations/${id}/replies`, { body: { text: 'We look into it.' } })
    expect(replied).toMatchObject({ status: 201, body: { author: { kind: 'automation', id: key.id, name: 'Northwind' } } })
    const told = (await feedOf(database().owner, organizationId, 'inbox.messageChanged')).at(-1)
    expect(told?.payload).toMatchObject({ message: { author: { kind: 'automation', name: 'Northwind', by: 'Zapier' } } })
    const read = await api('GET', `/conversations/${id}`)
    expect(read.body).toMatchObject({ conversation: { waiting: false, assigneeId: null, preview: 'We look into it.' } })
  })

  it('[IN4] [IN14] show their notes to keys with a scope of its own, and in nothing else', async () => {
    const { organizationId, api } = await anOffice()
    const { id } = await opened(organizationId)
    expect((await api('POST', `/conversations/${id}/notes`, { body: { text: 'They owe us.' } })).status).toBe(201)
    const withScope = await api('GET', `/conversations/${id}`)
    expect(withScope.body).toMatchObject({ notes: [{ text: 'They owe us.', author: { name: 'Zapier' } }] })
    const scopes: ApiScope[] = ['conversations:read', 'conversations:write', 'notes:write', 'customers:read']
    const { token } = await anApiKey(server.services, organizationId, { scopes })
    for (const path of [`/conversations/${id}`, '/conversations'])
      expect(JSON.stringify((await apiClient(server.url, token)('GET', path)).body)).not.toContain('They owe us')
  })

  it('[IN14] are opened with what a contact wrote; the same e-mail is the same contact', async () => {
    const { api } = await anOffice()
    const open = (name: string) =>
      api('POST', '/conversations', { body: { contact: { name, email: 'Cleo@Acme.example' }, text: 'The export **fails**.\nHelp!' } })
    const [one, two] = [await open('Cleo'), await open('Cleo Martin')]
    expect(one).toMatchObject({
      status: 201,
      body: { conversation: { origin: 'manual', place: 'Zapier', subject: 'The export fails.', waiting: true, number: 1 } },
    })
    const contactOf = (answer: { body: unknown }) => (answer.body as { conversation: { contact: { id: string } } }).conversation.contact.id
    expect(contactOf(two)).toBe(contactOf(one))
    expect((await api('GET', '/contacts')).body).toMatchObject({ contacts: [{ id: contactOf(one), email: 'Cleo@Acme.example' }] })
    await api('POST', '/conversations', { body: { contact: { name: 'Abel' }, text: 'Hello' } })
    const page = await api('GET', '/contacts?limit=1')
    const { nextCursor } = page.body as { nextCursor: string }
    expect(page.body).toMatchObject({ contacts: [{ name: 'Abel' }] })
    expect((await api('GET', `/contacts?limit=1&cursor=${encodeURIComponent(nextCursor)}`)).body).toMatchObject({
      contacts: [{ id: contactOf(one) }],
      nextCursor: null,
    })
  })
})

describe('customers', () => {
  it('[IN14] are listed by name, page by page, each once, case aside', async () => {
    const { organizationId, api } = await anOffice()
    const names = ['acme', 'Bolt', 'Zürich AG', 'cargo', 'Delta 100%']
    for (const name of names) await aCustomer(server.services, organizationId, { name })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await api('GET', `/customers?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      const { customers, nextCursor } = page.body as { customers: { name: string }[]; nextCursor: string | null }
      expect(customers.length).toBeLessThanOrEqual(2)
      seen.push(...customers.map(({ name }) => name))
      cursor = nextCursor
    } while (cursor)
    expect(seen).toEqual(['acme', 'Bolt', 'cargo', 'Delta 100%', 'Zürich AG'])
    expect(await api('GET', '/customers?cursor=nonsense')).toMatchObject({ status: 400, body: { code: 'bad_input' } })
  })
})

describe('a write that is sent again', () => {
  const repeat = (api: ApiClient, id: string, text: string, key: string) =>
    api('POST', `/conversations/${id}/replies`, { body: { text }, headers: { 'idempotency-key': key } })

  it('[IN14] is answered the same and done once, also when both come at once', async () => {
    const { organizationId, api } = await anOffice()
    const { id } = await opened(organizationId)
    const key = newId()
    const answers = await Promise.all([1, 2, 3].map(() => repeat(api, id, 'Once.', key)))
    answers.push(await repeat(api, id, 'Once.', key))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(3)
    expect(await messagesOf(id)).toHaveLength(2)
  })

  it('[IN14] with another body is refused, and one that failed may be tried again', async () => {
    const { organizationId, api } = await anOffice()
    const { id } = await opened(organizationId)
    const key = newId()
    expect((await repeat(api, id, '   ', key)).status).toBe(400)
    expect((await repeat(api, id, 'Now with words.', key)).status).toBe(201)
    expect(await repeat(api, id, 'Other words.', key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    expect(await messagesOf(id)).toHaveLength(2)
    // Another key of the same organization has its own.
    const second = await anApiKey(server.services, organizationId)
    expect((await repeat(apiClient(server.url, second.token), id, 'Other words.', key)).status).toBe(201)
  })
})

describe('what is not right', () => {
  const problem = async (...request: Parameters<ApiClient>) => {
    const { api } = await anOffice()
    const { status, headers, body } = await api(...request)
    expect(headers.get('content-type')).toContain('application/problem+json')
    return { status, body: body as { detail: string; fields?: Record<string, string> } }
  }

  it('[IN14] is told in plain words, with the place that it concerns', async () => {
    const snooze = await problem('PATCH', `/conversations/${newId()}`, { body: { status: 'snoozed' } })
    expect(snooze).toMatchObject({ status: 400, body: { fields: { snoozedUntil: 'A snoozed conversation needs a time to wake at.' } } })
    expect(await problem('GET', '/conversations?limit=1000')).toMatchObject({
      status: 400,
      body: { fields: { limit: 'It is at most 100.' } },
    })
    expect((await problem('GET', '/conversations?colour=red')).status).toBe(400)
    expect((await problem('GET', '/conversations/not-an-id')).status).toBe(400)
    expect((await problem('GET', '/conversations?cursor=yesterday')).status).toBe(400)
    expect((await problem('POST', '/conversations', { body: { contact: { name: '' }, text: 'x' } })).body.fields).toEqual({
      'contact.name': 'This is missing.',
    })
    expect((await problem('GET', '/nothing')).status).toBe(404)
    expect((await problem('GET', `/conversations/${newId()}`)).status).toBe(404)
  })

  it('[IN14] a body that is too large, no JSON or in another form is not read', async () => {
    const path = `/conversations/${newId()}/replies`
    expect((await problem('POST', path, { body: { text: 'x'.repeat(300_000) } })).status).toBe(413)
    expect(await problem('POST', path, { body: '{"text":' })).toMatchObject({ status: 400, body: { detail: 'The body is not JSON.' } })
    expect((await problem('POST', path, { body: 'text=x', headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  })
})
