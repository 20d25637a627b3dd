import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { SocketAnswer, SocketMessage } from './socket-hub.ts'

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled'

const ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() })

/** One WebSocket of one app. @see https://docs.slack.dev/apis/events-api/using-socket-mode#events */
export class SocketConnection {
  /** False once a disconnect has been announced: nothing new is sent here. */
  takesWork = true
  /** Told that it is to end, and not gone yet. */
  leaving = false
  readonly #socket: WebSocket
  readonly #appId: string
  readonly #waiting = new Map<string, (answer: SocketAnswer | 'closed') => void>()

  constructor(socket: WebSocket, appId: string) {
    this.#socket = socket
    this.#appId = appId
    socket.on('message', (data) => this.#receive(String(data)))
    socket.on('close', () => {
      this.takesWork = false
      for (const settle of this.#waiting.values()) settle('closed')
    })
  }

  hello(connections: number): void {
    this.#write({
      type: 'hello',
      num_connections: connections,
      debug_info: { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#appId },
    })
  }

  ping(): void {
    this.#socket.ping('Ping from sandbox')
  }

  /** Resolves with the acknowledgement, a time-out, or `closed` when the socket went away first. */
  send(message: SocketMessage, timeoutMs: number): Promise<SocketAnswer | 'closed'> {
    const envelopeId = crypto.randomUUID()
    const { promise, resolve } = Promise.withResolvers<SocketAnswer | 'closed'>()
    const timer = setTimeout(() => settle({ acked: false, failure: 'timeout' }), timeoutMs)
    const settle = (answer: SocketAnswer | 'closed') => {
      clearTimeout(timer)
      this.#waiting.delete(envelopeId)
      resolve(answer)
    }
    this.#waiting.set(envelopeId, settle)
    const isEvent = message.type === 'events_api'
    this.#write({
      envelope_id: envelopeId,
      type: message.type,
      payload: message.payload,
      accepts_response_payload: !isEvent,
      ...(isEvent ? { retry_attempt: message.retry?.number ?? 0, retry_reason: message.retry?.reason ?? '' } : {}),
    })
    return promise
  }

  disconnect(reason: DisconnectReason, closeAfterMs: number): void {
    this.leaving = true
    this.takesWork = reason === 'warning' && this.takesWork
    this.#write({ type: 'disconnect', reason, debug_info: { host: 'applink-sandbox' } })
    setTimeout(() => this.#socket.close(1000), closeAfterMs).unref()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  #receive(text: string): void {
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      return
    }
    const { success, data } = ack.safeParse(parsed)
    if (success) this.#waiting.get(data.envelope_id)?.({ acked: true, payload: data.payload })
  }

  #write(frame: unknown): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame))
  }
}
