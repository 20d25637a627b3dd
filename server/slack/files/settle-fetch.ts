import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { removeReceivedFiles } from '../../chat/files/remove-received-files.ts'
import { settleReceivedFile, type FetchOutcome } from '../../chat/files/settle-received-file.ts'
import { closeGate } from '../../infra/deliveries/gates.ts'
import { fetchActor } from './fetch-file.ts'
import { endFetch, postponeFetch, type ClaimedFetch } from './fetch.queries.ts'
import { decideAfterWait, type FetchResult } from './fetch.rules.ts'

/** Writes down how it went. What somebody else has taken on since, or whose message is gone, is left alone. */
export async function settleFetch(tx: Tx, claimed: ClaimedFetch, { result, nowMs }: { result: FetchResult; nowMs: number }): Promise<void> {
  switch (result.kind) {
    case 'kept':
      return settle(tx, claimed, { outcome: { state: 'stored', ...result.kept }, nowMs })
    case 'failed':
      return settle(tx, claimed, { outcome: { state: 'failed', failure: result.failure }, nowMs })
    case 'gone':
      return remove(tx, claimed, nowMs)
    case 'later':
      return wait(tx, claimed, { result, nowMs })
  }
}

async function settle(tx: Tx, claimed: ClaimedFetch, { outcome, nowMs }: { outcome: FetchOutcome; nowMs: number }): Promise<void> {
  if (await endFetch(tx, claimed)) await settleReceivedFile(tx, fetchActor(claimed), { fileId: claimed.fileId, outcome, nowMs })
}

async function remove(tx: Tx, claimed: ClaimedFetch, nowMs: number): Promise<void> {
  const { organizationId, fileId } = claimed
  if (!(await endFetch(tx, claimed))) return
  const file = await tx
    .selectFrom('file')
    .select('message_id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', fileId)
    .executeTakeFirst()
  if (!file?.message_id) return
  await removeReceivedFiles(tx, fetchActor(claimed), { messageId: file.message_id as MessageId, fileIds: [fileId], removedAtMs: nowMs })
}

async function wait(
  tx: Tx,
  claimed: ClaimedFetch,
  { result, nowMs }: { result: FetchResult & { kind: 'later' }; nowMs: number },
): Promise<void> {
  const { organizationId, installationId } = claimed
  if (result.gate !== null && result.afterMs !== null) {
    const gate = { operation: result.gate, ms: result.afterMs, reason: result.reason }
    await closeGate(tx, { organizationId, scopeId: installationId }, gate)
  }
  const decision = decideAfterWait(claimed.attempts, result)
  if (decision.kind === 'give_up') await settle(tx, claimed, { outcome: { state: 'failed', failure: decision.failure }, nowMs })
  else await postponeFetch(tx, claimed, { ...decision, error: result.reason })
}
