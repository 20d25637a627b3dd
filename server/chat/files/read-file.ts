import type { Db } from '@atrium/db/connect.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { ByteRange } from './byte-range.rules.ts'
import { CHUNK_BYTES, findChunk, type Chunks } from './chunks.queries.ts'

/**
 * A file's bytes, chunk by chunk, each in a transaction of its own, so that a slow reader holds no connection.
 * @throws Error when it is removed meanwhile.
 */
export async function* readFile(db: Db, chunks: Chunks, { first, last }: ByteRange): AsyncGenerator<Buffer> {
  for (let position = Math.floor(first / CHUNK_BYTES); position * CHUNK_BYTES <= last; position += 1) {
    const startsAt = position * CHUNK_BYTES
    const bytes = await inOrganization(db, chunks.organizationId, (tx) => findChunk(tx, chunks, position))
    if (!bytes) throw new Error(`chunk ${position} of file ${chunks.fileId} is gone`)
    yield bytes.subarray(Math.max(0, first - startsAt), last - startsAt + 1)
  }
}

/** All of a small one at once. */
export async function readWholeFile(db: Db, chunks: Chunks, sizeBytes: number): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(readFile(db, chunks, { first: 0, last: sizeBytes - 1 })))
}
