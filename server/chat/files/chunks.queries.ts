import type { Tx } from '@atrium/db/transaction.ts'
import type { FileId, OrganizationId } from '@atrium/shared/ids.ts'

/** Of all chunks but the last. */
export const CHUNK_BYTES = 1 << 20

export interface FileKey {
  organizationId: OrganizationId
  fileId: FileId
}
export interface Chunks extends FileKey {
  variant: 'original' | 'thumbnail'
}

export async function insertChunk(tx: Tx, chunks: Chunks, { position, bytes }: { position: number; bytes: Buffer }): Promise<void> {
  const { organizationId, fileId, variant } = chunks
  await tx.insertInto('file_chunk').values({ organization_id: organizationId, file_id: fileId, variant, position, bytes }).execute()
}

export async function findChunk(tx: Tx, { organizationId, fileId, variant }: Chunks, position: number): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('file_chunk')
    .select('bytes')
    .where('organization_id', '=', organizationId)
    .where('file_id', '=', fileId)
    .where('variant', '=', variant)
    .where('position', '=', position)
    .executeTakeFirst()
  return row?.bytes ?? null
}

export async function deleteChunks(tx: Tx, { organizationId, fileId }: FileKey): Promise<void> {
  await tx.deleteFrom('file_chunk').where('organization_id', '=', organizationId).where('file_id', '=', fileId).execute()
}
