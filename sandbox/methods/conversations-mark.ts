import { z } from 'zod'
import { text, timestamp } from './arguments.ts'
import { method } from './method.ts'
import { manageScopes, requireScope } from './require-scope.ts'
import { ownChannel } from './writable-channel.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.mark */
export const conversationsMark = method({
  name: 'conversations.mark',
  errors: ['channel_not_found', 'invalid_timestamp', 'not_in_channel'],
  args: z.object({ channel: text, ts: timestamp('invalid_timestamp') }),
  run(call, args) {
    const channel = ownChannel(call, args.channel)
    requireScope(call, manageScopes(call, channel.kind))
    channel.lastRead.set(call.caller.userId, args.ts)
    return {}
  },
})
