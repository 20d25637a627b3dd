import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type SlaPolicyId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlaPolicyView, SlaTerms } from '@atrium/shared/inbox/sla.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { givenName } from '../given-name.rules.ts'
import { lookAtAll } from '../settling.queries.ts'
import { requireTerms } from './terms.rules.ts'

export interface SavedPolicy {
  /** Null: a new one. */
  policyId: SlaPolicyId | null
  name: string
  terms: SlaTerms
  nowMs: number
}

const LONGEST = 60

/** What is not closed is held to it from now on: time that has passed already counts where a clock ran before. @throws not_found, bad_input, conflict */
export async function savePolicy(tx: Tx, { organizationId }: MemberActor, input: SavedPolicy): Promise<SlaPolicyView> {
  const name = givenName('policy', input.name, LONGEST)
  const terms = requireTerms(input.terms)
  const id = input.policyId ?? newId<SlaPolicyId>(input.nowMs)
  const columns = { name, terms: jsonb(terms as unknown as JsonValue) }
  const writing = input.policyId
    ? tx
        .updateTable('sla_policy')
        .set({ ...columns, rev: sql`rev + 1` })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .returning('rev')
    : tx
        .insertInto('sla_policy')
        .values({ organization_id: organizationId, id, ...columns })
        .returning('rev')
  const row = await writing.executeTakeFirst().catch((error: unknown) => {
    throw violatesUnique(error, 'sla_policy_name')
      ? new AtriumError('conflict', `There is a policy called ${name} already.`).at('name')
      : error
  })
  if (!row) throw new AtriumError('not_found', 'That policy does not exist any more.')
  await lookAtAll(tx, organizationId, input.nowMs)
  const policy: SlaPolicyView = { id, name, terms, rev: row.rev }
  appendChange(tx, { kind: 'inbox.slaPolicyChanged', audience: ['members'], entityId: id, rev: row.rev, payload: { policy } })
  return policy
}

/** Another one may apply from now on. @throws not_found */
export async function deletePolicy(
  tx: Tx,
  { organizationId }: MemberActor,
  { policyId, nowMs }: { policyId: SlaPolicyId; nowMs: number },
): Promise<void> {
  const row = await tx
    .deleteFrom('sla_policy')
    .where('organization_id', '=', organizationId)
    .where('id', '=', policyId)
    .returning('rev')
    .executeTakeFirst()
  if (!row) throw new AtriumError('not_found', 'That policy does not exist any more.')
  await lookAtAll(tx, organizationId, nowMs)
  const rev = row.rev + 1
  appendChange(tx, { kind: 'inbox.slaPolicyRemoved', audience: ['members'], entityId: policyId, rev, payload: { policyId, rev } })
}
