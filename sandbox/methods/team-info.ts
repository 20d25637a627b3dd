import { z } from 'zod'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'

const ICON_SIZES = [34, 44, 68, 88, 102, 132, 230]

/** The own workspace, or one that shares a channel with it. @see https://docs.slack.dev/reference/methods/team.info */
export const teamInfo = method({
  name: 'team.info',
  errors: ['team_not_found'],
  scopes: ['team:read'],
  args: z.object({ team: text.optional(), domain: text.optional() }),
  run({ world, caller }, args) {
    const id = args.team ?? caller.teamId
    const team = world.teams.get(id)
    const isKnown =
      id === caller.teamId || world.channels.values().some(({ teamIds }) => teamIds.includes(id) && teamIds.includes(caller.teamId))
    if (!team || !isKnown) throw new SlackError('team_not_found')
    const icons = Object.fromEntries(ICON_SIZES.map((size) => [`image_${size}`, `${world.baseUrl}/avatars/${team.id}/${size}`]))
    return {
      team: {
        id: team.id,
        name: team.name,
        url: `${world.baseUrl}/`,
        domain: team.domain,
        email_domain: '',
        icon: { ...icons, image_default: true },
        avatar_base_url: `${world.baseUrl}/avatars/`,
        is_verified: false,
      },
    }
  },
})
