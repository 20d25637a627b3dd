import { z } from 'zod'
import { deleteMessage } from '../actions/delete-message.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Message } from '../world/types.ts'
import { text } from './arguments.ts'
import { method, type Call } from './method.ts'
import { messageIn, visibleChannel } from './require-scope.ts'

/** Admins may delete what others wrote; a bot only its own, and nothing it posted under another name (unproven, so refused). */
const mayDelete = ({ world, caller }: Call, message: Message): boolean => {
  if (message.botId && message.subtype === 'bot_message' && !world.settings.customized_deletable) return false
  if (message.authorId === caller.userId) return caller.token.kind === 'user' || message.botId === caller.botId
  return caller.token.kind === 'user' && (world.users.get(caller.userId)?.isAdmin ?? false)
}

/** @see https://docs.slack.dev/reference/methods/chat.delete */
export const chatDelete = method({
  name: 'chat.delete',
  errors: ['cant_delete_message', 'channel_not_found', 'message_not_found'],
  scopes: ['chat:write'],
  args: z.object({ channel: text, ts: text }),
  run(call, args) {
    const channel = visibleChannel(call, args.channel)
    const message = messageIn(channel, args.ts)
    if (!isMember(channel, call.caller.userId) || !mayDelete(call, message)) throw new SlackError('cant_delete_message')
    deleteMessage(call.world, message)
    return { channel: channel.id, ts: message.ts }
  },
})
