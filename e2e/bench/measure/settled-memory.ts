import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** For a process whose inspector is to be opened by a signal, at a port that is free. */
export const INSPECTABLE = { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --inspect-port=127.0.0.1:0`.trim() }

const inspectors = new Map<number, string>()

/**
 * The resident memory of a Node process in kB after its garbage was collected: else what it has just done would be counted
 * as what it holds. `output` reads what it has printed so far. Linux only.
 * @throws Error when its inspector does not open
 */
export async function settledKb(pid: number, output: () => string): Promise<number> {
  const inspector = inspectors.get(pid) ?? (await openInspector(pid, output))
  inspectors.set(pid, inspector)
  await collectGarbage(inspector)
  await sleep(200)
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

async function openInspector(pid: number, output: () => string): Promise<string> {
  // Of a process before it, whose output stands there too.
  const before = inspectorOf(output())
  process.kill(pid, 'SIGUSR1')
  for (let attempt = 0; attempt < 100; attempt++) {
    await sleep(50)
    const opened = inspectorOf(output())
    if (opened !== null && opened !== before) return opened
  }
  throw new Error(`process ${pid} does not open its inspector`)
}

function inspectorOf(output: string): string | null {
  return [...output.matchAll(/Debugger listening on (ws:\/\/\S+)/g)].at(-1)?.[1] ?? null
}

/** @see https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#method-collectGarbage */
async function collectGarbage(url: string): Promise<void> {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  for (const id of [1, 2]) {
    socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await once(socket, 'message')
  }
  socket.close()
  await once(socket, 'close')
}
