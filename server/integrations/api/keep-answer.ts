import { createHash } from 'node:crypto'
import type { Tx } from '@atrium/db/transaction.ts'
import type { AutomationActor } from '@atrium/shared/identity/actor.ts'
import { ApiProblem } from './api-problem.ts'

export interface Answer {
  status: number
  /** JSON. */
  body: string
}
export interface RepeatableRequest {
  /** Of the caller; what it names is done once. */
  idempotencyKey: string
  method: string
  path: string
  body: unknown
  nowMs: number
}

/**
 * Answers a repeated request with what it was answered the first time. Two at once: the second waits for the first to commit. What failed has
 * changed nothing and is not kept, so that it can be tried again. @throws ApiProblem 422 when the key stood for another request
 */
export async function keepAnswer(
  tx: Tx,
  actor: AutomationActor,
  { request, work }: { request: RepeatableRequest; work: () => Promise<Answer> },
): Promise<Answer & { isRepeated: boolean }> {
  const key = { organization_id: actor.organizationId, api_key_id: actor.automationId, idempotency_key: request.idempotencyKey }
  const hash = hashOf(request)
  const claimed = await tx
    .insertInto('api_answer')
    .values({ ...key, request_hash: hash, created_at: new Date(request.nowMs) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('idempotency_key')
    .executeTakeFirst()
  if (claimed) {
    const answer = await work()
    await tx
      .updateTable('api_answer')
      .set(answer)
      .where((where) => where.and(key))
      .execute()
    return { ...answer, isRepeated: false }
  }
  const known = await tx
    .selectFrom('api_answer')
    .select(['request_hash', 'status', 'body'])
    .where((where) => where.and(key))
    .executeTakeFirstOrThrow()
  if (known.request_hash !== hash) {
    const detail = 'This Idempotency-Key was used for another request. Take a new key for each request, and the same one only to repeat it.'
    throw new ApiProblem(422, 'idempotency_key_reused', detail)
  }
  if (known.status === null || known.body === null) throw new Error('an answer was kept without its words')
  return { status: known.status, body: known.body, isRepeated: true }
}

function hashOf({ method, path, body }: RepeatableRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, body ?? null]))
    .digest('hex')
}
