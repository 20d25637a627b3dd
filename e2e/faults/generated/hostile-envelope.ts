import { anything, hostileContent, hostileText } from './hostile-content.ts'
import type { Random } from '../random.ts'

export interface Addressed {
  apiAppId: string
  teamId: string
  botUserId: string
  channelId: string
  /** Stands in every event's id. */
  number: number
  ts: string
}

const EVENT_TYPES = [
  ...['message', 'app_mention', 'reaction_added', 'user_change', 'team_join', 'channel_rename', 'channel_archive', 'channel_shared'],
  ...[
    'channel_id_changed',
    'member_joined_channel',
    'member_left_channel',
    'app_home_opened',
    'file_shared',
    'link_shared',
    'something_new',
  ],
] as const
const SUBTYPES = [
  ...[undefined, undefined, undefined, undefined, 'message_changed', 'message_deleted', 'bot_message', 'file_share', 'me_message'],
  ...['thread_broadcast', 'channel_join', 'tombstone', 'message_replied', 'something_new'],
] as const

/** An envelope of which at least the address is right; the rest may be anything. */
export function hostileEnvelope(to: Addressed, random: Random): unknown {
  const { apiAppId, teamId, botUserId, number } = to
  const envelope: Record<string, unknown> = {
    token: 'unused',
    type: 'event_callback',
    api_app_id: apiAppId,
    team_id: teamId,
    event_id: `EvG${number}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ team_id: teamId, user_id: botUserId, is_bot: true }],
    event: hostileEvent(to, random),
  }
  const broken = ['event', 'event_time', 'authorizations', 'event_id', 'type', 'team_id'] as const
  if (random.chance(0.05)) envelope[random.pick(broken)] = anything(random, 3)
  return envelope
}

function hostileEvent({ channelId, ts }: Addressed, random: Random): Record<string, unknown> {
  const author = () => (random.chance(0.9) ? `U0G${random.below(50)}` : anything(random, 1))
  const message = (at: string) => ({ user: author(), ts: at, ...hostileContent(random), ...(random.chance(0.1) ? { bot_id: 'B0G' } : {}) })
  const event: Record<string, unknown> = {
    type: random.chance(0.8) ? 'message' : random.pick(EVENT_TYPES),
    channel: random.chance(0.9) ? channelId : anything(random, 2),
    channel_type: 'channel',
    ...message(ts),
    ...(random.chance(0.3) ? { thread_ts: random.chance(0.9) ? ts : anything(random, 1) } : {}),
    ...(random.chance(0.2)
      ? { user_profile: { real_name: hostileText(random, 4), image_72: hostileText(random, 2) }, user_team: 'T0GUEST' }
      : {}),
    ...(random.chance(0.1) ? { metadata: { event_type: 'atrium_delivery', event_payload: { id: anything(random, 1) } } } : {}),
  }
  const subtype = random.pick([...SUBTYPES.map((value) => ({ value }))]).value
  if (subtype !== undefined) event.subtype = subtype
  if (subtype === 'message_changed')
    event.message = { ...message(ts), edited: { user: 'U0G1', ts: random.chance(0.9) ? ts : hostileText(random, 2) } }
  if (subtype === 'message_deleted')
    Object.assign(event, { deleted_ts: ts, previous_message: random.chance(0.8) ? message(ts) : anything(random, 2) })
  if (random.chance(0.05)) event[random.pick(Object.keys(event))] = anything(random, 3)
  // What these do is wanted: they are tried elsewhere.
  if (event.channel !== channelId && event.type !== 'message') event.type = 'message'
  return event
}
