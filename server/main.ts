import { startServer } from './app/start-server.ts'
import { ConfigError, readConfig } from './infra/config.ts'

/** `node server/main.ts`: one node, on the database that `DATABASE_URL` names. @see docs/environment.md */
try {
  const server = await startServer(readConfig(process.env))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)))
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
