import type { Json, User } from '../world/types.ts'
import type { World } from '../world/world.ts'

/** Who someone is, in OpenID Connect's words and Slack's own. @see https://docs.slack.dev/reference/methods/openid.connect.userInfo */
export function identityClaims(world: World, user: User, scopes: string[]): Json {
  const team = world.teams.get(user.teamId)
  const [given = '', ...rest] = user.realName.split(' ')
  const isConfirmed = user.email !== undefined && !user.emailUnconfirmed
  const picture = user.image ?? `${world.baseUrl}/avatars/${user.id}/512`
  return {
    sub: user.id,
    'https://slack.com/user_id': user.id,
    'https://slack.com/team_id': user.teamId,
    ...(scopes.includes('email')
      ? { email: user.email ?? '', email_verified: isConfirmed, ...(isConfirmed ? { date_email_verified: team?.created ?? 0 } : {}) }
      : {}),
    ...(scopes.includes('profile')
      ? {
          name: user.realName,
          picture,
          given_name: given,
          family_name: rest.join(' '),
          locale: 'en-GB',
          'https://slack.com/team_name': team?.name ?? '',
          'https://slack.com/team_domain': team?.domain ?? '',
        }
      : {}),
  }
}
