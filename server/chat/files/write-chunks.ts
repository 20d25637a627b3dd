import { AtriumError } from '@atrium/shared/errors.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { CHUNK_BYTES, deleteChunks, insertChunk, type FileKey } from './chunks.queries.ts'

export interface WrittenBytes {
  sizeBytes: number
  /** The first bytes, to tell what it may be. */
  head: Buffer
}

/**
 * Writes a file's bytes as they come, a chunk a transaction, so that a slow sender holds neither a connection nor memory. What an
 * earlier attempt left is replaced. @throws too_large, and what the source throws: then chunks may be left, to be removed with the file.
 */
export async function writeChunks(
  services: Pick<Services, 'db' | 'bus'>,
  key: FileKey,
  { source, maxBytes }: { source: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<WrittenBytes> {
  const inTransaction = (work: Parameters<typeof commitInOrganization<void>>[2]) => commitInOrganization(services, key.organizationId, work)
  await inTransaction((tx) => deleteChunks(tx, key))
  let [sizeBytes, position] = [0, 0]
  let head = Buffer.alloc(0)
  for await (const bytes of inChunks(source)) {
    sizeBytes += bytes.length
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
    if (position === 0) head = Buffer.from(bytes.subarray(0, 32))
    const chunk = { position, bytes }
    await inTransaction((tx) => insertChunk(tx, { ...key, variant: 'original' }, chunk))
    position += 1
  }
  return { sizeBytes, head }
}

export function tooLarge(maxBytes: number): AtriumError {
  return new AtriumError('too_large', `A file has at most ${Math.floor(maxBytes / (1 << 20))} MB.`)
}

/** Pieces of any size as chunks of one. */
async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let filled = 0
  for await (const piece of source) {
    let taken = 0
    while (taken < piece.length) {
      const part = piece.subarray(taken, taken + CHUNK_BYTES - filled)
      chunk.set(part, filled)
      taken += part.length
      filled += part.length
      if (filled < CHUNK_BYTES) continue
      yield chunk
      chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled)
}
