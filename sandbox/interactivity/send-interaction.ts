import { postSigned } from '../http/post-signed.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import type { App, Delivery, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import type { InteractionType } from './interaction-kinds.ts'

interface Common {
  app: App
  teamId: string
  /** Where commands go; interactions have one URL per app. */
  url?: string
}

export type Interaction = Common &
  ({ kind: 'interactive'; payload: Json & { type: InteractionType } } | { kind: 'slash_commands'; payload: Json & { command: string } })

/** What came back within three seconds. */
export interface InteractionAnswer {
  ok: boolean
  /** As Slack tells the person: `operation_timeout`, `http_status_500`… */
  error?: string
  /** Parsed JSON, or plain text. */
  body?: unknown
}

const parseBody = (body: string): unknown => {
  if (body.trim() === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

const encode = ({ kind, payload }: Interaction): string =>
  kind === 'interactive'
    ? new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
    : new URLSearchParams(Object.entries(payload).map(([key, value]) => [key, String(value)])).toString()

const overHttp = async (world: World, interaction: Interaction, delivery: Delivery): Promise<InteractionAnswer> => {
  const url = interaction.url ?? interaction.app.interactivityUrl
  if (!url) return { ok: false, error: 'dispatch_unknown_error' }
  const at = world.clock.now()
  const contentType = 'application/x-www-form-urlencoded'
  const answer = await postSigned(world, { url, app: interaction.app, contentType, body: encode(interaction) })
  delivery.attempts.push({ at, via: 'http', status: answer.status, ...(answer.failure ? { error: answer.failure } : {}) })
  if (!answer.failure) return { ok: true, body: parseBody(answer.body) }
  return { ok: false, error: answer.failure === 'http_error' ? `http_status_${answer.status}` : 'operation_timeout' }
}

const overSocket = async (
  world: World,
  hub: SocketHub,
  of: { interaction: Interaction; delivery: Delivery },
): Promise<InteractionAnswer> => {
  const { app, kind, payload } = of.interaction
  const at = world.clock.now()
  const answer = await hub.send(app.id, { type: kind, payload })
  of.delivery.attempts.push({ at, via: 'socket', status: answer.acked ? 200 : 0, ...(answer.failure ? { error: answer.failure } : {}) })
  return answer.acked ? { ok: true, body: answer.payload } : { ok: false, error: 'operation_timeout' }
}

/** Once, never again: a person is waiting. @see https://docs.slack.dev/interactivity/handling-user-interaction */
export async function sendInteraction(world: World, hub: SocketHub, interaction: Interaction): Promise<InteractionAnswer> {
  const delivery: Delivery = {
    n: world.deliveries.length + 1,
    at: world.clock.now(),
    event_id: '',
    app_id: interaction.app.id,
    team_id: interaction.teamId,
    type: String(interaction.payload.type ?? interaction.payload.command),
    kind: interaction.kind,
    payload: interaction.payload,
    attempts: [],
    state: 'pending',
  }
  world.deliveries.push(delivery)
  const answer = interaction.app.socketMode
    ? await overSocket(world, hub, { interaction, delivery })
    : await overHttp(world, interaction, delivery)
  delivery.state = answer.ok ? 'delivered' : 'failed'
  world.touched({ isLog: true })
  return answer
}
