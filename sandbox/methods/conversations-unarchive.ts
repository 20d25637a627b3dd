import { z } from 'zod'
import { unarchiveChannel } from '../actions/change-channel.ts'
import { text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.unarchive */
export const conversationsUnarchive = method({
  name: 'conversations.unarchive',
  errors: ['channel_not_found', 'method_not_supported_for_channel_type', 'not_archived', 'not_in_channel'],
  args: z.object({ channel: text }),
  run(call, args) {
    unarchiveChannel(call.world, managedChannel(call, args.channel), call.caller.userId)
    return {}
  },
})
