import { z } from 'zod'
import { presentInChannel } from '../present/present-message.ts'
import { method } from './method.ts'
import { isWithin, windowArgs, windowLimit } from './history-window.ts'
import { pageOf } from './paging.ts'
import { historyChannel } from './require-scope.ts'

/** Newest first, replies left out unless broadcast. @see https://docs.slack.dev/reference/methods/conversations.history */
export const conversationsHistory = method({
  name: 'conversations.history',
  errors: ['channel_not_found', 'invalid_cursor', 'invalid_limit', 'invalid_ts_latest', 'invalid_ts_oldest', 'not_in_channel'],
  args: z.object(windowArgs),
  run(call, args) {
    const channel = historyChannel(call, args.channel)
    const limit = windowLimit(call, args.limit)
    const all = [...channel.messages.values()]
      .filter((message) => (!message.threadTs || message.subtype === 'thread_broadcast') && isWithin(message, args))
      .toReversed()
    const { items, nextCursor } = pageOf(all, { cursor: args.cursor, limit }, (message) => message.ts)
    const view = { teamId: call.caller.teamId, withMetadata: args.include_all_metadata ?? false }
    return {
      messages: items.map((message) => presentInChannel(call.world, message, view)),
      has_more: nextCursor !== '',
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
      ...(nextCursor ? { response_metadata: { next_cursor: nextCursor } } : {}),
    }
  },
})
