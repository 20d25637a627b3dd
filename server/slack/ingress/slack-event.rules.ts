import { z } from 'zod'
import { readMessage, type SlackMessage } from './slack-message.rules.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'

/** What of Slack's events concerns us, in our words. */
export type SlackEvent =
  | { kind: 'message'; message: SlackMessage; mentionsApp: boolean }
  | { kind: 'messageChanged'; message: SlackMessage }
  | { kind: 'messageDeleted'; channelId: string; channelType: string | null; ts: string; previous: SlackMessage | null; atMs: number }
  | ReactionEvent
  | { kind: 'fileDeleted'; slackFileId: string }
  | { kind: 'channelRenamed'; channelId: string; name: string }
  | { kind: 'channelState'; channelId: string; change: { isArchived?: boolean; isExtShared?: boolean; isMember?: boolean } }
  | { kind: 'channelIdChanged'; oldChannelId: string; newChannelId: string }
  | { kind: 'membership'; channelId: string; userId: string; isMember: boolean; isPrivate: boolean }
  | { kind: 'userChanged'; user: SlackUser }
  | { kind: 'appUninstalled' }
  | { kind: 'tokensRevoked'; userIds: string[]; botUserIds: string[] }

export interface ReactionEvent {
  kind: 'reaction'
  channelId: string
  ts: string
  userId: string
  name: string
  present: boolean
  eventTs: string
  /** No event told of it: the history shows it, as of `eventTs`. */
  isFromHistory: boolean
}

export interface SlackUser {
  id: string
  teamId: string | null
  name: string
  email: string | null
  avatarUrl: string | null
  isBot: boolean
  isDeactivated: boolean
  /** What they say of themselves, and when that was so; null where that is not told. */
  status: { text: string; emoji: string; untilMs: number | null; toldAtMs: number } | null
}

const text = z.string()
/** As Slack names emoji, without colons. */
export const reactionName = text.regex(/^[\p{L}\p{M}\p{N}_+'-]{1,100}(::skin-tone-[2-6])?$/u)
const reacted = z.object({
  user: text,
  reaction: reactionName,
  item: z.object({ type: z.literal('message'), channel: text, ts: text }),
  event_ts: text.regex(/^\d{1,12}\.\d{1,6}$/),
  from_history: z.literal(true).optional(),
})
const fileDeleted = z.object({ file_id: text })
const inChannel = z.object({ channel: text })
const renamed = z.object({ channel: z.object({ id: text, name: text }) })
const idChanged = z.object({ old_channel_id: text, new_channel_id: text })
const membership = z.object({ channel: text, user: text, channel_type: text.nullish() })
const revoked = z.object({ tokens: z.object({ oauth: z.array(text).nullish(), bot: z.array(text).nullish() }) })
const deleted = z.object({
  channel: text,
  channel_type: text.nullish(),
  deleted_ts: text,
  ts: text.nullish(),
  previous_message: z.looseObject({}).nullish(),
})
const changed = z.object({ channel: text, channel_type: text.nullish(), message: z.looseObject({}) })
const profile = z.object({
  real_name: text.nullish(),
  display_name: text.nullish(),
  name: text.nullish(),
  email: text.nullish(),
  image_72: text.nullish(),
  status_text: text.nullish(),
  status_emoji: text.nullish(),
  status_expiration: z.number().nullish(),
})
const user = z.object({
  id: text,
  team_id: text.nullish(),
  name: text.nullish(),
  real_name: text.nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  updated: z.number().nullish(),
  profile: profile.nullish(),
})

/** Null for events that do not concern us, and for such that are not what they should be. */
export function readSlackEvent(event: { type: string; [field: string]: unknown }): SlackEvent | null {
  switch (event.type) {
    case 'message':
      return readMessageEvent(event)
    case 'app_mention': {
      const message = readMessage(event)
      return message && { kind: 'message', message, mentionsApp: true }
    }
    case 'reaction_added':
    case 'reaction_removed':
      return readReaction(event)
    case 'file_deleted': {
      const { data } = fileDeleted.safeParse(event)
      return data ? { kind: 'fileDeleted', slackFileId: data.file_id } : null
    }
    case 'app_uninstalled':
      return { kind: 'appUninstalled' }
    case 'tokens_revoked': {
      const { data } = revoked.safeParse(event)
      return data ? { kind: 'tokensRevoked', userIds: data.tokens.oauth ?? [], botUserIds: data.tokens.bot ?? [] } : null
    }
    case 'user_change':
    case 'user_profile_changed':
    case 'user_status_changed':
    case 'team_join': {
      const found = readSlackUser(event.user)
      return found && { kind: 'userChanged', user: found }
    }
    default:
      return readChannelEvent(event)
  }
}

function readMessageEvent(event: { [field: string]: unknown }): SlackEvent | null {
  if (event.subtype === 'message_changed') {
    const { data } = changed.safeParse(event)
    if (data?.message.subtype === 'tombstone') return readTombstone(data)
    const message = data && readMessage({ ...data.message, channel: data.channel, channel_type: data.channel_type })
    return message ? { kind: 'messageChanged', message } : null
  }
  if (event.subtype === 'message_deleted') {
    const { data } = deleted.safeParse(event)
    if (!data) return null
    const place = { channelId: data.channel, channelType: data.channel_type ?? null }
    const previous = data.previous_message ? readMessage({ ...data.previous_message, channel: data.channel }) : null
    return { kind: 'messageDeleted', ...place, ts: data.deleted_ts, previous, atMs: millisecondsOfTs(data.ts ?? data.deleted_ts) }
  }
  const message = readMessage(event)
  return message && { kind: 'message', message, mentionsApp: false }
}

/** @see https://docs.slack.dev/reference/events/reaction_added */
function readReaction(event: { type: string; [field: string]: unknown }): SlackEvent | null {
  const { data } = reacted.safeParse(event)
  if (!data) return null
  const { user: userId, reaction: name, item, event_ts: eventTs } = data
  const what = { channelId: item.channel, ts: item.ts, userId, name, present: event.type === 'reaction_added' }
  return { kind: 'reaction', ...what, eventTs, isFromHistory: data.from_history ?? false }
}

/** A root that has replies is not deleted but replaced by a notice. */
function readTombstone({ channel, channel_type: channelType, message }: z.infer<typeof changed>): SlackEvent | null {
  const { data: ts } = text.safeParse(message.ts)
  if (ts === undefined) return null
  return { kind: 'messageDeleted', channelId: channel, channelType: channelType ?? null, ts, previous: null, atMs: millisecondsOfTs(ts) }
}

function readChannelEvent(event: { type: string; [field: string]: unknown }): SlackEvent | null {
  const type = event.type.replace(/^group_/, 'channel_')
  if (type === 'channel_rename') {
    const { data } = renamed.safeParse(event)
    return data ? { kind: 'channelRenamed', channelId: data.channel.id, name: data.channel.name } : null
  }
  if (type === 'channel_id_changed') {
    const { data } = idChanged.safeParse(event)
    return data ? { kind: 'channelIdChanged', oldChannelId: data.old_channel_id, newChannelId: data.new_channel_id } : null
  }
  if (type === 'member_joined_channel' || type === 'member_left_channel') {
    const { data } = membership.safeParse(event)
    if (!data) return null
    const isPrivate = data.channel_type === 'G'
    return { kind: 'membership', channelId: data.channel, userId: data.user, isMember: type === 'member_joined_channel', isPrivate }
  }
  const change = CHANNEL_STATES[type]
  const { data } = inChannel.safeParse(event)
  return change && data ? { kind: 'channelState', channelId: data.channel, change } : null
}

const CHANNEL_STATES: Record<string, { isArchived?: boolean; isExtShared?: boolean; isMember?: boolean }> = {
  channel_archive: { isArchived: true },
  channel_unarchive: { isArchived: false },
  channel_deleted: { isArchived: true, isMember: false },
  channel_shared: { isExtShared: true },
  channel_unshared: { isExtShared: false },
  channel_left: { isMember: false },
}

/** As `users.info` and `user_change` describe a person. */
export function readSlackUser(value: unknown): SlackUser | null {
  const { data } = user.safeParse(value)
  if (!data) return null
  const names = [data.profile?.real_name, data.real_name, data.profile?.display_name, data.name]
  return {
    id: data.id,
    teamId: data.team_id ?? null,
    name: names.find((name) => name)?.slice(0, 80) ?? data.id,
    email: data.profile?.email?.toLowerCase() || null,
    avatarUrl: data.profile?.image_72 ?? null,
    isBot: data.is_bot ?? false,
    isDeactivated: data.deleted ?? false,
    status: statusOf(data),
  }
}

function statusOf({ profile: said, updated }: z.infer<typeof user>): SlackUser['status'] {
  const { status_text: words, status_emoji: emoji, status_expiration: expiration } = said ?? {}
  if (words === null || words === undefined || !updated) return null
  const untilMs = expiration ? expiration * 1000 : null
  return { text: words.slice(0, 100), emoji: (emoji ?? '').slice(0, 100), untilMs, toldAtMs: updated * 1000 }
}
