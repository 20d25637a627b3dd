import { makeSecret } from '../world/ids.ts'
import { pictureSize } from '../world/picture-size.ts'
import type { StoredFile, User } from '../world/types.ts'
import { nowSeconds, type World } from '../world/world.ts'

const TYPES: Record<string, string> = {
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  zip: 'application/zip',
}

const extensionOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

export interface NewFile {
  name: string
  title?: string | undefined
  mimetype?: string | undefined
  altText?: string | undefined
  mode?: StoredFile['mode']
  needsInfo?: boolean | undefined
  /** Absent: announced only, the bytes follow. */
  bytes?: Buffer
}

export function storeFile(world: World, owner: Pick<User, 'id' | 'teamId'>, input: NewFile): StoredFile {
  const extension = extensionOf(input.name)
  const file: StoredFile = {
    id: world.ids.next('F'),
    teamId: owner.teamId,
    userId: owner.id,
    name: input.name,
    title: input.title ?? input.name,
    mimetype: input.mimetype ?? TYPES[extension] ?? 'application/octet-stream',
    filetype: extension || 'binary',
    size: input.bytes?.length ?? 0,
    bytes: input.bytes ?? Buffer.alloc(0),
    created: nowSeconds(world),
    state: input.bytes ? 'complete' : 'pending',
    uploadKey: makeSecret(),
    shares: [],
    ...(input.altText ? { altText: input.altText } : {}),
    ...(input.mode ? { mode: input.mode } : {}),
    ...(input.needsInfo ? { needsInfo: true } : {}),
    ...(input.bytes ? pictureSize(input.bytes) : {}),
  }
  world.files.set(file.id, file)
  return file
}
