import { z } from 'zod'
import { presentUser } from '../present/present-user.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { viewerOf } from './user-viewer.ts'

/** Own workspace only, never the deactivated. @see https://docs.slack.dev/reference/methods/users.lookupByEmail */
export const usersLookupByEmail = method({
  name: 'users.lookupByEmail',
  errors: ['users_not_found'],
  scopes: ['users:read.email'],
  args: z.object({ email: text }),
  run(call, args) {
    const email = args.email.trim().toLowerCase()
    const user = call.world.users
      .values()
      .find((other) => other.teamId === call.caller.teamId && !other.deleted && other.email?.toLowerCase() === email)
    if (!user) throw new SlackError('users_not_found')
    return { user: presentUser(call.world, user, viewerOf(call)) }
  },
})
