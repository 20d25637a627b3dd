import { z } from 'zod'
import { presentUser } from '../present/present-user.ts'
import { nowSeconds } from '../world/world.ts'
import { flag, integer, text } from './arguments.ts'
import { method } from './method.ts'
import { checkLimit, cursorOf, pageOf } from './paging.ts'
import { viewerOf } from './user-viewer.ts'

/** Everyone of the workspace, the deactivated too; without a limit all at once. @see https://docs.slack.dev/reference/methods/users.list */
export const usersList = method({
  name: 'users.list',
  errors: ['invalid_cursor', 'invalid_limit'],
  scopes: ['users:read'],
  args: z.object({ cursor: text.optional(), limit: integer.optional(), include_locale: flag.optional(), team_id: text.optional() }),
  run(call, args) {
    const { world, caller } = call
    const limit = checkLimit(args.limit, { fallback: 10_000, max: 1000 })
    const all = [...world.users.values()].filter((user) => user.teamId === caller.teamId)
    const { items, nextCursor } = pageOf(all, { cursor: args.cursor, limit }, (user) => user.id)
    const members = items.map((user) => presentUser(world, user, viewerOf(call)))
    return { members, cache_ts: nowSeconds(world), ...cursorOf(nextCursor) }
  },
})
