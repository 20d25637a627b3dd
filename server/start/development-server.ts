import { startServer } from '../app/start-server.ts'
import { readConfig } from '../infra/config.ts'

/** What `pnpm dev` runs behind Vite, again after every change; its parent has made the environment. */
const server = await startServer({ ...readConfig(process.env), demo: process.env.ATRIUM_DEVELOPMENT_DEMO === 'yes' })
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)))
