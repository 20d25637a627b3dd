import { openDm } from '../actions/open-dm.ts'
import { assertCanPost } from '../actions/post-message.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel } from '../world/types.ts'
import type { Call } from './method.ts'
import { visibleChannel } from './require-scope.ts'

const dmWith = (call: Call, userId: string): Channel => {
  const user = call.world.users.get(userId)
  if (!user || user.teamId !== call.caller.teamId || user.deleted) throw new SlackError('channel_not_found')
  return openDm(call.world, call.caller.teamId, [call.caller.userId, userId]).channel
}

const byName = (call: Call, name: string): string =>
  call.world.channels
    .values()
    .find((channel) => channel.kind === 'public' && channel.name === name && channel.teamIds.includes(call.caller.teamId))?.id ?? ''

/**
 * Where a message is to go: a channel's id, its name, or a person's id for the direct message with them.
 * A bot is in no direct message between two people, so it does not find those.
 */
export function writableChannel(call: Call, target: string, readOnlyCode = 'restricted_action'): Channel {
  if (/^U[A-Z0-9]+$/.test(target)) return dmWith(call, target)
  const isId = call.world.channels.has(target)
  const channel = visibleChannel(call, isId ? target : byName(call, target.replace(/^#/, '')))
  const { token, userId } = call.caller
  const mayWriteAnywhere = token.scopes.includes('chat:write.public') && channel.kind === 'public' && !channel.isArchived
  if (!mayWriteAnywhere) assertCanPost(channel, userId)
  if (isReadOnlyFor(call, channel)) throw new SlackError(readOnlyCode)
  return channel
}

/** Only admins write there. */
export const isReadOnlyFor = ({ world, caller }: Call, channel: Channel): boolean =>
  channel.isReadOnly && !(world.users.get(caller.userId)?.isAdmin ?? false)

/** Where the caller already is; a person's id will not do. */
export function ownChannel(call: Call, channelId: string): Channel {
  const channel = visibleChannel(call, channelId)
  if (!isMember(channel, call.caller.userId)) throw new SlackError('not_in_channel')
  return channel
}
