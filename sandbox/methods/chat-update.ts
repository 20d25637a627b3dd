import { z } from 'zod'
import { editMessage, type MessageChange } from '../actions/edit-message.ts'
import { presentMessage } from '../present/present-message.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Message } from '../world/types.ts'
import { flag, list, text } from './arguments.ts'
import { method } from './method.ts'
import { checkContent, contentArgs, type RawContent } from './post-content.ts'
import { messageIn, visibleChannel } from './require-scope.ts'
import { visibleFile } from './visible-file.ts'

const MAX_TEXT = 4_000

const contentNames = ['text', 'markdown_text', 'blocks', 'attachments'] as const

/** Shows a reply in its channel too, which cannot be done together with another change. */
function broadcast(message: Message, args: RawContent): Omit<MessageChange, 'editorId'> {
  if (!message.threadTs || message.subtype !== undefined) throw new SlackError('cant_broadcast_message')
  if (contentNames.some((name) => args[name] !== undefined)) throw new SlackError('no_dual_broadcast_content_update')
  return { blocks: message.blocks, subtype: 'thread_broadcast' }
}

/** Text without blocks takes the blocks away; files alone leave everything else. */
function newContent(message: Message, args: RawContent & { file_ids?: string[] | undefined }): Omit<MessageChange, 'editorId'> {
  if (args.file_ids !== undefined && contentNames.every((name) => args[name] === undefined)) return { blocks: message.blocks }
  const { text: given, blocks, ...content } = checkContent(args, MAX_TEXT)
  return { ...content, blocks, ...(args.text === undefined && args.markdown_text === undefined ? {} : { text: given }) }
}

/** Own messages only. @see https://docs.slack.dev/reference/methods/chat.update */
export const chatUpdate = method({
  name: 'chat.update',
  errors: [
    'as_user_not_supported',
    'cant_broadcast_message',
    'cant_update_message',
    'channel_not_found',
    'file_deleted',
    'file_not_found',
    'invalid_attachments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_metadata_format',
    'is_inactive',
    'markdown_text_conflict',
    'message_not_found',
    'metadata_too_large',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_dual_broadcast_content_update',
    'no_text',
    'too_many_attachments',
  ],
  scopes: ['chat:write'],
  args: z.object({
    channel: text,
    ts: text,
    ...contentArgs,
    file_ids: list.optional(),
    reply_broadcast: flag.optional(),
    as_user: flag.optional(),
  }),
  run(call, args) {
    const { world, caller } = call
    if (args.as_user) throw new SlackError('as_user_not_supported')
    const channel = visibleChannel(call, args.channel)
    if (channel.isArchived) throw new SlackError('is_inactive')
    const message = messageIn(channel, args.ts)
    const isOwn =
      isMember(channel, caller.userId) &&
      message.authorId === caller.userId &&
      (caller.token.kind === 'user' || message.botId === caller.botId)
    if (!isOwn || message.subtype?.startsWith('channel_')) throw new SlackError('cant_update_message')
    const fileIds = args.file_ids?.map((id) => visibleFile(world, id, caller).id)
    const next = editMessage(world, message, {
      ...(args.reply_broadcast ? broadcast(message, args) : newContent(message, args)),
      editorId: caller.userId,
      ...(fileIds ? { fileIds } : {}),
    })
    const { ts: _ts, ...shown } = presentMessage(world, next, { teamId: caller.teamId, withMetadata: true, withThread: false })
    return { channel: channel.id, ts: next.ts, text: next.text, message: shown }
  },
})
