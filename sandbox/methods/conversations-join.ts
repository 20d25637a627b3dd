import { z } from 'zod'
import { joinChannel } from '../actions/channel-members.ts'
import { presentChannel } from '../present/present-channel.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { requireScope, visibleChannel } from './require-scope.ts'

/** Public channels only. @see https://docs.slack.dev/reference/methods/conversations.join */
export const conversationsJoin = method({
  name: 'conversations.join',
  errors: ['channel_not_found', 'is_archived', 'method_not_supported_for_channel_type'],
  args: z.object({ channel: text }),
  run(call, args) {
    const { world, caller } = call
    requireScope(call, caller.token.kind === 'bot' ? ['channels:join'] : ['channels:write'])
    const channel = visibleChannel(call, args.channel)
    if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type')
    if (channel.isArchived) throw new SlackError('is_archived')
    const was = isMember(channel, caller.userId)
    joinChannel(world, channel, { user: caller.userId })
    const shown = presentChannel(world, channel, caller)
    return was
      ? { channel: shown, warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
      : { channel: shown }
  },
})
