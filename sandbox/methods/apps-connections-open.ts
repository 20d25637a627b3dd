import { z } from 'zod'
import { SlackError } from '../world/slack-error.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen = method({
  name: 'apps.connections.open',
  tokens: ['app'],
  scopes: ['connections:write'],
  args: z.object({}),
  run({ hub, caller }) {
    if (!caller.app.socketMode) throw new SlackError('socket_mode_disabled')
    return { url: hub.open(caller.app.id) }
  },
})
