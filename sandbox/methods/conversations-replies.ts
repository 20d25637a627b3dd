import { z } from 'zod'
import { presentMessage, repliesTo } from '../present/present-message.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { isWithin, windowArgs, windowLimit } from './history-window.ts'
import { method } from './method.ts'
import { pageOf } from './paging.ts'
import { historyChannel } from './require-scope.ts'

/**
 * Oldest first, the root leading every page's thread (with the first page only).
 * A message without replies answers alone; a reply's own ts answers that reply alone.
 * @see https://docs.slack.dev/reference/methods/conversations.replies
 */
export const conversationsReplies = method({
  name: 'conversations.replies',
  errors: [
    'channel_not_found',
    'invalid_cursor',
    'invalid_limit',
    'invalid_ts_latest',
    'invalid_ts_oldest',
    'not_in_channel',
    'thread_not_found',
  ],
  args: z.object({ ...windowArgs, ts: text }),
  run(call, args) {
    const channel = historyChannel(call, args.channel)
    const root = channel.messages.get(args.ts)
    if (!root) throw new SlackError('thread_not_found')
    const replies = repliesTo(channel, root.ts).filter((message) => isWithin(message, args))
    const all = [root, ...replies]
    const limit = windowLimit(call, args.limit)
    const { items, nextCursor } = pageOf(all, { cursor: args.cursor, limit }, (message) => message.ts)
    const view = { teamId: call.caller.teamId, withMetadata: args.include_all_metadata ?? false }
    return {
      messages: items.map((message) => presentMessage(call.world, message, view)),
      has_more: nextCursor !== '',
      ...(nextCursor ? { response_metadata: { next_cursor: nextCursor } } : {}),
    }
  },
})
