import type { Tx } from '@atrium/db/transaction.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import { insertChunk, type FileKey } from './chunks.queries.ts'
import { presentFile, settleFile } from './files.queries.ts'
import type { KeptBytes } from './keep-bytes.ts'

/** From now on its bytes can be read. @returns null when they were not on their way, or the file is gone. */
export async function storeFile(tx: Tx, key: FileKey, { kept, nowMs }: { kept: KeptBytes; nowMs: number }): Promise<FileView | null> {
  const { mimeType, sizeBytes, dimensions, thumbnail } = kept
  const row = await settleFile(tx, key, {
    state: 'stored',
    stored_at: new Date(nowMs),
    mime_type: mimeType,
    size_bytes: sizeBytes,
    width: dimensions?.width ?? null,
    height: dimensions?.height ?? null,
    has_thumbnail: thumbnail !== null,
  })
  if (row && thumbnail) await insertChunk(tx, { ...key, variant: 'thumbnail' }, { position: 0, bytes: thumbnail })
  return row ? presentFile(row) : null
}
