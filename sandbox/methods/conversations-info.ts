import { z } from 'zod'
import { presentChannel } from '../present/present-channel.ts'
import { isMember } from '../world/find.ts'
import { flag, text } from './arguments.ts'
import { method } from './method.ts'
import { readableChannel } from './require-scope.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.info */
export const conversationsInfo = method({
  name: 'conversations.info',
  errors: ['channel_not_found'],
  args: z.object({ channel: text, include_num_members: flag.optional(), include_locale: flag.optional() }),
  run(call, args) {
    const { world, caller } = call
    const channel = readableChannel(call, args.channel)
    const lastRead = channel.lastRead.get(caller.userId) ?? '0000000000.000000'
    return {
      channel: {
        ...presentChannel(world, channel, caller),
        ...(isMember(channel, caller.userId) ? { last_read: lastRead } : {}),
        ...(args.include_locale ? { locale: 'en-GB' } : {}),
        ...(args.include_num_members ? { num_members: channel.members.length } : {}),
      },
    }
  },
})
