import type { Services } from '../../infra/services.ts'
import type { FileKey } from './chunks.queries.ts'
import { declaredType } from './file-name.rules.ts'
import { makeThumbnail, mayBeShown, type ShownImage } from './make-thumbnail.ts'
import { readWholeFile } from './read-file.ts'
import { writeChunks } from './write-chunks.ts'

/** What came, and what it was found to be. */
export interface KeptBytes {
  mimeType: string
  sizeBytes: number
  /** In pixels, of an image that can be shown. */
  dimensions: { width: number; height: number } | null
  thumbnail: Buffer | null
}
interface Incoming {
  source: AsyncIterable<Uint8Array>
  maxBytes: number
  /** What somebody says it is. */
  mimeType: string | undefined
}

/** Images above this are kept like any other file: to look at one it has to be in memory. */
const LARGEST_IMAGE_BYTES = 32 << 20

/**
 * Writes a file's bytes and looks at them. The file's row has to stand already, and says nothing of it until `storeFile`.
 * @throws too_large, and what the source throws
 */
export async function keepBytes(
  services: Pick<Services, 'db' | 'bus'>,
  key: FileKey,
  { source, maxBytes, mimeType }: Incoming,
): Promise<KeptBytes> {
  const { sizeBytes, head } = await writeChunks(services, key, { source, maxBytes })
  const image = mayBeShown(head) && sizeBytes <= LARGEST_IMAGE_BYTES ? await lookAt(services, key, sizeBytes) : null
  if (!image) return { mimeType: declaredType(mimeType), sizeBytes, dimensions: null, thumbnail: null }
  const { width, height, thumbnail } = image
  return { mimeType: image.mimeType, sizeBytes, dimensions: { width, height }, thumbnail }
}

let looking: Promise<unknown> = Promise.resolve()

/** One after the other, whoever sent them: each may take much memory. */
function lookAt({ db }: Pick<Services, 'db'>, key: FileKey, sizeBytes: number): Promise<ShownImage | null> {
  const look = async () => makeThumbnail(await readWholeFile(db, { ...key, variant: 'original' }, sizeBytes))
  const seen = looking.then(look)
  looking = seen.catch(() => {})
  return seen
}
