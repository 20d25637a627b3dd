import { z } from 'zod'
import { presentProfile } from '../present/present-user.ts'
import { flag, text } from './arguments.ts'
import { method } from './method.ts'
import { viewerOf, visibleUser } from './user-viewer.ts'

/** @see https://docs.slack.dev/reference/methods/users.profile.get */
export const usersProfileGet = method({
  name: 'users.profile.get',
  errors: ['user_not_found'],
  scopes: ['users.profile:read'],
  args: z.object({ user: text.optional(), include_labels: flag.optional() }),
  run(call, args) {
    const user = visibleUser(call, args.user ?? call.caller.userId)
    const { team: _team, bot_id: _bot, api_app_id: _app, ...profile } = presentProfile(call.world, user, viewerOf(call))
    return { profile }
  },
})
