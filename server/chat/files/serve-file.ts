import type { Request, RequestHandler, Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inOrganization } from '@atrium/db/transaction.ts'
import { SHOWN_IMAGES } from '@atrium/shared/chat/file-limits.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { isId, type FileId, type OrganizationId } from '@atrium/shared/ids.ts'
import { findMemberActor } from '../../identity/resolve-actor.ts'
import { answerError } from '../../infra/answer-error.ts'
import { byteRangeOf, type ByteRange } from './byte-range.rules.ts'
import { findChunk, type Chunks } from './chunks.queries.ts'
import { contentDisposition } from './content-disposition.rules.ts'
import { UNKNOWN_TYPE } from './file-name.rules.ts'
import type { FileRouteParts } from './files-http.ts'
import { readableFile } from './readable-file.ts'
import { readFile } from './read-file.ts'

type Variant = Chunks['variant']

/** Hands out a file to who may read it; to everybody else there is none. */
export function serveFile(parts: FileRouteParts, variant: Variant): RequestHandler {
  return async (request, response) => {
    try {
      const actor = await actorOf(request, parts)
      const fileId = request.params.fileId as FileId
      const file = await inOrganization(parts.services.db, actor.organizationId, (tx) => readableFile(tx, actor, fileId))
      writeHeaders(response, file, variant)
      // A client that has it asks whether it may still see it.
      if (request.fresh) return void response.status(304).end()
      await (variant === 'thumbnail' ? sendThumbnail : sendOriginal)(request, response, { parts, actor, file })
    } catch (error) {
      if (response.headersSent) response.destroy()
      else answerError(clear(response), { logger: parts.services.logger, error, what: 'a file could not be read' })
    }
  }
}

/** In the organization of the address, which need not be the one that the page shows. @throws not_found */
async function actorOf(request: Request, { auth, services }: FileRouteParts): Promise<PersonActor> {
  const { organizationId, fileId } = request.params as { organizationId: string; fileId: string }
  const { actor, userId } = isId(organizationId) && isId(fileId) ? await auth.resolveActor(request.headers) : { actor: null, userId: null }
  if (actor?.organizationId === organizationId) return actor
  const member = userId ? await findMemberActor(services, userId, organizationId) : null
  if (member?.organizationId !== (organizationId as OrganizationId)) throw new AtriumError('not_found')
  return member
}

/** Images that were looked at are shown; nothing else ever runs or is shown as a page of ours, whatever it holds. */
function writeHeaders(response: Response, file: FileView, variant: Variant): void {
  const isShown = variant === 'thumbnail' || (file.width !== null && SHOWN_IMAGES.includes(file.mimeType))
  response.set({
    'Content-Type': variant === 'thumbnail' ? 'image/webp' : isShown ? file.mimeType : UNKNOWN_TYPE,
    'Content-Disposition': contentDisposition(isShown ? 'inline' : 'attachment', variant === 'thumbnail' ? `${file.name}.webp` : file.name),
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, max-age=600',
    Vary: 'Cookie',
    ETag: `"${file.id}-${variant}"`,
  })
}

function clear(response: Response): Response {
  for (const name of ['Content-Type', 'Content-Disposition', 'Content-Length', 'ETag']) response.removeHeader(name)
  return response.set('Cache-Control', 'no-store')
}

interface Sending {
  parts: FileRouteParts
  actor: PersonActor
  file: FileView
}

async function sendThumbnail(_request: Request, response: Response, { parts, actor, file }: Sending): Promise<void> {
  const { organizationId } = actor
  const chunks: Chunks = { organizationId, fileId: file.id, variant: 'thumbnail' }
  const bytes = await inOrganization(parts.services.db, organizationId, (tx) => findChunk(tx, chunks, 0))
  if (!bytes) throw new AtriumError('not_found')
  response.end(bytes)
}

async function sendOriginal(request: Request, response: Response, { parts, actor, file }: Sending): Promise<void> {
  const { sizeBytes } = file
  response.set('Accept-Ranges', 'bytes')
  const range = rangeOf(request, response, sizeBytes)
  if (range === 'unsatisfiable') return void response.status(416).set('Content-Range', `bytes */${sizeBytes}`).end()
  if (range) response.status(206).set('Content-Range', `bytes ${range.first}-${range.last}/${sizeBytes}`)
  const wanted = range ?? { first: 0, last: sizeBytes - 1 }
  response.set('Content-Length', String(wanted.last - wanted.first + 1))
  if (request.method === 'HEAD') return void response.end()
  const chunks: Chunks = { organizationId: actor.organizationId, fileId: file.id, variant: 'original' }
  await pipeline(Readable.from(readFile(parts.services.db, chunks, wanted)), response).catch((error: unknown) => {
    // A reader who goes away is no failure.
    if (!isPrematureClose(error)) parts.services.logger.error({ err: error }, 'a file broke off while it was read')
  })
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function rangeOf(request: Request, response: Response, sizeBytes: number): ByteRange | 'unsatisfiable' | null {
  const sameAs = request.headers['if-range']
  if (sameAs !== undefined && sameAs !== response.get('ETag')) return null
  return byteRangeOf(request.headers.range, sizeBytes)
}
