import { z } from 'zod'
import { describeChannel } from '../actions/change-channel.ts'
import { presentChannel } from '../present/present-channel.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.setPurpose */
export const conversationsSetPurpose = method({
  name: 'conversations.setPurpose',
  errors: ['channel_not_found', 'is_archived', 'method_not_supported_for_channel_type', 'not_in_channel', 'too_long'],
  args: z.object({ channel: text, purpose: text }),
  run(call, args) {
    const channel = managedChannel(call, args.channel, 'topic')
    if (channel.isArchived) throw new SlackError('is_archived')
    describeChannel(call.world, channel, { field: 'purpose', value: args.purpose, user: call.caller.userId })
    return { channel: presentChannel(call.world, channel, call.caller) }
  },
})
