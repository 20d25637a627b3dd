import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ApiKeyId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { lockApiKey } from './api-keys.queries.ts'

/** Every request asks the database, so that from the commit on no node takes the key. The row stays: its name stands at what it wrote. @throws not_found */
export async function revokeApiKey(
  tx: Tx,
  actor: MemberActor,
  { apiKeyId, address, nowMs }: { apiKeyId: ApiKeyId; address: string; nowMs: number },
): Promise<void> {
  const key = await lockApiKey(tx, actor.organizationId, apiKeyId)
  if (!key) throw new AtriumError('not_found')
  if (key.revoked_at) return
  const { token_hash } = await tx
    .updateTable('api_key')
    .set({ revoked_at: new Date(nowMs) })
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', apiKeyId)
    .returning('token_hash')
    .executeTakeFirstOrThrow()
  await tx
    .deleteFrom('organization_route')
    .where('organization_id', '=', actor.organizationId)
    .where('kind', '=', 'api_key')
    .where('key', '=', token_hash)
    .execute()
  await writeAudit(tx, actor, { action: 'apiKey.revoked', subject: key.name, address, nowMs })
}
