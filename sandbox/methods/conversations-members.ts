import { z } from 'zod'
import { integer, text } from './arguments.ts'
import { method } from './method.ts'
import { checkLimit, cursorOf, pageOf } from './paging.ts'
import { readableChannel } from './require-scope.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.members */
export const conversationsMembers = method({
  name: 'conversations.members',
  errors: ['channel_not_found', 'invalid_cursor', 'invalid_limit'],
  args: z.object({ channel: text, cursor: text.optional(), limit: integer.optional() }),
  run(call, args) {
    const channel = readableChannel(call, args.channel)
    const limit = checkLimit(args.limit, { fallback: 100, max: 1000 })
    const { items, nextCursor } = pageOf(channel.members, { cursor: args.cursor, limit }, (id) => id)
    return { members: items, ...cursorOf(nextCursor) }
  },
})
