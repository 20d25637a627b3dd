import { expect, it } from 'vitest'
import { callApi } from './testing/a-sandbox.ts'
import { createSandboxControl } from './control-client.ts'
import { seedDemo } from './seed-demo.ts'
import { startSandbox } from './start-sandbox.ts'

it('says when its port is taken, and lets go of everything', async () => {
  const first = await startSandbox({ port: 0 })
  await expect(startSandbox({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
  const second = await startSandbox({ port: first.port })
  expect(second.url).toBe(first.url)
  await second.close()
})

it('takes its time from the clock it is given', async () => {
  const sandbox = await startSandbox({ port: 0, clock: { now: () => 1_700_000_000_000 } })
  const { northwind } = await seedDemo(sandbox.url)
  const control = createSandboxControl(sandbox.url)
  const at = { user_id: northwind.users.ada, channel_id: northwind.channels.general, text: 'x' }
  expect((await control.act.postMessage(at)).ts).toBe('1700000000.000000')
  await control.clock.advance({ ms: 1_500 })
  expect((await control.act.postMessage(at)).ts).toBe('1700000001.500000')
  await sandbox.close()
})

it('closes although somebody still waits for an answer', async () => {
  const sandbox = await startSandbox({ port: 0 })
  const control = createSandboxControl(sandbox.url)
  await control.faults.add({ kind: 'timeout', when: 'before', times: 1 })
  const waiting = expect(callApi({ sandbox, control } as Parameters<typeof callApi>[0], 'api.test', {})).rejects.toThrow()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await sandbox.close()
  await waiting
})
