import { z } from 'zod'
import { postEphemeral } from '../actions/post-ephemeral.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { authorOf } from './author-of.ts'
import { customIdentity, identityArgs } from './chat-post-message.ts'
import { method } from './method.ts'
import { checkContent, contentArgs } from './post-content.ts'
import { writableChannel } from './writable-channel.ts'

/** @see https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const chatPostEphemeral = method({
  name: 'chat.postEphemeral',
  errors: [
    'channel_not_found',
    'invalid_attachments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_metadata_format',
    'is_archived',
    'markdown_text_conflict',
    'metadata_too_large',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'not_in_channel',
    'restricted_action',
    'too_many_attachments',
    'user_not_in_channel',
  ],
  scopes: ['chat:write'],
  args: z.object({ channel: text, user: text, ...contentArgs, ...identityArgs, thread_ts: text.optional() }),
  run(call, args) {
    const identity = customIdentity(call, args)
    const content = checkContent(args, 40_000)
    const channel = writableChannel(call, args.channel)
    if (!isMember(channel, args.user)) throw new SlackError('user_not_in_channel')
    const message = postEphemeral(call.world, channel, args.user, {
      author: authorOf(call.caller),
      ...content,
      ...identity,
      ...(args.thread_ts ? { threadTs: args.thread_ts } : {}),
    })
    return { message_ts: message.ts }
  },
})
