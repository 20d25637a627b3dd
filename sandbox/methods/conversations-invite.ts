import { z } from 'zod'
import { joinChannel } from '../actions/channel-members.ts'
import { presentChannel } from '../present/present-channel.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel } from '../world/types.ts'
import { list, text } from './arguments.ts'
import { managedChannel } from './managed-channel.ts'
import { method, type Call } from './method.ts'

const problemWith = (call: Call, channel: Channel, userId: string): string | undefined => {
  const user = call.world.users.get(userId)
  if (!user || user.deleted) return 'user_not_found'
  if (!channel.teamIds.includes(user.teamId)) return 'user_not_found'
  if (userId === call.caller.userId) return 'cant_invite_self'
  return isMember(channel, userId) ? 'already_in_channel' : undefined
}

/** All or nothing. @see https://docs.slack.dev/reference/methods/conversations.invite */
export const conversationsInvite = method({
  name: 'conversations.invite',
  errors: [
    'already_in_channel',
    'cant_invite_self',
    'channel_not_found',
    'is_archived',
    'method_not_supported_for_channel_type',
    'no_user',
    'not_in_channel',
    'user_not_found',
  ],
  args: z.object({ channel: text, users: list }),
  run(call, args) {
    const { world, caller } = call
    const channel = managedChannel(call, args.channel, 'invites')
    if (channel.isArchived) throw new SlackError('is_archived')
    if (args.users.length === 0) throw new SlackError('no_user')
    const errors = args.users.flatMap((user) => {
      const error = problemWith(call, channel, user)
      return error ? [{ user, ok: false, error }] : []
    })
    if (errors[0]) throw new SlackError(errors[0].error, { errors })
    for (const user of args.users) joinChannel(world, channel, { user, inviter: caller.userId })
    return { channel: presentChannel(world, channel, caller) }
  },
})
