import { z } from 'zod'
import { presentChannel } from '../present/present-channel.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { listArgs, requestedKinds } from './conversations-list.ts'
import { method } from './method.ts'
import { checkLimit, cursorOf, pageOf } from './paging.ts'

/** Channels that a user is in, of those the caller may know. @see https://docs.slack.dev/reference/methods/users.conversations */
export const usersConversations = method({
  name: 'users.conversations',
  errors: ['invalid_cursor', 'invalid_limit', 'invalid_types', 'user_not_found'],
  args: z.object({ ...listArgs, user: text.optional() }),
  run(call, args) {
    const { world, caller } = call
    const kinds = requestedKinds(call, args.types)
    const limit = checkLimit(args.limit, { fallback: 100, max: 999 })
    const userId = args.user ?? caller.userId
    if (!world.users.has(userId)) throw new SlackError('user_not_found')
    const all = [...world.channels.values()].filter(
      (channel) =>
        kinds.includes(channel.kind) &&
        channel.teamIds.includes(caller.teamId) &&
        isMember(channel, userId) &&
        (channel.kind === 'public' || isMember(channel, caller.userId)) &&
        !(args.exclude_archived && channel.isArchived),
    )
    const { items, nextCursor } = pageOf(all, { cursor: args.cursor, limit }, (channel) => channel.id)
    const channels = items.map((channel) => {
      const { is_member: _member, ...shown } = presentChannel(world, channel, caller)
      return shown
    })
    return { channels, ...cursorOf(nextCursor) }
  },
})
