import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { API_SCOPE_NAMES } from '@atrium/shared/integrations/api-keys.ts'
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts'
import { aMember, anOrganization } from '../../identity/testing/builders.ts'
import { aContact, aConversation, aCustomer } from '../../inbox/testing/builders.ts'
import { aTag, aTeam } from '../../inbox/testing/triage-builders.ts'
import { apiClient } from '../testing/api-client.ts'
import { anApiKey } from '../testing/builders.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'

const database = useTestDatabase()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer(database())
})
afterAll(() => server.running.close())

interface Described {
  operationId: string
  parameters: { name: string; in: string }[]
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>
}
interface Document {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, object>; responses: Record<string, Described['responses'][string]> }
}

const documentOf = async () => (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as Document

/** Whether an answer is what the document says of it. */
function checker(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'https://atrium.example/', ...document }, 'document')
  return (described: Described, status: number, body: unknown): string[] => {
    const said = described.responses[String(status)]
    if (!said) return [`${status} is not described`]
    const response = said.$ref ? document.components.responses[said.$ref.split('/').at(-1) ?? ''] : said
    const [media = '', { schema } = { schema: {} }] = Object.entries(response?.content ?? {})[0] ?? []
    if (media === '') return [`${status} has no content`]
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://atrium.example/#/')) as object
    const validate = ajv.compile(absolute)
    return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
  }
}

interface Sample {
  path?: string
  body?: unknown
}

/** A valid request for each operation. A new operation needs a line here. */
async function samplesFor(organizationId: OrganizationId): Promise<Record<string, Sample>> {
  const { services } = server
  const [customerId, member, team, tag] = [
    await aCustomer(services, organizationId),
    await aMember(services, organizationId),
    await aTeam(services, organizationId),
    await aTag(services, organizationId),
  ]
  const contact = await aContact(services, organizationId, { customerId, email: `${newId()}@acme.example` })
  const { conversation } = await aConversation(services, organizationId, { contactId: contact.id, customerId })
  const path = `/conversations/${conversation.id}`
  return {
    readKey: {},
    listConversations: { path: `/conversations?status=open&assignee=none&customerId=${customerId}&limit=1` },
    readConversation: { path },
    openConversation: {
      body: {
        ...{ contact: { name: 'Cleo', email: 'cleo@acme.example' }, customerId, text: 'The export fails.' },
        ...{ priority: 'high', teamId: team.id, tagIds: [tag.id] },
      },
    },
    changeConversation: { path, body: { status: 'pending', priority: 'low', assigneeId: member.id, addTagIds: [tag.id] } },
    reply: { path: `${path}/replies`, body: { text: 'We look **into** it.' } },
    addNote: { path: `${path}/notes`, body: { text: 'They owe us.' } },
    listChoices: {},
    listCustomers: {},
    listContacts: { path: `/contacts?customerId=${customerId}` },
    readContact: { path: `/contacts/${contact.id}` },
  }
}

const send = (token: string | null, operation: Operation, sample: Sample) =>
  apiClient(server.url, token)(operation.method.toUpperCase(), sample.path ?? operation.path, { body: sample.body })

it('[IN14] the document is valid OpenAPI 3.1 and describes every operation there is', async () => {
  const document = await documentOf()
  const { valid, errors } = await new Validator().validate({ ...document })
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  const described = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  expect(described.map(({ operationId }) => operationId).toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted())
})

describe('[IN14] every operation answers as it is described', () => {
  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const organizationId = await anOrganization(server.services)
    const { token } = await anApiKey(server.services, organizationId)
    const sample = (await samplesFor(organizationId))[id]
    if (!sample) throw new Error(`there is no sample for ${id}`)
    const document = await documentOf()
    const problemsOf = checker(document)
    const described = document.paths[operation.path]?.[operation.method]
    if (!described) throw new Error(`${id} is not described`)

    const done = await send(token, operation, sample)
    expect(done.body).toEqual(expect.anything())
    expect([done.status, problemsOf(described, done.status, done.body)]).toEqual([operation.status, []])

    const stranger = await send(null, operation, sample)
    expect([stranger.status, problemsOf(described, stranger.status, stranger.body)]).toEqual([401, []])
    expect(stranger.headers.get('content-type')).toContain('application/problem+json')

    const others = API_SCOPE_NAMES.filter((scope) => scope !== operation.scope)
    const lacking = await send((await anApiKey(server.services, organizationId, { scopes: others })).token, operation, sample)
    expect([lacking.status, problemsOf(described, lacking.status, lacking.body)]).toEqual([operation.scope ? 403 : operation.status, []])

    // A program of another organization with every scope: what it names does not exist for it, or its lists are empty.
    const elsewhere = await anApiKey(server.services, await anOrganization(server.services))
    const foreign = await send(elsewhere.token, operation, sample)
    const isAboutNothing = !operation.path.includes('{') && id !== 'openConversation'
    expect(isAboutNothing ? [200] : [400, 404]).toContain(foreign.status)
    expect(problemsOf(described, foreign.status, foreign.body)).toEqual([])
    if (isAboutNothing && id !== 'readKey' && id !== 'listChoices')
      expect(
        Object.values(foreign.body as object)
          .flat()
          .filter(Boolean),
      ).toEqual([])
  })
})
