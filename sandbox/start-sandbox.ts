import express from 'express'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { scheduleStatusEnd } from './actions/people.ts'
import { createControlRouter } from './control/control-router.ts'
import { dispatchEvent } from './events/dispatch-event.ts'
import { createApiRouter } from './http/api-router.ts'
import { createFilesRouter } from './http/files-router.ts'
import { createResponseUrlRouter } from './interactivity/response-url-router.ts'
import { createOAuthRouter } from './oauth/oauth-router.ts'
import { createPageRouter } from './page/page-router.ts'
import { createSocketHub, type SocketHub } from './socket-mode/socket-hub.ts'
import { createClock } from './world/clock.ts'
import { keepWorld, recallWorld } from './world/keep-world.ts'
import { createWorld, freshState, type World } from './world/world.ts'

export interface SandboxOptions {
  /** 0: any free one. */
  port?: number
  /** Never anything but the own machine, unless you know who else is there: nothing here is protected. */
  host?: string
  clock?: { now(): number }
  /** A file that keeps the workspaces over restarts; absent: everything is in memory and gone with it. */
  stateFile?: string
}

export interface Sandbox {
  /** Without a slash at the end; the Web API's base is `${url}/api/`. */
  url: string
  port: number
  close(): Promise<void>
}

const listen = async (server: Server, port: number, host: string): Promise<number> => {
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const compose = (world: World, hub: SocketHub): express.Express => {
  const app = express()
  app.disable('x-powered-by')
  const reset = () => {
    world.clock.reset()
    hub.reset()
    Object.assign(world, freshState())
    world.touched({})
  }
  app.use('/api', createApiRouter(world, hub))
  app.use('/control', createControlRouter({ world, hub, reset }))
  app.use(createFilesRouter(world))
  app.use(createResponseUrlRouter(world))
  app.use(createOAuthRouter(world))
  app.use(createPageRouter(world))
  return app
}

/** Starts a Slack of your own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port: wantedPort = 0, host = '127.0.0.1' } = options
  const clock = createClock(options.clock)
  const world = createWorld(clock)
  if (options.stateFile) Object.assign(world, await recallWorld(options.stateFile))
  for (const user of world.users.values()) scheduleStatusEnd(world, user)
  const server = createServer()
  const hub = createSocketHub(world, server)
  world.emit = (draft) => dispatchEvent(world, hub, draft)
  server.on('request', compose(world, hub))
  const port = await listen(server, wantedPort, host).catch((error: unknown) => {
    hub.close()
    clock.close()
    throw error
  })
  const kept = options.stateFile ? keepWorld(world, options.stateFile) : null
  world.baseUrl = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`

  return {
    url: world.baseUrl,
    port,
    async close() {
      await kept?.stop()
      clock.close()
      hub.close()
      world.emit = () => {}
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
