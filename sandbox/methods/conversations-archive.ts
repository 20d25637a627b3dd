import { z } from 'zod'
import { archiveChannel } from '../actions/change-channel.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.archive */
export const conversationsArchive = method({
  name: 'conversations.archive',
  errors: ['already_archived', 'cant_archive_general', 'channel_not_found', 'method_not_supported_for_channel_type', 'not_in_channel'],
  args: z.object({ channel: text }),
  run(call, args) {
    const channel = managedChannel(call, args.channel)
    if (channel.isGeneral) throw new SlackError('cant_archive_general')
    archiveChannel(call.world, channel, call.caller.userId)
    return {}
  },
})
