import { kindFacts } from '../events/channel-subscriptions.ts'
import { canSeeChannel, isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, ChannelKind, Message } from '../world/types.ts'
import type { Call } from './method.ts'

/** @throws SlackError `missing_scope` naming what is needed and what the token has */
export function requireScope(call: Call, anyOf: readonly string[]): void {
  const { scopes } = call.caller.token
  if (anyOf.length === 0 || anyOf.some((scope) => scopes.includes(scope))) return
  throw new SlackError('missing_scope', { needed: anyOf.join(','), provided: scopes.join(',') })
}

/** The scope family that manages each kind, for bots and for people. @see https://docs.slack.dev/reference/methods/conversations.create */
export function manageScopes(call: Call, kind: ChannelKind): string[] {
  const family = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[kind]
  if (kind === 'public' && call.caller.token.kind === 'bot') return ['channels:manage']
  return [`${family}:write`]
}

const visible = (call: Call, channelId: string): Channel => {
  const channel = call.world.channels.get(channelId)
  if (!channel || !canSeeChannel(channel, call.caller)) throw new SlackError('channel_not_found')
  return channel
}

/** A channel that the caller can see, for `conversations.info` and its kind. */
export function readableChannel(call: Call, channelId: string): Channel {
  const channel = visible(call, channelId)
  requireScope(call, [kindFacts(channel).readScope])
  return channel
}

/** A channel that the caller can see, whatever its scopes. */
export const visibleChannel = visible

/** A channel whose history the caller may read: people read any public channel, bots only where they are. */
export function historyChannel(call: Call, channelId: string): Channel {
  const channel = visible(call, channelId)
  requireScope(call, [kindFacts(channel).historyScope])
  if (call.caller.token.kind === 'bot' && !isMember(channel, call.caller.userId)) throw new SlackError('not_in_channel')
  return channel
}

/** @throws SlackError `message_not_found`, for tombstones too */
export function messageIn(channel: Channel, ts: string): Message {
  const message = channel.messages.get(ts)
  if (!message || message.isTombstone) throw new SlackError('message_not_found')
  return message
}
