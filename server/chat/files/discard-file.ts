import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { deleteUnattached } from './files.queries.ts'

/** One's own that was not sent after all. @throws not_found when it is not there, or a message has it. */
export async function discardFile(tx: Tx, { organizationId, personId }: PersonActor, { fileId }: { fileId: FileId }): Promise<void> {
  if (!(await deleteUnattached(tx, { organizationId, fileId }, personId))) throw new AtriumError('not_found')
}
