import { z } from 'zod'
import { KIND_FACTS } from '../events/channel-subscriptions.ts'
import { presentChannel } from '../present/present-channel.ts'
import { canSeeChannel, isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, ChannelKind } from '../world/types.ts'
import { flag, integer, list, text } from './arguments.ts'
import { method, type Call } from './method.ts'
import { checkLimit, cursorOf, pageOf } from './paging.ts'

const KINDS: Record<string, ChannelKind> = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: 'mpim' }

/** The kinds asked for, each of which needs its own scope. @throws SlackError `invalid_types`, `missing_scope` */
export function requestedKinds(call: Call, types: string[] | undefined): ChannelKind[] {
  const kinds = (types?.length ? types : ['public_channel']).map((type) => {
    const kind = KINDS[type]
    if (!kind) throw new SlackError('invalid_types')
    return kind
  })
  const { scopes } = call.caller.token
  const missing = kinds.map((kind) => KIND_FACTS[kind].readScope).filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) throw new SlackError('missing_scope', { needed: missing.join(','), provided: scopes.join(',') })
  return kinds
}

export const listArgs = {
  cursor: text.optional(),
  limit: integer.optional(),
  types: list.optional(),
  exclude_archived: flag.optional(),
  team_id: text.optional(),
}

/** @see https://docs.slack.dev/reference/methods/conversations.list */
export const conversationsList = method({
  name: 'conversations.list',
  errors: ['invalid_cursor', 'invalid_limit', 'invalid_types'],
  args: z.object(listArgs),
  run(call, args) {
    const { world, caller } = call
    const kinds = requestedKinds(call, args.types)
    const limit = checkLimit(args.limit, { fallback: 100, max: 1000 })
    const isListed = (channel: Channel) =>
      kinds.includes(channel.kind) &&
      channel.teamIds.includes(caller.teamId) &&
      canSeeChannel(channel, caller) &&
      !(args.exclude_archived && channel.isArchived)
    const all = [...world.channels.values()].filter(isListed)
    const { items, nextCursor } = pageOf(all, { cursor: args.cursor, limit }, (channel) => channel.id)
    const channels = items.map((channel) => {
      const shown = presentChannel(world, channel, caller)
      return channel.kind === 'im' ? shown : { ...shown, is_member: isMember(channel, caller.userId), num_members: channel.members.length }
    })
    return { channels, ...cursorOf(nextCursor) }
  },
})
