import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { ensureChromium } from '../../browser/ensure-chromium.ts'

/**
 * Chromium as people have it, over its DevTools protocol alone: tools that test pages keep hidden tabs awake, and what a hidden tab
 * costs is one of the things measured. @see https://chromedevtools.github.io/devtools-protocol/
 */
export interface Chromium {
  /** A window of its own, nothing cached and nobody signed in. Closed with `closeWindow`. */
  openWindow(): Promise<Window>
  close(): Promise<void>
}
export interface Window {
  /** Opens in front of the other tabs, which are hidden from then on. */
  openTab(): Promise<Tab>
  close(): Promise<void>
}
export interface Tab {
  send<T>(method: string, params?: object): Promise<T>
  onEvent(listener: (method: string, params: object) => void): void
  /** An expression whose value survives JSON. @throws Error with what it threw */
  evaluate<T>(expression: string): Promise<T>
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
]

export async function startChromium({ width, height }: { width: number; height: number }): Promise<Chromium> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-chromium-'))
  const flags = [...FLAGS, `--window-size=${width},${height}`, '--remote-debugging-port=0', `--user-data-dir=${folder}`]
  const child = spawn(await ensureChromium(), [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await new Promise<string>((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`Chromium said nothing for 30 s: ${output.slice(-500)}`)), 30_000)
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${output.slice(-500)}`)))
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const [, listening] = /DevTools listening on (ws:\S+)/.exec(output) ?? []
      if (!listening) return
      clearTimeout(timer)
      resolve(listening)
    })
  })
  const wire = await connectWire(address)
  return {
    openWindow: () => openWindow(wire),
    async close() {
      wire.close()
      child.kill('SIGKILL')
      await once(child, 'exit')
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

async function openWindow(wire: Wire): Promise<Window> {
  const { browserContextId } = await wire.send<{ browserContextId: string }>('Target.createBrowserContext')
  return {
    async openTab() {
      const { targetId } = await wire.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', browserContextId })
      const { sessionId } = await wire.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
      return tabOf(wire, sessionId)
    },
    close: () => wire.send('Target.disposeBrowserContext', { browserContextId }),
  }
}

function tabOf(wire: Wire, sessionId: string): Tab {
  return {
    send: (method, params) => wire.send(method, params, sessionId),
    onEvent: (listener) => wire.onEvent(sessionId, listener),
    async evaluate<T>(expression: string) {
      const params = { expression, awaitPromise: true, returnByValue: true }
      const { result, exceptionDetails } = await wire.send<Evaluated<T>>('Runtime.evaluate', params, sessionId)
      if (exceptionDetails) throw new Error(`in the page: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
      return result.value
    },
  }
}
interface Evaluated<T> {
  result: { value: T }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

interface Wire {
  send<T>(method: string, params?: object, sessionId?: string): Promise<T>
  onEvent(sessionId: string, listener: (method: string, params: object) => void): void
  close(): void
}
interface Message {
  id?: number
  result?: unknown
  error?: { message: string }
  method?: string
  params?: object
  sessionId?: string
}

async function connectWire(address: string): Promise<Wire> {
  const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 1 << 28 })
  await once(socket, 'open')
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, (method: string, params: object) => void>()
  let calls = 0
  socket.on('message', (data: Buffer) => {
    const { id, result, error, method, params, sessionId } = JSON.parse(data.toString()) as Message
    if (method && sessionId) listeners.get(sessionId)?.(method, params ?? {})
    const call = id === undefined ? undefined : waiting.get(id)
    if (id === undefined || !call) return
    waiting.delete(id)
    if (error) call.reject(new Error(error.message))
    else call.resolve(result)
  })
  return {
    send: <T>(method: string, params: object = {}, sessionId?: string) =>
      new Promise<T>((resolve, reject) => {
        const id = ++calls
        waiting.set(id, { resolve: (value) => resolve(value as T), reject })
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
      }),
    onEvent: (sessionId, listener) => void listeners.set(sessionId, listener),
    close: () => socket.terminate(),
  }
}
