import { once } from 'node:events'
import { decodePresenceFrame, encodeMove, type PresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import { WebSocket } from 'ws'

/** How somebody's tab may end, none of which says goodbye. */
export type Death = 'cut' | 'silent'

/** One tab: a socket that speaks as the page does, and does nothing else by itself. */
export class Tab {
  readonly #socket: WebSocket
  readonly #answers = new Map<number, (answer: unknown) => void>()
  /** Or could not be. */
  readonly #opened: Promise<void>
  #lastId = 0
  /** The first that came: everybody who was there. */
  first: PresenceFrame | null = null

  constructor(url: string, cookie: string) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { cookie, origin: url }, perMessageDeflate: false })
    this.#socket.on('error', () => {})
    this.#socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.#see(data) : this.#hear(data)))
    this.#socket.on('close', () => this.#answers.forEach((tell) => tell(null)))
    this.#opened = new Promise((resolve) => this.#socket.on('open', resolve).on('close', () => resolve()))
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** @returns the data, or the error as it came; null when the tab or the server ended before. */
  async ask(method: 'query' | 'mutation', path: string, input?: unknown): Promise<unknown> {
    await this.#opened
    if (!this.isOpen) return null
    const id = ++this.#lastId
    const answered = new Promise<unknown>((resolve) => this.#answers.set(id, resolve))
    this.#socket.send(JSON.stringify({ id, method, params: { path, input } }))
    return answered
  }

  walk(x: number, y: number): void {
    if (this.isOpen) this.#socket.send(encodeMove(x, y))
  }

  /** `silent`: the network is gone, nothing is answered any more and nothing arrives; `cut`: the socket is destroyed. */
  die(death: Death): void {
    if (death === 'cut') this.#socket.terminate()
    else if (this.isOpen) this.#socket.pause()
    else this.#socket.terminate()
    this.#answers.forEach((tell) => tell(null))
  }

  /** As a page does that is left. */
  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }

  #see(data: Buffer): void {
    this.first ??= decodePresenceFrame(data)
  }

  #hear(data: Buffer): void {
    const { id, result, error } = JSON.parse(data.toString()) as { id: number; result?: { data?: unknown }; error?: unknown }
    this.#answers.get(id)?.(error ?? result?.data)
    this.#answers.delete(id)
  }
}
