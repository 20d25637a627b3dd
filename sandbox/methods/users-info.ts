import { z } from 'zod'
import { presentUser } from '../present/present-user.ts'
import { flag, text } from './arguments.ts'
import { method } from './method.ts'
import { viewerOf, visibleUser } from './user-viewer.ts'

/** @see https://docs.slack.dev/reference/methods/users.info */
export const usersInfo = method({
  name: 'users.info',
  errors: ['user_not_found'],
  scopes: ['users:read'],
  args: z.object({ user: text.optional(), include_locale: flag.optional() }),
  run(call, args) {
    const user = presentUser(call.world, visibleUser(call, args.user), viewerOf(call))
    return { user: { ...user, ...(args.include_locale ? { locale: 'en-GB' } : {}) } }
  },
})
