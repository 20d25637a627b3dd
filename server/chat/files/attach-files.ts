import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'

/** Gives a new message its files, in their order. @throws conflict when one of them may not go with it: see `claimFiles`. */
export async function attachFiles(
  tx: Tx,
  actor: PersonActor,
  { messageId, fileIds }: { messageId: MessageId; fileIds: readonly FileId[] },
): Promise<void> {
  const { organizationId, personId } = actor
  const { rows } = await sql`
    update file set message_id = ${messageId}, position = wanted.position - 1
    from unnest(${fileIds}::uuid[]) with ordinality wanted (id, position)
    where file.organization_id = ${organizationId} and file.id = wanted.id
      and file.uploaded_by = ${personId} and file.message_id is null and file.state = 'stored'
    returning file.id
  `.execute(tx)
  if (rows.length < fileIds.length) throw new AtriumError('conflict', 'A file can no longer be sent. Remove it, and attach it again.')
}
