import { z } from 'zod'
import { SlackError } from '../world/slack-error.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/api.test */
export const apiTest = method({
  name: 'api.test',
  errors: [],
  tokens: [],
  args: z.looseObject({}),
  run(_call, { token: _token, ...args }) {
    if (args.error !== undefined) throw new SlackError(String(args.error), { args })
    return Object.keys(args).length > 0 ? { args } : {}
  },
})
