import { z } from 'zod'
import { uninstallApp } from '../actions/install-app.ts'
import { SlackError } from '../world/slack-error.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/apps.uninstall */
export const appsUninstall = method({
  name: 'apps.uninstall',
  errors: ['bad_client_secret', 'client_id_token_mismatch', 'invalid_client_id'],
  args: z.object({ client_id: text, client_secret: text }),
  run({ world, caller }, args) {
    if (![...world.apps.values()].some((app) => app.clientId === args.client_id)) throw new SlackError('invalid_client_id')
    if (caller.app.clientId !== args.client_id) throw new SlackError('client_id_token_mismatch')
    if (caller.app.clientSecret !== args.client_secret) throw new SlackError('bad_client_secret')
    uninstallApp(world, caller.app, caller.teamId)
    return {}
  },
})
