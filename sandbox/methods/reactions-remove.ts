import { z } from 'zod'
import { isEmojiName, removeReaction } from '../actions/react.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { reactableMessage } from './reactable-message.ts'

/** @see https://docs.slack.dev/reference/methods/reactions.remove */
export const reactionsRemove = method({
  name: 'reactions.remove',
  errors: [
    'bad_timestamp',
    'channel_not_found',
    'invalid_name',
    'is_archived',
    'message_not_found',
    'no_item_specified',
    'no_reaction',
    'not_in_channel',
  ],
  scopes: ['reactions:write'],
  args: z.object({ channel: text.optional(), timestamp: text.optional(), name: text }),
  run(call, args) {
    const name = args.name.replaceAll(/^:|:$/g, '')
    if (!isEmojiName(name)) throw new SlackError('invalid_name')
    removeReaction(call.world, reactableMessage(call, args), { user: call.caller.userId, name })
    return {}
  },
})
