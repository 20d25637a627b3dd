import type { UserViewer } from '../present/present-user.ts'
import { canSeeUser } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { User } from '../world/types.ts'
import type { Call } from './method.ts'

/** E-mail addresses are shown only with a scope of their own. */
export const viewerOf = ({ caller }: Call): UserViewer => ({
  teamId: caller.teamId,
  userId: caller.userId,
  mayReadEmail: caller.token.scopes.includes('users:read.email'),
})

/** @throws SlackError `user_not_found`, also for people of workspaces that share nothing with this one */
export function visibleUser(call: Call, id: string | undefined): User {
  const user = call.world.users.get(id ?? '')
  if (!user || !canSeeUser(call.world, user, call.caller.teamId)) throw new SlackError('user_not_found')
  return user
}
