import { raw, Router, type Request } from 'express'
import { canSeeFile } from '../methods/visible-file.ts'
import type { StoredFile } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { authenticate } from './authenticate.ts'

const MAX_UPLOAD = '50mb'

/** The bytes of an upload: as such, or the one file of a form. */
async function uploadedBytes(request: Request): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  const file = [...form.values()].find((value) => typeof value !== 'string')
  return file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
}

/** Whether the bearer may download: a token with `files:read` that can see where the file is. */
function mayDownload(world: World, request: Request, file: StoredFile): boolean {
  try {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const { token, teamId, userId } = authenticate(world, bearer)
    return token.scopes.includes('files:read') && canSeeFile(world, file, { teamId, userId })
  } catch {
    return false
  }
}

/** Where bytes go up and come down. @see https://docs.slack.dev/messaging/working-with-files */
export function createFilesRouter(world: World): Router {
  const router = Router()
  router.post('/files/upload/v1/:key', raw({ type: () => true, limit: MAX_UPLOAD }), async (request, response) => {
    const file = world.files.values().find((other) => other.uploadKey === request.params.key && other.state === 'pending')
    const bytes = await uploadedBytes(request)
    if (!file || bytes.length !== file.size) {
      response
        .status(file ? 400 : 404)
        .type('text')
        .send(file ? 'size mismatch' : 'no such upload')
      return
    }
    file.bytes = bytes
    file.state = 'uploaded'
    response.type('text').send(`OK - ${bytes.length}`)
  })

  // Without a token that may read it there is no error but a page to sign in, exactly as inconvenient as Slack's.
  router.get(['/files-pri/:path/:name', '/files-pri/:path/download/:name'], (request, response) => {
    const id = String(request.params.path).split('-')[1] ?? ''
    const file = world.files.get(id)
    if (!file || file.state === 'deleted') response.status(404).type('text').send('file_not_found')
    else if (mayDownload(world, request, file)) response.type(file.mimetype).send(file.bytes)
    else response.redirect(302, `/?redir=${encodeURIComponent(request.originalUrl)}`)
  })
  return router
}
