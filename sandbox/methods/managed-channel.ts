import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel } from '../world/types.ts'
import type { Call } from './method.ts'
import { manageScopes, requireScope, visibleChannel } from './require-scope.ts'

/**
 * A channel, not a direct message, that the caller may manage and is in.
 * `also` names narrower scopes that are enough, by their ending: `channels:write.topic` is `topic`.
 * @throws SlackError `channel_not_found`, `missing_scope`, `method_not_supported_for_channel_type`, `not_in_channel`
 */
export function managedChannel(call: Call, channelId: string, also?: 'topic' | 'invites'): Channel {
  const channel = visibleChannel(call, channelId)
  const family = channel.kind === 'private' ? 'groups' : 'channels'
  requireScope(call, [...manageScopes(call, channel.kind), ...(also ? [`${family}:write.${also}`] : [])])
  if (channel.kind === 'im' || channel.kind === 'mpim') throw new SlackError('method_not_supported_for_channel_type')
  if (!isMember(channel, call.caller.userId)) throw new SlackError('not_in_channel')
  return channel
}
