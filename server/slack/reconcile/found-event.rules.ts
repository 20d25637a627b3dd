import { createHash } from 'node:crypto'
import { readEventEnvelope } from '../ingress/event-envelope.rules.ts'
import type { Arrival } from '../ingress/read-arrivals.ts'
import { storable } from '../ingress/storable-json.rules.ts'
import type { Finding } from './compare.rules.ts'
import { tsOf } from './reconcile.rules.ts'

/** Where the history was read, and on whose behalf: as Slack would say it with an event. */
export interface FoundIn {
  apiAppId: string
  teamId: string
  channelId: string
  channelType: 'channel' | 'group' | 'im' | 'mpim'
  reader: { slackUserId: string; isBot: boolean }
}

/**
 * What was found, as the event that did not come; so it goes the way of all events, with their rules and their retries.
 * Found again it has the same id, and is taken once.
 */
export function eventOfFinding(finding: Finding, { foundIn, nowMs }: { foundIn: FoundIn; nowMs: number }): Arrival {
  const { apiAppId, teamId, channelId, channelType, reader } = foundIn
  const { name, event } = eventOf(finding, { channelId, nowMs })
  const body = storable({
    type: 'event_callback',
    event_id: `history ${channelId} ${name}`,
    api_app_id: apiAppId,
    team_id: teamId,
    authorizations: [{ team_id: teamId, user_id: reader.slackUserId, is_bot: reader.isBot }],
    event: { type: 'message', ...event, channel: channelId, channel_type: channelType },
  })
  const envelope = readEventEnvelope(body)
  if (!envelope) throw new Error('an event of our own making cannot be read')
  return { ...envelope, body, isFromHistory: true }
}

function eventOf(
  finding: Finding,
  { channelId, nowMs }: { channelId: string; nowMs: number },
): { name: string; event: Record<string, unknown> } {
  switch (finding.kind) {
    case 'message':
      return { name: finding.raw.ts, event: finding.raw }
    case 'edit': {
      const edited = finding.raw.edited as { ts?: unknown } | undefined
      const event = { subtype: 'message_changed', ts: tsOf(nowMs), message: finding.raw }
      return { name: `${finding.raw.ts} edited ${String(edited?.ts)}`, event }
    }
    case 'files': {
      const event = { subtype: 'message_changed', ts: tsOf(nowMs), message: finding.raw }
      return { name: `${finding.raw.ts} files ${digestOf(statesOf(finding.raw.files))}`, event }
    }
    case 'reaction': {
      const { ts, userId: user, name: reaction, present, seenTs } = finding
      const type = present ? 'reaction_added' : 'reaction_removed'
      const item = { type: 'message', channel: channelId, ts }
      const event = { type, user, reaction, item, event_ts: seenTs, from_history: true }
      return { name: `${ts} reaction ${digestOf([user, reaction, type, seenTs])}`, event }
    }
    case 'delete':
      return { name: `${finding.ts} deleted`, event: { subtype: 'message_deleted', ts: tsOf(nowMs), deleted_ts: finding.ts } }
  }
}

/** The same for the same files in the same state. */
function statesOf(files: unknown): unknown[] {
  return Array.isArray(files) ? files.map((file: { id?: unknown; mode?: unknown }) => [file.id, file.mode]) : []
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
