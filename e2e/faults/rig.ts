import { randomBytes } from 'node:crypto'
import { freePort } from '@atrium/db/embedded.ts'
import { useTestDatabase, type TestDatabase } from '@atrium/db/testing/test-database.ts'
import { createSandboxControl } from '@atrium/sandbox/control-client.ts'
import { seedDemo } from '@atrium/sandbox/seed-demo.ts'
import { startSandbox } from '@atrium/sandbox/start-sandbox.ts'
import { startServer, type RunningServer } from '@atrium/server/app/start-server.ts'
import { testServices } from '@atrium/server/identity/testing/builders.ts'
import { readConfig } from '@atrium/server/infra/config.ts'
import { createIngress } from '@atrium/server/slack/ingress/receive-envelope.ts'
import { withSlack } from '@atrium/server/slack/slack-services.ts'
import type { SlackScene } from '@atrium/server/slack/testing/slack-scene.ts'
import { afterAll, beforeAll } from 'vitest'
import type { MadeCall } from './checker.ts'
import { recordCalls } from './record-calls.ts'

/**
 * The composed server with all its workers and a Slack of its own, in this process, so that thousands of operations take
 * seconds. Its `services` are a second node on the same database: what they commit the server learns as from another machine.
 */
export interface Rig extends SlackScene {
  database: TestDatabase
  /** Every call that was made at Slack. */
  made: MadeCall[]
}

/** One for the tests of a file. Read its members inside tests only. */
export function useRig(): Rig {
  const rig = {} as Rig
  const database = useTestDatabase()
  let server: RunningServer | undefined
  let watching: ReturnType<typeof recordCalls> | undefined
  beforeAll(async () => {
    rig.database = database()
    rig.sandbox = await startSandbox({ port: 0 })
    rig.control = createSandboxControl(rig.sandbox.url)
    watching = recordCalls(`${rig.sandbox.url}/api/`)
    rig.made = watching.made
    await rig.control.settings({ retry_delays_ms: [50, 200, 1000] })
    rig.demo = await seedDemo(rig.sandbox.url)
    rig.sessions = new Map()
    const port = await freePort()
    rig.url = `http://127.0.0.1:${port}`
    const config = readConfig({
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: rig.url,
      DATABASE_URL: rig.database.url,
      DATA_FOLDER: 'data',
      AUTH_SECRET: randomBytes(32).toString('hex'),
      SECRET_KEYS: `rig:${randomBytes(32).toString('base64')}`,
      SLACK_API_URL: `${rig.sandbox.url}/api/`,
      SLACK_AUTHORIZE_URL: `${rig.sandbox.url}/oauth/v2/authorize`,
      LOG_LEVEL: process.env.FAULTS_LOG ?? 'silent',
    })
    server = await startServer(config)
    rig.services = withSlack(testServices(rig.database), config)
    rig.ingress = createIngress(rig.services)
  })
  afterAll(async () => {
    await rig.control?.faults.clear()
    await server?.close()
    watching?.stop()
    await rig.sandbox?.close()
  })
  return rig
}
