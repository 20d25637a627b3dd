import { z } from 'zod'
import { API_SCOPES, type ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import { COMPONENTS, problemSchema } from './api.schemas.ts'
import type { Operation } from './operation.ts'

type Json = Record<string, unknown>
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** The API as OpenAPI 3.1 describes it. @see https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(operations: readonly Operation[], publicUrl: string): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Atrium',
      version: '1.0.0',
      description: 'The inbox for programs. Keys are made by owners and admins under Settings, API keys.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ key: [] }],
    paths,
    components: {
      schemas: components(),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: `Scopes: ${Object.keys(API_SCOPES).join(', ')}.` } },
      responses: Object.fromEntries(PROBLEMS.map(([status, description]) => [`Problem${status}`, problemAnswer(status, description)])),
    },
  }
}

const PROBLEMS: readonly [status: number, description: string][] = [
  [400, 'Something in the request is not right; `fields` says what.'],
  [401, 'There is no such key, or it has expired or was revoked.'],
  [403, 'The key lacks the scope.'],
  [404, 'It does not exist in this organization.'],
  [409, 'Somebody changed it before.'],
  [413, 'The body is too large.'],
  [415, 'The body is not JSON.'],
  [422, 'The Idempotency-Key was used for another request.'],
  [429, 'Too many requests with this key.'],
]
const OF_WRITES = new Set([409, 413, 415, 422])

function problemAnswer(status: number, description: string): Json {
  const headers =
    status === 429 ? { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } } } : undefined
  return { description, ...(headers && { headers }), content: { 'application/problem+json': { schema: ref(nameOf(problemSchema)) } } }
}

function described(operation: Operation): Json {
  const { id, summary, scope, body, answer, status } = operation
  const isWrite = operation.method !== 'get'
  const problems = PROBLEMS.filter(([code]) => isWrite || !OF_WRITES.has(code)).map(([code]) => code)
  return {
    operationId: id,
    summary,
    description: scope ? `Scope: \`${scope}\` (${API_SCOPES[scope satisfies ApiScope].toLowerCase()}).` : 'Any key.',
    parameters: [...parameters(operation.params, 'path'), ...parameters(operation.query, 'query'), ...(isWrite ? [IDEMPOTENCY_KEY] : [])],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: ref(nameOf(body)) } } } }),
    responses: {
      [status]: { description: 'Done.', content: { 'application/json': { schema: ref(nameOf(answer)) } } },
      ...Object.fromEntries(problems.map((code) => [code, { $ref: `#/components/responses/Problem${code}` }])),
    },
  }
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Of your making, new for each request: sent again within a day it is answered and not repeated.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function parameters(object: z.ZodObject, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(object, { io: 'input' }) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }))
}

function components(): Json {
  const { schemas } = z.toJSONSchema(COMPONENTS, { io: 'input', uri: (id) => `#/components/schemas/${id}` })
  const isOurs = ([key]: [string, unknown]) => key !== '$schema' && key !== '$id'
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, Object.fromEntries(Object.entries(schema).filter(isOurs))]),
  )
}

function nameOf(schema: z.ZodType): string {
  const name = COMPONENTS.get(schema)?.id
  if (!name) throw new Error('a schema of the API without a name')
  return name
}
