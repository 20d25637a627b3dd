import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ClientMutationId } from '@atrium/shared/ids.ts'
import { callerIdOf, type AutomationActor, type PersonActor } from '@atrium/shared/identity/actor.ts'

/**
 * Answers a repeated mutation with what it answered the first time. Two at once: the second waits for the first to commit.
 * `result` has to survive JSON.
 */
export async function once<T>(
  tx: Tx,
  call: { actor: PersonActor | AutomationActor; clientId: ClientMutationId; procedure: string },
  work: () => Promise<T>,
): Promise<T> {
  const key = { organization_id: call.actor.organizationId, person_id: callerIdOf(call.actor), client_id: call.clientId }
  const claimed = await tx
    .insertInto('client_mutation')
    .values({ ...key, procedure: call.procedure, result: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('client_id')
    .executeTakeFirst()
  if (!claimed) {
    const known = await tx
      .selectFrom('client_mutation')
      .select('result')
      .where('organization_id', '=', key.organization_id)
      .where('person_id', '=', key.person_id)
      .where('client_id', '=', key.client_id)
      .executeTakeFirstOrThrow()
    return known.result as T
  }
  const result = await work()
  await tx
    .updateTable('client_mutation')
    .set({ result: jsonb(result ?? null) as never })
    .where('organization_id', '=', key.organization_id)
    .where('person_id', '=', key.person_id)
    .where('client_id', '=', key.client_id)
    .execute()
  return result
}
