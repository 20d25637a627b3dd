import { z } from 'zod'
import { presentMessage } from '../present/present-message.ts'
import { SlackError } from '../world/slack-error.ts'
import { flag, text } from './arguments.ts'
import { method } from './method.ts'
import { messageIn, visibleChannel } from './require-scope.ts'

/** @see https://docs.slack.dev/reference/methods/reactions.get */
export const reactionsGet = method({
  name: 'reactions.get',
  errors: ['channel_not_found', 'message_not_found', 'no_item_specified'],
  scopes: ['reactions:read'],
  args: z.object({ channel: text.optional(), timestamp: text.optional(), full: flag.optional() }),
  run(call, args) {
    if (!args.channel || !args.timestamp) throw new SlackError('no_item_specified')
    const channel = visibleChannel(call, args.channel)
    const message = messageIn(channel, args.timestamp)
    const { edited: _edited, ...shown } = presentMessage(call.world, message, {
      teamId: call.caller.teamId,
      withMetadata: false,
      withThread: false,
    })
    const permalink = `${call.world.baseUrl}/archives/${channel.id}/p${message.ts.replace('.', '')}`
    return { type: 'message', channel: channel.id, message: { ...shown, permalink } }
  },
})
