import { z } from 'zod'

const text = z.string()

const envelopeSchema = z.object({
  type: z.literal('event_callback'),
  event_id: text.min(1).max(100),
  event_time: z.number().nullish(),
  api_app_id: text,
  team_id: text.nullish(),
  event: z.looseObject({ type: text }),
  authorizations: z.array(z.object({ team_id: text.nullish(), user_id: text.nullish(), is_bot: z.boolean().nullish() })).nullish(),
  authed_users: z.array(text).nullish(),
})

/** One event, and for which installation and on whose behalf it came. */
export interface EventEnvelope {
  eventId: string
  /** When it happened; null when Slack does not say. */
  happenedAtMs: number | null
  apiAppId: string
  /** The workspace whose installation it is for; in shared channels not always the one that it happened in. */
  teamId: string
  /** Only one is ever listed, whoever else may hear of it. Null when Slack has left it out. */
  authorizedUserId: string | null
  isBotAuthorization: boolean | null
  event: { type: string; [field: string]: unknown }
}

/** Null for anything that is not an event. @see https://docs.slack.dev/apis/events-api/#callback-field */
export function readEventEnvelope(body: unknown): EventEnvelope | null {
  const parsed = envelopeSchema.safeParse(body)
  if (!parsed.success) return null
  const { event_id: eventId, api_app_id: apiAppId, team_id: outerTeamId, event, authorizations, authed_users: authedUsers } = parsed.data
  const authorization = authorizations?.[0]
  const teamId = authorization?.team_id ?? outerTeamId
  if (!teamId) return null
  return {
    eventId,
    happenedAtMs: parsed.data.event_time ? parsed.data.event_time * 1000 : null,
    apiAppId,
    teamId,
    authorizedUserId: authorization?.user_id ?? authedUsers?.[0] ?? null,
    isBotAuthorization: authorization?.is_bot ?? null,
    event,
  }
}
