import { jsonb } from '@atrium/db/json.ts'
import type { JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import { closedSince, consequencesOf, type Consequences, type Standing } from './consequences.rules.ts'
import type { ConversationPatch } from './conversations.queries.ts'
import type { ConversationRow } from './present-inbox.ts'
import { policiesOf } from './sla/policies.queries.ts'

/** Only what has clocks depends on policies. */
export async function policiesFor(
  tx: Tx,
  organizationId: OrganizationId,
  rows: readonly Pick<ConversationRow, 'sla'>[],
): Promise<SlaPolicyView[]> {
  return rows.some(({ sla }) => sla !== null) ? policiesOf(tx, organizationId) : []
}

/**
 * What follows from a message that came or went. One without clocks is not looked at further; when it is reopened, a worker looks whether a
 * policy has been made for it meanwhile.
 */
export function followUp(
  before: ConversationRow,
  after: Partial<Standing>,
  { policies, atMs }: { policies: readonly SlaPolicyView[]; atMs: number },
): Consequences {
  const standing: Standing = { ...before, ...after }
  if (before.sla !== null) return consequencesOf(standing, policies, { atMs })
  const isReopened = before.status === 'closed' && standing.status !== 'closed'
  return {
    snoozed_until: standing.status === 'snoozed' ? standing.snoozed_until : null,
    sla: null,
    sla_state: null,
    due_at: isReopened ? new Date(atMs) : before.due_at,
    closed_at: closedSince(standing, atMs),
  }
}

/** As it is written. */
export function writableConsequences({ sla, ...rest }: Consequences): ConversationPatch {
  return { ...rest, sla: sla && jsonb(sla as unknown as JsonValue) }
}
