import { z } from 'zod'
import { revokeToken } from '../actions/install-app.ts'
import { flag } from './arguments.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/auth.revoke */
export const authRevoke = method({
  name: 'auth.revoke',
  errors: [],
  args: z.object({ test: flag.optional() }),
  run({ world, caller }, args) {
    if (!args.test) revokeToken(world, caller.token)
    return { revoked: !args.test }
  },
})
