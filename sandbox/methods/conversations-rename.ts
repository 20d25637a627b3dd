import { z } from 'zod'
import { renameChannel } from '../actions/change-channel.ts'
import { presentChannel } from '../present/present-channel.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method } from './method.ts'

/** Its creator and admins may. @see https://docs.slack.dev/reference/methods/conversations.rename */
export const conversationsRename = method({
  name: 'conversations.rename',
  errors: [
    'channel_not_found',
    'invalid_name_maxlength',
    'invalid_name_punctuation',
    'invalid_name_required',
    'invalid_name_specials',
    'is_archived',
    'method_not_supported_for_channel_type',
    'name_taken',
    'not_authorized',
    'not_in_channel',
  ],
  args: z.object({ channel: text, name: text.default('') }),
  run(call, args) {
    const { world, caller } = call
    const channel = managedChannel(call, args.channel)
    if (channel.isArchived) throw new SlackError('is_archived')
    const isAdmin = world.users.get(caller.userId)?.isAdmin ?? false
    if (channel.creator !== caller.userId && !isAdmin) throw new SlackError('not_authorized')
    renameChannel(world, channel, { name: args.name, user: caller.userId })
    return { channel: presentChannel(world, channel, caller) }
  },
})
