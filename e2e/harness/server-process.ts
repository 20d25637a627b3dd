import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import { freePort } from '@atrium/db/embedded.ts'

export interface ServerOptions {
  databaseUrl: string
  slackUrl: string
  dataFolder: string
  env?: Record<string, string>
}

/** The real server as a process of its own, so that it can be killed; it ends with this one. Keeps its port, its secrets and its data over restarts. */
export class ServerProcess {
  readonly url: string
  readonly #options: ServerOptions
  readonly #env: Record<string, string>
  #child: ChildProcess | null = null
  #output: string[] = []

  private constructor(port: number, options: ServerOptions) {
    this.url = `http://127.0.0.1:${port}`
    this.#options = options
    this.#env = {
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: this.url,
      DATABASE_URL: options.databaseUrl,
      DATA_FOLDER: options.dataFolder,
      AUTH_SECRET: randomBytes(32).toString('hex'),
      SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
      SLACK_API_URL: `${options.slackUrl}/api/`,
      SLACK_OPENID_URL: options.slackUrl,
      SLACK_AUTHORIZE_URL: `${options.slackUrl}/oauth/v2/authorize`,
      LOG_LEVEL: 'info',
      ATRIUM_FAULT: 'told',
      // Servers are started dozens of times in a run: what the first one compiled is kept for the others.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/atrium-servers'),
    }
  }

  static async start(options: ServerOptions): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), options)
    await server.start()
    return server
  }

  /** @throws Error with the server's last lines when it is not ready in a minute: the machine may be busy. */
  async start(): Promise<void> {
    const env = { ...process.env, ...this.#env, ...this.#options.env }
    const child = spawn(process.execPath, ['server/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.#child = child
    const keep = (chunk: Buffer) => {
      this.#output.push(chunk.toString())
      if (this.#output.length > 400) this.#output.shift()
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    for (let attempt = 0; attempt < 600; attempt++) {
      if (child.exitCode !== null || child.signalCode !== null) break
      if (await this.isReady()) return
      await sleep(100)
    }
    throw new Error(`the server is not ready:\n${this.log().slice(-4000)}`)
  }

  isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
  }

  /** From now on the process ends itself at a fault point: `egress.sending:1` is the first time that one is passed. */
  async endAt(fault: string): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('the server was not started')
    const repeated = once(child, 'message')
    child.send(fault)
    await repeated
  }

  /** Resolves once the process has ended, by a fault point say. @throws Error after `withinMs`. */
  async ended(withinMs = 20_000): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const abort = AbortSignal.timeout(withinMs)
    await once(child, 'exit', { signal: abort })
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.ended()
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM')
    await this.ended().catch(() => this.kill())
  }

  /** Of the running process, to read its CPU time by. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  log(): string {
    return this.#output.join('')
  }
}
