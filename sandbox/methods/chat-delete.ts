import { z } from 'zod'
import { deleteMessage } from '../actions/delete-message.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Message } from '../world/types.ts'
import { text } from './arguments.ts'
import { method, type Call } from './method.ts'
import { messageIn } from './require-scope.ts'
import { ownChannel } from './writable-channel.ts'

/** Admins may delete what others wrote; a bot only its own, and nothing it posted under another name (unproven, so refused). */
const mayDelete = ({ world, caller }: Call, message: Message): boolean => {
  if (message.botId && message.subtype === 'bot_message' && !world.settings.customized_deletable) return false
  if (message.authorId === caller.userId) return caller.token.kind === 'user' || message.botId === caller.botId
  return caller.token.kind === 'user' && (world.users.get(caller.userId)?.isAdmin ?? false)
}

/** @see https://docs.slack.dev/reference/methods/chat.delete */
export const chatDelete = method({
  name: 'chat.delete',
  scopes: ['chat:write'],
  args: z.object({ channel: text, ts: text }),
  run(call, args) {
    const channel = ownChannel(call, args.channel)
    const message = messageIn(channel, args.ts)
    if (!mayDelete(call, message)) throw new SlackError('cant_delete_message')
    deleteMessage(call.world, message)
    return { channel: channel.id, ts: message.ts }
  },
})
