import { z } from 'zod'
import { method } from './method.ts'

/** Answers even while Socket Mode is off: the connection is then told `link_disabled` and closed. @see https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen = method({
  name: 'apps.connections.open',
  errors: [],
  tokens: ['app'],
  scopes: ['connections:write'],
  args: z.object({}),
  run: ({ hub, caller }) => ({ url: hub.open(caller.app.id) }),
})
