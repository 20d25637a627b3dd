import { z } from 'zod'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { visibleUser } from './user-viewer.ts'

/** The details are for oneself alone. @see https://docs.slack.dev/reference/methods/users.getPresence */
export const usersGetPresence = method({
  name: 'users.getPresence',
  errors: ['user_not_found'],
  scopes: ['users:read'],
  args: z.object({ user: text.optional() }),
  run(call, args) {
    const user = visibleUser(call, args.user ?? call.caller.userId)
    if (user.id !== call.caller.userId) return { presence: user.presence }
    const isActive = user.presence === 'active'
    return { presence: user.presence, online: isActive, auto_away: false, manual_away: !isActive, connection_count: isActive ? 1 : 0 }
  },
})
