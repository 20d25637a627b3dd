import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSandboxControl } from '../control-client.ts'
import { seedDemo } from '../seed-demo.ts'
import { startSandbox } from '../start-sandbox.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('[OP1] is the same Slack after a restart, and gives out no id twice', async () => {
  const stateFile = join(folder, 'sandbox')
  const first = await startSandbox({ stateFile })
  const { northwind } = await seedDemo(first.url)
  const post = { channel_id: northwind.channels.general, user_id: northwind.users.ada, text: 'still here' }
  await createSandboxControl(first.url).act.postMessage(post)
  await first.close()

  const second = await startSandbox({ stateFile })
  const control = createSandboxControl(second.url)
  const channel = await control.state.channel(northwind.channels.general)
  expect(JSON.stringify(channel)).toContain('still here')
  const { user_id } = await control.createUser({ team_id: northwind.team_id, name: 'kim', real_name: 'Kim' })
  expect(Object.values(northwind.users)).not.toContain(user_id)
  await second.close()
})

it('begins anew when what was kept cannot be read', async () => {
  const stateFile = join(folder, 'broken')
  await writeFile(stateFile, 'not a world')
  const sandbox = await startSandbox({ stateFile })
  expect(JSON.stringify(await createSandboxControl(sandbox.url).state.workspaces())).not.toContain('Northwind')
  await sandbox.close()
})
