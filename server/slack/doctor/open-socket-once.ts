import { WebSocket } from 'ws'
import { z } from 'zod'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import type { SocketEvidence } from './evidence.ts'

const HELLO_WITHIN_MS = 5_000

const firstWord = z.object({ type: z.string(), reason: z.string().optional() })

/**
 * Opens a connection as Socket Mode does, hears the first word and closes it: Slack gives out addresses while Socket Mode
 * is off, too, and says so only to whoever connects. An envelope that came instead is sent again to another connection.
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export async function openSocketOnce(services: SlackServices, appToken: string): Promise<SocketEvidence> {
  try {
    const { url } = await services.slackApi.call(appToken, (client) => client.apps.connections.open({}))
    return url ? await hearFirstWord(url) : { kind: 'silent', reason: 'Slack gave no address' }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    return { kind: 'refused', failure: error.failure }
  }
}

function hearFirstWord(url: string): Promise<SocketEvidence> {
  const socket = new WebSocket(url, { handshakeTimeout: HELLO_WITHIN_MS })
  const { promise, resolve } = Promise.withResolvers<SocketEvidence>()
  const timer = setTimeout(() => resolve({ kind: 'silent', reason: `no word within ${HELLO_WITHIN_MS / 1000} seconds` }), HELLO_WITHIN_MS)
  socket.once('message', (data) => resolve(evidenceIn(String(data))))
  // Its address is a credential and stands in some of these messages.
  socket.on('error', (error) => resolve({ kind: 'silent', reason: 'code' in error ? String(error.code) : 'the connection failed' }))
  socket.once('close', () => resolve({ kind: 'silent', reason: 'it was closed at once' }))
  return promise.finally(() => {
    clearTimeout(timer)
    socket.terminate()
  })
}

function evidenceIn(text: string): SocketEvidence {
  const word = firstWord.safeParse(parseJson(text))
  const isOff = word.success && word.data.type === 'disconnect' && word.data.reason === 'link_disabled'
  return { kind: isOff ? 'off' : 'opens' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
