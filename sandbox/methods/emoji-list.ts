import { z } from 'zod'
import { nextEventTs } from '../world/timestamps.ts'
import { flag } from './arguments.ts'
import { method } from './method.ts'

/** Custom emoji: Slack's own are not listed. @see https://docs.slack.dev/reference/methods/emoji.list */
export const emojiList = method({
  name: 'emoji.list',
  errors: [],
  scopes: ['emoji:read'],
  args: z.object({ include_categories: flag.optional() }),
  run({ world }) {
    const emoji = { office_wave: `${world.baseUrl}/avatars/wave/72`, shipit: 'alias:squirrel' }
    return { emoji, cache_ts: nextEventTs(world) }
  },
})
