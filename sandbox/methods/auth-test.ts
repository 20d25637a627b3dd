import { z } from 'zod'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/auth.test */
export const authTest = method({
  name: 'auth.test',
  errors: [],
  args: z.object({}),
  run({ world, caller }) {
    const team = world.teams.get(caller.teamId)
    const expiresAtMs = caller.token.expiresAtMs
    return {
      url: `${world.baseUrl}/`,
      team: team?.name,
      user: world.users.get(caller.userId)?.name,
      team_id: caller.teamId,
      user_id: caller.userId,
      ...(caller.token.kind === 'bot' ? { bot_id: caller.botId } : {}),
      ...(expiresAtMs ? { expires_in: Math.max(0, Math.floor((expiresAtMs - world.clock.now()) / 1000)) } : {}),
      is_enterprise_install: false,
    }
  },
})
