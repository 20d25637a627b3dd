import { z } from 'zod'
import { createChannel } from '../actions/create-channel.ts'
import { presentChannel } from '../present/present-channel.ts'
import { flag, text } from './arguments.ts'
import { method } from './method.ts'
import { manageScopes, requireScope } from './require-scope.ts'

/** @see https://docs.slack.dev/reference/methods/conversations.create */
export const conversationsCreate = method({
  name: 'conversations.create',
  errors: ['invalid_name_maxlength', 'invalid_name_punctuation', 'invalid_name_required', 'invalid_name_specials', 'name_taken'],
  args: z.object({ name: text.default(''), is_private: flag.default(false), team_id: text.optional() }),
  run(call, args) {
    const { world, caller } = call
    const kind = args.is_private ? 'private' : 'public'
    requireScope(call, manageScopes(call, kind))
    const input = { teamId: caller.teamId, kind, name: args.name, creator: caller.userId, members: [] } as const
    const channel = createChannel(world, { ...input, members: [] })
    return { channel: presentChannel(world, channel, caller) }
  },
})
