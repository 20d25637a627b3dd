import sharp from 'sharp'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { Services } from '../../../infra/services.ts'
import { uploadFile } from '../upload-file.ts'

interface FileOptions {
  name?: string
  mimeType?: string
  bytes?: Uint8Array
}

/** Uploaded by somebody, and not sent yet. */
export function aFile(services: Services, actor: PersonActor, options: FileOptions = {}): Promise<FileView> {
  const { name = 'notes.txt', mimeType = 'text/plain', bytes = Buffer.from('Remember the milk') } = options
  return uploadFile(services, actor, { name, mimeType, source: inPieces(bytes), maxBytes: 64 << 20 })
}

/** As a network brings it: in pieces of no round size. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 65_123): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

export function aPicture(width = 640, height = 320): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#3366cc' } })
    .png()
    .toBuffer()
}
