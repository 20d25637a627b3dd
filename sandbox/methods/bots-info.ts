import { z } from 'zod'
import { presentBotProfile } from '../present/present-bot-profile.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/bots.info */
export const botsInfo = method({
  name: 'bots.info',
  errors: ['bot_not_found'],
  scopes: ['users:read'],
  args: z.object({ bot: text.optional(), team_id: text.optional() }),
  run({ world, caller }, args) {
    const bot = world.bots.get(args.bot ?? caller.botId ?? '')
    if (!bot || bot.teamId !== caller.teamId) throw new SlackError('bot_not_found')
    const { team_id: _team, ...shown } = presentBotProfile(world, bot.id) ?? {}
    return { bot: { ...shown, user_id: bot.userId } }
  },
})
