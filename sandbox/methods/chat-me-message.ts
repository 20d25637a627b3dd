import { z } from 'zod'
import { postMessage } from '../actions/post-message.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { authorOf } from './author-of.ts'
import { method } from './method.ts'
import { writableChannel } from './writable-channel.ts'

/** What `/me` does. @see https://docs.slack.dev/reference/methods/chat.meMessage */
export const chatMeMessage = method({
  name: 'chat.meMessage',
  errors: ['channel_not_found', 'is_archived', 'msg_too_long', 'no_text', 'not_in_channel', 'restricted_action'],
  scopes: ['chat:write'],
  args: z.object({ channel: text, text }),
  run(call, args) {
    if (args.text.trim() === '') throw new SlackError('no_text')
    if (args.text.length > 40_000) throw new SlackError('msg_too_long')
    const channel = writableChannel(call, args.channel)
    const message = postMessage(call.world, channel, { author: authorOf(call.caller), text: args.text, subtype: 'me_message' })
    return { channel: channel.id, ts: message.ts }
  },
})
