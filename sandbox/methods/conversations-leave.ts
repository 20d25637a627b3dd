import { z } from 'zod'
import { leaveChannel } from '../actions/channel-members.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.leave */
export const conversationsLeave = method({
  name: 'conversations.leave',
  errors: [
    'cant_leave_general',
    'channel_not_found',
    'is_archived',
    'last_member',
    'method_not_supported_for_channel_type',
    'not_in_channel',
  ],
  args: z.object({ channel: text }),
  run(call, args) {
    const { userId } = call.caller
    const channel = managedChannel(call, args.channel)
    if (channel.isArchived) throw new SlackError('is_archived')
    if (channel.isGeneral) throw new SlackError('cant_leave_general')
    if (channel.kind === 'private' && channel.members.length === 1) throw new SlackError('last_member')
    leaveChannel(call.world, channel, { user: userId, actor: userId })
    return {}
  },
})
