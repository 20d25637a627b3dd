import { z } from 'zod'
import { authorizationsOf, presentAuthorization } from '../events/authorize-event.ts'
import { readContext } from '../events/event-context.ts'
import { SlackError } from '../world/slack-error.ts'
import { integer, text } from './arguments.ts'
import { method } from './method.ts'
import { cursorOf, pageOf } from './paging.ts'

/** Everyone on whose behalf an app hears of an event, whose envelope lists only one. @see https://docs.slack.dev/reference/methods/apps.event.authorizations.list */
export const appsEventAuthorizationsList = method({
  name: 'apps.event.authorizations.list',
  errors: ['auth_mismatch', 'invalid_cursor', 'invalid_event_context'],
  tokens: ['app'],
  scopes: ['authorizations:read'],
  args: z.object({ event_context: text.default(''), cursor: text.optional(), limit: integer.optional() }),
  run({ world, caller }, args) {
    const context = readContext(args.event_context)
    if (!context) throw new SlackError('invalid_event_context')
    if (context.aid !== caller.app.id) throw new SlackError('auth_mismatch')
    const all = authorizationsOf(world, caller.app, context)
    const page = pageOf(
      all,
      { ...(args.cursor ? { cursor: args.cursor } : {}), limit: args.limit ?? 100 },
      (one) => `${one.teamId}:${one.userId}`,
    )
    return {
      authorizations: page.items.map(({ teamId, ...authorization }) => presentAuthorization(teamId, authorization)),
      ...(page.nextCursor ? cursorOf(page.nextCursor) : {}),
    }
  },
})
