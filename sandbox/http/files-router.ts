import { raw, Router, type Request, type Response as Answer } from 'express'
import { canSeeFile } from '../methods/visible-file.ts'
import type { Caller } from '../methods/method.ts'
import { pictureSize } from '../world/picture-size.ts'
import type { StoredFile } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { answerFault, takeFault } from './api-faults.ts'
import { logCall } from './api-log.ts'
import { authenticate } from './authenticate.ts'

/** As Slack's own limit. */
const MAX_UPLOAD = '1gb'

/** The bytes of an upload: as such, or the one file of a form. */
async function uploadedBytes(request: Request): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  const file = [...form.values()].find((value) => typeof value !== 'string')
  return file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
}

/** The bearer, where it may download: a token with `files:read` that can see where the file is. */
function reader(world: World, request: Request, file: StoredFile): Caller | undefined {
  try {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const caller = authenticate(world, bearer)
    return caller.token.scopes.includes('files:read') && canSeeFile(world, file, caller) ? caller : undefined
  } catch {
    return undefined
  }
}

async function upload(world: World, request: Request, response: Answer): Promise<void> {
  const file = world.files.values().find((other) => other.uploadKey === request.params.key && other.state === 'pending')
  const bytes = await uploadedBytes(request)
  const told = (error: string | null, status: number) => {
    const args = { file: file?.id ?? null, bytes: bytes.length, authorized: request.headers.authorization !== undefined }
    logCall(world, { method: 'upload', args, caller: undefined, error, status })
  }
  const before = takeFault(world, 'upload', 'before')
  if (before) return told(before.kind, answerFault(before, response).status)
  if (!file || bytes.length !== file.size) {
    const [status, problem] = file ? ([400, 'size mismatch'] as const) : ([404, 'no such upload'] as const)
    response.status(status).type('text').send(problem)
    return told(problem, status)
  }
  Object.assign(file, { bytes, state: 'uploaded', ...pictureSize(bytes) })
  const after = takeFault(world, 'upload', 'after')
  if (after) return told(after.kind, answerFault(after, response).status)
  response.type('text').send(`OK - ${bytes.length}`)
  told(null, 200)
}

/** Without a token that may read it there is no error but a page to sign in, exactly as inconvenient as Slack's. */
function download(world: World, request: Request, response: Answer): void {
  const file = world.files.get(String(request.params.path).split('-')[1] ?? '')
  const caller = file && reader(world, request, file)
  const told = (error: string | null, status: number) =>
    logCall(world, { method: 'download', args: { file: file?.id ?? null, path: request.path }, caller, error, status })
  const fault = takeFault(world, 'download', 'before')
  if (fault) return told(fault.kind, answerFault(fault, response).status)
  if (!file || file.state !== 'complete') {
    response.status(404).type('text').send('file_not_found')
    return told('file_not_found', 404)
  }
  if (caller) response.type(file.mimetype).send(file.bytes)
  else response.redirect(302, `/?redir=${encodeURIComponent(request.originalUrl)}`)
  told(caller ? null : 'sign_in', caller ? 200 : 302)
}

/**
 * Where bytes go up and come down. Thumbnails are the pictures themselves: nothing here can scale them.
 * @see https://docs.slack.dev/messaging/working-with-files
 */
export function createFilesRouter(world: World): Router {
  const router = Router()
  router.post('/files/upload/v1/:key', raw({ type: () => true, limit: MAX_UPLOAD }), (request, response) =>
    upload(world, request, response),
  )
  const paths = ['/files-pri/:path/:name', '/files-pri/:path/download/:name', '/files-tmb/:path/:name']
  router.get(paths, (request, response) => download(world, request, response))
  return router
}
