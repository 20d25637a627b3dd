import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { isTs } from '../world/timestamps.ts'
import type { Message } from '../world/types.ts'
import type { Call } from './method.ts'
import { messageIn, visibleChannel } from './require-scope.ts'

/** A message the caller may react to: somewhere it is, not archived. */
export function reactableMessage(call: Call, at: { channel?: string | undefined; timestamp?: string | undefined }): Message {
  if (!at.channel || !at.timestamp) throw new SlackError('no_item_specified')
  const channel = visibleChannel(call, at.channel)
  if (!isTs(at.timestamp)) throw new SlackError('bad_timestamp')
  if (!isMember(channel, call.caller.userId) && call.caller.token.kind === 'bot') throw new SlackError('not_in_channel')
  if (channel.isArchived) throw new SlackError('is_archived')
  return messageIn(channel, at.timestamp)
}
