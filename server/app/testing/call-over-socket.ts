import { WebSocket, type RawData } from 'ws'
import type { ErrorCode } from '@atrium/shared/errors.ts'
import type { Outcome } from './call-anything.ts'

export interface SocketCall {
  path: string
  type: 'query' | 'mutation' | 'subscription'
  input: unknown
}

/** Calls procedures over one socket, one after the other. @returns the outcome of the last. A subscription has come about with its first frame. */
export async function callOverSocket(url: string, cookie: string | null, calls: SocketCall[]): Promise<Outcome> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { origin: url, ...(cookie ? { cookie } : {}) } })
  try {
    let outcome: Outcome = { ok: true, data: null }
    for (const [index, call] of calls.entries()) outcome = await callOne(socket, call, index + 1)
    return outcome
  } finally {
    socket.terminate()
  }
}

interface Frame {
  id?: number
  result?: { data?: unknown }
  error?: { message: string; data: { atrium: ErrorCode } }
}

function callOne(socket: WebSocket, { path, type, input }: SocketCall, id: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const heard = (data: RawData, isBinary: boolean) => {
      if (isBinary) return
      const frame = JSON.parse(String(data)) as Frame
      if (frame.id !== id) return
      socket.off('message', heard)
      resolve(
        frame.error ? { ok: false, code: frame.error.data.atrium, text: frame.error.message } : { ok: true, data: frame.result?.data },
      )
    }
    socket.on('message', heard)
    socket.once('error', reject)
    socket.once('close', (code) => {
      if (code === 4401) resolve({ ok: false, code: 'not_signed_in', text: 'the socket was closed with 4401' })
      else reject(new Error(`the socket was closed with ${code}`))
    })
    const send = () => socket.send(JSON.stringify({ id, method: type, params: { path, ...(input === undefined ? {} : { input }) } }))
    if (socket.readyState === WebSocket.OPEN) send()
    else socket.once('open', send)
  })
}
