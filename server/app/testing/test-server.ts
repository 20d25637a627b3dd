import { sql } from 'kysely'
import { freePort } from '@atrium/db/embedded.ts'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import { createAuth } from '../../identity/create-auth.ts'
import { cookieNames } from '../../identity/cookies.ts'
import { testConfig } from '../../identity/testing/auth-server.ts'
import { testServices, type TestMember, type TestVisitor } from '../../identity/testing/builders.ts'
import type { Config } from '../../infra/config.ts'
import type { Services } from '../../infra/services.ts'
import { startServer, type RunningServer, type ServerOptions } from '../start-server.ts'

export interface TestServer {
  url: string
  config: Config
  /** Of this test, on the same database but another node: what it commits, the server learns by its poll alone. */
  services: Services
  cookieOf(person: TestMember | TestVisitor): Promise<string>
  running: RunningServer
}

/** The whole server on a free port. */
export async function startTestServer(
  database: TestDatabase,
  overrides: Partial<Config> = {},
  options: ServerOptions = {},
): Promise<TestServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config: Config = { ...testConfig(url), host: '127.0.0.1', port, databaseUrl: database.url, ...overrides }
  const running = await startServer(config, options)
  const services = testServices(database)
  const auth = createAuth({ config, services, connection: database.auth })
  return {
    url,
    config,
    services,
    running,
    async cookieOf(person) {
      if (person.kind === 'visitor') return `${cookieNames(url).visitor}=${person.token}`
      await sql`
        insert into auth."user" (id, name, email) values (${person.userId}, ${person.name}, ${person.email}) on conflict do nothing
      `.execute(database.auth.db)
      const cookies = await auth.openSession(person.userId, {})
      return cookies.map((line) => line.split(';')[0]).join('; ')
    },
  }
}
