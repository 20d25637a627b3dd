import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Connection } from '@atrium/db/connect.ts'
import { readConfig, type Config } from '../../infra/config.ts'
import type { Services } from '../../infra/services.ts'
import { createAuth, type Auth } from '../create-auth.ts'
import { identityRoutes } from '../identity-http.ts'
import { createSessionSockets, type SessionSockets } from '../session-sockets.ts'
import { testServices } from './builders.ts'

export interface AuthServer {
  url: string
  config: Config
  services: Services
  auth: Auth
  sockets: SessionSockets
  close(): Promise<void>
}

/** The HTTP side of identity alone, on a port of its own. */
export async function startAuthServer(
  database: { app: Connection; auth: Connection },
  options: { demo?: boolean; env?: Record<string, string> } = {},
): Promise<AuthServer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const config = { ...testConfig(url, options.env), demo: options.demo ?? false }
  const services = { ...testServices(database), demo: config.demo, slackSignIn: config.slackSignIn !== null }
  const sockets = createSessionSockets(services)
  const auth = createAuth({ config, services, connection: database.auth, sockets })
  server.on('request', express().use(identityRoutes({ config, services, auth })))
  return { url, config, services, auth, sockets, close: () => closeServer(server) }
}

/** A complete configuration; the database is whatever the test hands over. */
export function testConfig(publicUrl: string, env: Record<string, string> = {}): Config {
  return readConfig({
    PUBLIC_URL: publicUrl,
    DATABASE_URL: 'postgres://unused.example/atrium',
    AUTH_SECRET: 'a secret that is long enough for tests',
    SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
    ...env,
  })
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

/** A browser's cookie jar, as far as these tests need one. */
export interface Browser {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  get(path: string): Promise<Response>
  cookie(): string
}

export function openBrowser(url: string): Browser {
  const jar = new Map<string, string>()
  const send = async (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }) => {
    const answer = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers: { ...init.headers, cookie: cookieOf(jar) } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (value.join('=')) jar.set(name, value.join('='))
      else jar.delete(name)
    }
    return answer
  }
  return {
    post: (path, body, headers = {}) =>
      send(path, { method: 'POST', headers: { 'content-type': 'application/json', origin: url, ...headers }, body: JSON.stringify(body) }),
    get: (path) => send(path, { method: 'GET' }),
    cookie: () => cookieOf(jar),
  }
}

function cookieOf(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
