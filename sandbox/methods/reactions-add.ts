import { z } from 'zod'
import { addReaction, isEmojiName } from '../actions/react.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { reactableMessage } from './reactable-message.ts'

/** @see https://docs.slack.dev/reference/methods/reactions.add */
export const reactionsAdd = method({
  name: 'reactions.add',
  errors: [
    'already_reacted',
    'bad_timestamp',
    'channel_not_found',
    'invalid_name',
    'is_archived',
    'message_not_found',
    'not_in_channel',
    'too_many_emoji',
  ],
  scopes: ['reactions:write'],
  args: z.object({ channel: text, timestamp: text, name: text }),
  run(call, args) {
    const name = args.name.replaceAll(/^:|:$/g, '')
    if (!isEmojiName(name)) throw new SlackError('invalid_name')
    addReaction(call.world, reactableMessage(call, args), { user: call.caller.userId, name })
    return {}
  },
})
