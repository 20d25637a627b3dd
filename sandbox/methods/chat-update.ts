import { z } from 'zod'
import { editMessage } from '../actions/edit-message.ts'
import { presentMessage } from '../present/present-message.ts'
import { SlackError } from '../world/slack-error.ts'
import { flag, list, text } from './arguments.ts'
import { method } from './method.ts'
import { checkContent, contentArgs } from './post-content.ts'
import { messageIn } from './require-scope.ts'
import { ownChannel } from './writable-channel.ts'

const MAX_TEXT = 4_000

/** Own messages only; text without blocks takes the blocks away. @see https://docs.slack.dev/reference/methods/chat.update */
export const chatUpdate = method({
  name: 'chat.update',
  scopes: ['chat:write'],
  args: z.object({ channel: text, ts: text, ...contentArgs, file_ids: list.optional(), reply_broadcast: flag.optional() }),
  run(call, args) {
    const { world, caller } = call
    const channel = ownChannel(call, args.channel)
    if (channel.isArchived) throw new SlackError('is_archived')
    const message = messageIn(channel, args.ts)
    const isOwn = message.authorId === caller.userId && (caller.token.kind === 'user' || message.botId === caller.botId)
    if (!isOwn || message.subtype?.startsWith('channel_')) throw new SlackError('cant_update_message')
    const keepsContent = args.file_ids !== undefined && args.text === undefined && args.blocks === undefined
    const content = keepsContent ? { text: message.text, blocks: message.blocks } : checkContent(args, MAX_TEXT)
    const next = editMessage(world, message, {
      ...content,
      blocks: content.blocks,
      editorId: caller.userId,
      ...(args.text === undefined && args.markdown_text === undefined ? { text: message.text } : {}),
      ...(args.file_ids ? { fileIds: args.file_ids } : {}),
    })
    const { ts: _ts, ...shown } = presentMessage(world, next, { teamId: caller.teamId, withMetadata: true, withThread: false })
    return { channel: channel.id, ts: next.ts, text: next.text, message: shown }
  },
})
