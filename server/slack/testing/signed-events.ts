import { createHmac, randomUUID } from 'node:crypto'
import type { ConnectedOffice, SlackScene } from './slack-scene.ts'

interface Signing {
  secret: string
  /** Seconds. */
  timestamp?: number
}

/** The headers that Slack would send with these bytes. */
export function signatureHeaders(rawBody: string, { secret, timestamp = Math.floor(Date.now() / 1000) }: Signing): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${rawBody}`).digest('hex')
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` }
}

export type RawEvent = { type: string } & Record<string, unknown>

interface EnvelopeOptions {
  eventId?: string
  teamId: string
  apiAppId: string
  authorization?: { user_id: string; is_bot: boolean }
}

/** The body of one event as Slack sends it. */
export function anEventBody(event: RawEvent, { eventId = `Ev${randomUUID()}`, teamId, apiAppId, authorization }: EnvelopeOptions): string {
  const authorizations = authorization ? [{ team_id: teamId, enterprise_id: null, is_enterprise_install: false, ...authorization }] : []
  return JSON.stringify({
    token: 'unused',
    team_id: teamId,
    api_app_id: apiAppId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations,
  })
}

/** An event for an office's installation, by the bot's authorization unless another is given; sent over HTTP and signed. */
export async function sendEvent(
  scene: SlackScene,
  office: ConnectedOffice,
  sent: { event: RawEvent; eventId?: string; authorizedUserId?: string },
): Promise<number> {
  const { event, eventId, authorizedUserId } = sent
  const authorization = authorizedUserId ? { user_id: authorizedUserId, is_bot: false } : { user_id: office.botUserId, is_bot: true }
  const of = { teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, authorization, ...(eventId ? { eventId } : {}) }
  const body = anEventBody(event, of)
  const response = await fetch(`${scene.url}/api/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signatureHeaders(body, { secret: office.signingSecret }) },
    body,
  })
  await response.arrayBuffer()
  return response.status
}
