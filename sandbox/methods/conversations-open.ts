import { z } from 'zod'
import { openDm } from '../actions/open-dm.ts'
import { presentChannel } from '../present/present-channel.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, Json } from '../world/types.ts'
import { flag, list, text } from './arguments.ts'
import { method, type Call } from './method.ts'
import { requireScope, visibleChannel } from './require-scope.ts'

const MAX_USERS = 8

/** Who the conversation is with. Foreign people are not reached this way. @throws SlackError */
const checkUsers = (call: Call, users: string[]): void => {
  const others = users.filter((id) => id !== call.caller.userId)
  if (users.length > MAX_USERS) throw new SlackError('too_many_users')
  if (others.length === 0 && call.caller.token.kind === 'bot') throw new SlackError('not_enough_users')
  for (const id of others) {
    const user = call.world.users.get(id)
    if (!user || user.teamId !== call.caller.teamId) throw new SlackError('user_not_found')
    if (user.deleted) throw new SlackError('user_disabled')
    if (user.isBot && call.caller.token.kind === 'bot') throw new SlackError('cannot_dm_bot')
  }
}

const presentOpened = ({ world, caller }: Call, channel: Channel): Json => {
  const { is_user_deleted: _deleted, ...shown } = presentChannel(world, channel, caller)
  return { ...shown, is_open: true }
}

/** @see https://docs.slack.dev/reference/methods/conversations.open */
export const conversationsOpen = method({
  name: 'conversations.open',
  errors: [
    'cannot_dm_bot',
    'channel_not_found',
    'method_not_supported_for_channel_type',
    'not_enough_users',
    'too_many_users',
    'user_disabled',
    'user_not_found',
    'users_list_not_supplied',
  ],
  args: z.object({ channel: text.optional(), users: list.optional(), return_im: flag.optional(), prevent_creation: flag.optional() }),
  run(call, args) {
    const { world, caller } = call
    if (args.channel) {
      const channel = visibleChannel(call, args.channel)
      if (channel.kind !== 'im' && channel.kind !== 'mpim') throw new SlackError('method_not_supported_for_channel_type')
      requireScope(call, [`${channel.kind}:write`])
      if (!isMember(channel, caller.userId)) throw new SlackError('channel_not_found')
      return { no_op: true, already_open: true, channel: args.return_im ? presentOpened(call, channel) : { id: channel.id } }
    }
    if (!args.users?.length) throw new SlackError('users_list_not_supplied')
    requireScope(call, [new Set([caller.userId, ...args.users]).size > 2 ? 'mpim:write' : 'im:write'])
    checkUsers(call, args.users)
    const { channel, isNew } = openDm(world, caller.teamId, [caller.userId, ...args.users])
    const known = isNew ? {} : { no_op: true, already_open: true }
    return { ...known, channel: args.return_im ? presentOpened(call, channel) : { id: channel.id } }
  },
})
