import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createSlackFiles } from './slack-files.ts'

it('[BR7] brings every byte of a file, also when memory is cleaned up before the first is read', async () => {
  const bytes = Buffer.alloc(200_000, 7)
  const server = createServer((_, response) => response.end(bytes))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const files = createSlackFiles({ slackApiUrl: `${url}/api/` })
  for (let times = 0; times < 2; times += 1) {
    const source = await files.download(`${url}/files/a.bin`, 'xoxb-test')
    for (let rounds = 0; rounds < 2; rounds += 1) {
      collect()
      await pause(5)
    }
    const pieces = await Array.fromAsync(source)
    expect(Buffer.concat(pieces).length).toBe(bytes.length)
  }
  server.close()
})
