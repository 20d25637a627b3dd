import { Router, type Request, type Response } from 'express'
import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { METHODS } from '../methods/registry.ts'
import { SlackError } from '../world/slack-error.ts'
import type { World } from '../world/world.ts'
import { avatarSvg } from './avatar.ts'
import { htmlPage } from './html-page.ts'
import { pageApps } from './page-apps.ts'
import { pageLog, pageLogDetail } from './page-log.ts'
import { pageChannel, pageSidebar, pageWorkspaces } from './page-state.ts'
import { pageStyles } from './page-styles.ts'

const CSP =
  "default-src 'self'; img-src 'self' https: http: data:; style-src 'self'; form-action *; base-uri 'none'; frame-ancestors 'none'"
const FONT = fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'))
const MODULE_NAME = /^[a-z-]+\.ts$/

const frame = htmlPage({
  title: 'Slack sandbox',
  body: '<div id="app"></div><script type="module" src="/page/main.ts"></script>',
})

const modules = new Map<string, string>()

/** The page's modules are TypeScript; their types are stripped on the way out, so there is no build. */
function browserModule(name: string): string | undefined {
  const path = join(import.meta.dirname, 'client', name)
  if (!MODULE_NAME.test(name) || !existsSync(path)) return undefined
  const code = modules.get(name) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'))
  modules.set(name, code)
  return code
}

const answer = (response: Response, read: () => unknown): void => {
  try {
    response.json(read())
  } catch (error) {
    if (!(error instanceof SlackError)) throw error
    response.status(404).json({ error: error.code })
  }
}

/** Tells open pages that something changed; they look again by themselves. */
function createStream(world: World): (request: Request, response: Response) => void {
  const open = new Set<Response>()
  world.touched = (what) => {
    const frameText = `data: ${JSON.stringify(what)}\n\n`
    for (const response of open) response.write(frameText)
  }
  return (request, response) => {
    response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': hello\n\n')
    open.add(response)
    request.on('close', () => open.delete(response))
  }
}

/** The page where a person acts as any user, and what it needs. */
export function createPageRouter(world: World): Router {
  const router = Router()
  router.get(['/', '/archives/:channel', '/archives/:channel/:message'], (_request, response) => {
    response.set('content-security-policy', CSP).send(frame)
  })
  router.get('/page/stream', createStream(world))
  router.get('/page/workspaces', (_request, response) => answer(response, () => pageWorkspaces(world)))
  router.get('/page/sidebar/:user', (request, response) => answer(response, () => pageSidebar(world, request.params.user)))
  router.get('/page/channel/:user/:channel', (request, response) =>
    answer(response, () => pageChannel(world, request.params.user, request.params.channel)),
  )
  router.get('/page/log', (_request, response) => answer(response, () => pageLog(world)))
  router.get('/page/log/:key', (request, response) => answer(response, () => pageLogDetail(world, request.params.key)))
  router.get('/page/apps', (_request, response) => answer(response, () => pageApps(world)))
  router.get('/page/methods', (_request, response) => answer(response, () => [...Object.keys(METHODS), 'upload', 'download'].toSorted()))
  router.get('/page/files/:id', (request, response) => {
    const file = world.files.get(request.params.id)
    if (!file || file.uploadKey !== request.query.key) response.status(404).end()
    else response.attachment(file.name).type(file.mimetype).send(file.bytes)
  })
  router.get('/page/inter.woff2', (_request, response) =>
    response.set('cache-control', 'max-age=86400').type('font/woff2').send(readFileSync(FONT)),
  )
  router.get('/page/page.css', (_request, response) => void response.type('css').send(pageStyles()))
  router.get('/page/:module', (request, response) => {
    const code = browserModule(request.params.module)
    if (code === undefined) response.status(404).end()
    else response.type('text/javascript').send(code)
  })
  router.get('/avatars/:id/:size', (request, response) => {
    response.type('image/svg+xml').set('cache-control', 'no-cache').send(avatarSvg(world, request.params.id))
  })
  return router
}
