import { z } from 'zod'
import { archiveChannel } from '../actions/change-channel.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { manageScopes, requireScope, visibleChannel } from './require-scope.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.archive */
export const conversationsArchive = method({
  name: 'conversations.archive',
  args: z.object({ channel: text }),
  run(call, args) {
    const channel = visibleChannel(call, args.channel)
    requireScope(call, manageScopes(call, channel.kind))
    if (channel.kind === 'im' || channel.kind === 'mpim') throw new SlackError('method_not_supported_for_channel_type')
    if (channel.isGeneral) throw new SlackError('cant_archive_general')
    if (!isMember(channel, call.caller.userId)) throw new SlackError('not_in_channel')
    archiveChannel(call.world, channel, call.caller.userId)
    return {}
  },
})
