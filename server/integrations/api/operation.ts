import { z } from 'zod'
import type { Tx } from '@atrium/db/transaction.ts'
import type { AutomationActor } from '@atrium/shared/identity/actor.ts'
import type { ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import type { AuthenticatedKey } from '../keys/authenticate-key.ts'

/** What one request asks for, read and checked. */
export interface ApiCall<Params = object, Query = object, Body = null> {
  actor: AutomationActor
  key: AuthenticatedKey
  params: Params
  query: Query
  body: Body
  nowMs: number
  /** Of this server, without a slash at the end. */
  publicUrl: string
}

/** One thing that the API does: the routes and the document are made from these. */
export interface Operation {
  /** `operationId` of the document. */
  id: string
  method: 'get' | 'post' | 'patch'
  /** Below /api/v1, as OpenAPI writes it. */
  path: string
  summary: string
  /** Null: any key. */
  scope: ApiScope | null
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodType | null
  answer: z.ZodType
  status: 200 | 201
  /** Reads, or writes within `commitInOrganization`. */
  run(tx: Tx, call: ApiCall<object, object, unknown>): Promise<unknown>
}

const NOTHING = z.object({})

interface Given<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType | null, A extends z.ZodType> {
  id: string
  method: Operation['method']
  path: string
  summary: string
  scope: ApiScope | null
  params?: P
  query?: Q
  body?: B
  answer: A
  status?: 200 | 201
  run(tx: Tx, call: ApiCall<z.output<P>, z.output<Q>, B extends z.ZodType ? z.output<B> : null>): Promise<z.output<A>>
}

export function operation<
  A extends z.ZodType,
  P extends z.ZodObject = typeof NOTHING,
  Q extends z.ZodObject = typeof NOTHING,
  B extends z.ZodType | null = null,
>(given: Given<P, Q, B, A>): Operation {
  const { params = NOTHING, query = NOTHING, body = null, status = 200, run, ...rest } = given
  return { ...rest, params, query, body, status, run: run as Operation['run'] }
}
