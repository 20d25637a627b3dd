import { z } from 'zod'
import { leaveChannel } from '../actions/channel-members.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.kick */
export const conversationsKick = method({
  name: 'conversations.kick',
  errors: [
    'cant_kick_from_general',
    'cant_kick_self',
    'channel_not_found',
    'method_not_supported_for_channel_type',
    'not_in_channel',
    'user_not_found',
  ],
  args: z.object({ channel: text, user: text }),
  run(call, args) {
    const { world, caller } = call
    const channel = managedChannel(call, args.channel)
    if (!world.users.has(args.user)) throw new SlackError('user_not_found')
    if (args.user === caller.userId) throw new SlackError('cant_kick_self')
    if (channel.isGeneral) throw new SlackError('cant_kick_from_general')
    if (!isMember(channel, args.user)) throw new SlackError('not_in_channel')
    leaveChannel(world, channel, { user: args.user, actor: caller.userId })
    return { errors: {} }
  },
})
