import { z } from 'zod'
import { postMessage } from '../actions/post-message.ts'
import { presentInChannel } from '../present/present-message.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'
import { flag, text } from './arguments.ts'
import { authorOf } from './author-of.ts'
import { method, type Call } from './method.ts'
import { checkContent, contentArgs } from './post-content.ts'
import { requireScope } from './require-scope.ts'
import { writableChannel } from './writable-channel.ts'

const MAX_TEXT = 40_000

export const identityArgs = { username: text.optional(), icon_url: text.optional(), icon_emoji: text.optional() }

interface Identity {
  username?: string | undefined
  icon_url?: string | undefined
  icon_emoji?: string | undefined
}

/** Another name or picture needs a scope of its own, and people post as themselves alone. */
export function customIdentity(call: Call, args: Identity): { username?: string; icons?: Json } {
  const icons = args.icon_emoji ? { emoji: args.icon_emoji } : args.icon_url ? { image_48: args.icon_url } : undefined
  if (args.username === undefined && !icons) return {}
  requireScope(call, ['chat:write.customize'])
  const name = args.username ?? call.caller.app.name
  return { username: name, ...(icons ? { icons } : {}) }
}

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
export const chatPostMessage = method({
  name: 'chat.postMessage',
  errors: [
    'as_user_not_supported',
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
    'restricted_action_read_only_channel',
    'thread_not_found',
    'too_many_attachments',
  ],
  scopes: ['chat:write'],
  args: z.object({
    channel: text,
    ...contentArgs,
    ...identityArgs,
    thread_ts: text.optional(),
    reply_broadcast: flag.optional(),
    as_user: flag.optional(),
  }),
  run(call, args) {
    const { world, caller } = call
    if (args.as_user) throw new SlackError('as_user_not_supported')
    const identity = customIdentity(call, args)
    const content = checkContent(args, MAX_TEXT)
    const channel = writableChannel(call, args.channel, 'restricted_action_read_only_channel')
    const hasThread = args.thread_ts !== undefined && channel.messages.has(args.thread_ts)
    if (args.thread_ts && !hasThread && world.settings.missing_thread === 'refuses') throw new SlackError('thread_not_found')
    const message = postMessage(world, channel, {
      author: authorOf(caller),
      ...content,
      ...identity,
      ...(hasThread ? { threadTs: args.thread_ts } : {}),
      broadcast: args.reply_broadcast ?? false,
    })
    const view = { teamId: caller.teamId, withMetadata: true }
    return { channel: channel.id, ts: message.ts, message: presentInChannel(world, message, view) }
  },
})
