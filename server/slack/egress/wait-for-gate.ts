import { inOrganization } from '@atrium/db/transaction.ts'
import { gateClosedForMs } from '../../infra/deliveries/gates.ts'
import type { Posting } from './slack-transport.ts'

/** For a call beside the one that is owed: null when Slack may be asked. */
export async function waitForGate(
  { services, scope }: Pick<Posting, 'services' | 'scope'>,
  method: string,
): Promise<{ kind: 'waits'; reason: string; afterMs: number } | null> {
  const gate = { organizationId: scope.organizationId, scopeId: scope.installationId }
  const closedMs = await inOrganization(services.db, scope.organizationId, (tx) => gateClosedForMs(tx, gate, method))
  return closedMs > 0 ? { kind: 'waits', reason: 'Slack asks us to wait.', afterMs: closedMs } : null
}
