import { seedConversations } from './seed-conversations.ts'
import { seedDemo } from './seed-demo.ts'
import { startSandbox } from './start-sandbox.ts'

const DEFAULT_PORT = 4390

const port = Number(process.env.SANDBOX_PORT ?? DEFAULT_PORT)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`SANDBOX_PORT must be a port number, 0 to 65535; it is "${process.env.SANDBOX_PORT}"`)
  process.exit(1)
}

const sandbox = await startSandbox({ port })
const demo = await seedDemo(sandbox.url)
await seedConversations(sandbox.url, demo)
const { northwind, acme } = demo

console.log(`
  Slack sandbox

  Page        ${sandbox.url}/
  Web API     ${sandbox.url}/api/
  OAuth       ${sandbox.url}/oauth/v2/authorize
  Control     ${sandbox.url}/control/

  Workspaces  Northwind ${northwind.team_id}, Acme ${acme.team_id}

  Everything is in memory. Ctrl-C stops it.
`)

const stop = () => void sandbox.close().then(() => process.exit(0))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
