import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aMember, anOrganization, aVisitor } from '../identity/testing/builders.ts'
import { aConversation, aCustomer } from '../inbox/testing/builders.ts'
import { newId, type SpaceId } from '@atrium/shared/ids.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer(database())
})
afterAll(() => server.running.close())

const get = (query: string, cookie?: string) => fetch(`${server.url}/api/inbox/report.csv?${query}`, { headers: cookie ? { cookie } : {} })
const RANGE = 'from=2026-11-01&until=2026-11-30&timeZone=Europe/Berlin'

it('[IN13, ID2, ID5] members take reports along, visitors and strangers do not, nobody another organization’s, and it stands in the audit log', async () => {
  const organizationId = await anOrganization(server.services)
  const [dana, visitor] = [
    await aMember(server.services, organizationId, { name: 'Dana Moreau' }),
    await aVisitor(server.services, organizationId, { spaceId: newId<SpaceId>() }),
  ]
  const customerId = await aCustomer(server.services, organizationId, { name: '=cmd("calc")' })
  await aConversation(server.services, organizationId, { customerId, createdAtMs: Date.parse('2026-11-10T10:00:00Z') })
  const stranger = await aMember(server.services, await anOrganization(server.services))

  const answer = await get(`${RANGE}&group=conversation`, await server.cookieOf(dana))
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  const text = await answer.text()
  expect(text.trim().split('\r\n')).toHaveLength(2)
  expect(text).toContain(`"'=cmd(""calc"")"`)
  expect(await (await get(`${RANGE}&group=customer`, await server.cookieOf(dana))).text()).toContain(customerId)

  expect((await get(`${RANGE}&group=conversation`)).status).toBe(401)
  expect((await get(`${RANGE}&group=conversation`, await server.cookieOf(visitor))).status).toBe(403)
  const elsewhere = await server.cookieOf(stranger)
  expect((await (await get(`${RANGE}&group=conversation`, elsewhere)).text()).trim().split('\r\n')).toHaveLength(1)
  expect((await get(`${RANGE}&group=day&customerId=${customerId}`, elsewhere)).status).toBe(404)
  for (const wrong of ['group=day', `${RANGE}&group=nothing`, 'from=x&until=y&timeZone=UTC&group=day'])
    expect((await get(wrong, elsewhere)).status, wrong).toBe(400)

  const audited = await database()
    .owner.db.selectFrom('audit_entry')
    .select(['action', 'subject', 'actor_name'])
    .where('organization_id', '=', organizationId)
    .execute()
  expect(audited).toEqual([
    { action: 'report.exported', subject: 'conversations', actor_name: 'Dana Moreau' },
    { action: 'report.exported', subject: 'report by customer', actor_name: 'Dana Moreau' },
  ])
})
