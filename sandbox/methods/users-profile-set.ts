import { z } from 'zod'
import { changeProfile, type ProfileChange } from '../actions/people.ts'
import { presentProfile } from '../present/present-user.ts'
import { SlackError } from '../world/slack-error.ts'
import { jsonObject, text } from './arguments.ts'
import { method } from './method.ts'
import { viewerOf } from './user-viewer.ts'

const change = z
  .object({
    real_name: z.string().max(50),
    display_name: z.string().max(80),
    first_name: z.string().max(50),
    last_name: z.string().max(50),
    title: z.string(),
    phone: z.string(),
    status_text: z.string(),
    status_emoji: z.string(),
    status_expiration: z.coerce.number().int().min(0),
  })
  .partial()

const MAX_STATUS = 100

/** @throws SlackError `invalid_profile`, `too_long`, `profile_status_set_failed_not_valid_emoji` */
const checkChange = (value: unknown): ProfileChange => {
  const parsed = change.safeParse(value)
  if (!parsed.success) throw new SlackError('invalid_profile')
  if ((parsed.data.status_text ?? '').length > MAX_STATUS) throw new SlackError('too_long')
  const emoji = parsed.data.status_emoji
  if (emoji && !/^:[a-z0-9_+'-]+(::skin-tone-[2-6])?:$/.test(emoji)) throw new SlackError('profile_status_set_failed_not_valid_emoji')
  return parsed.data
}

/** People change their own profile; admins on paid plans could change others', which is refused here. @see https://docs.slack.dev/reference/methods/users.profile.set */
export const usersProfileSet = method({
  name: 'users.profile.set',
  errors: ['invalid_profile', 'not_admin', 'profile_status_set_failed_not_valid_emoji', 'too_long'],
  tokens: ['user'],
  scopes: ['users.profile:write'],
  args: z.object({
    profile: jsonObject('invalid_profile').optional(),
    name: text.optional(),
    value: text.optional(),
    user: text.optional(),
  }),
  run(call, args) {
    const { world, caller } = call
    if (args.user && args.user !== caller.userId) throw new SlackError('not_admin')
    const wanted = args.profile ?? (args.name ? { [args.name]: args.value ?? '' } : undefined)
    if (!wanted) throw new SlackError('invalid_profile')
    const user = world.users.get(caller.userId)
    if (!user) throw new SlackError('user_not_found')
    changeProfile(world, user, checkChange(wanted))
    const { team: _team, ...profile } = presentProfile(world, user, viewerOf(call))
    return { username: user.name, profile }
  },
})
