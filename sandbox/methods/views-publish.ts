import { z } from 'zod'
import { checkView } from '../interactivity/check-view.ts'
import { presentView, publishHome } from '../interactivity/views.ts'
import { jsonObject, text } from './arguments.ts'
import { method } from './method.ts'
import { visibleUser } from './user-viewer.ts'

/** @see https://docs.slack.dev/reference/methods/views.publish */
export const viewsPublish = method({
  name: 'views.publish',
  errors: ['hash_conflict', 'user_not_found', 'view_too_large'],
  tokens: ['bot'],
  args: z.object({ user_id: text, hash: text.optional(), view: jsonObject('invalid_arguments') }),
  run(call, args) {
    const { world, caller } = call
    const content = checkView(args.view, 'home')
    const of = { appId: caller.app.id, teamId: caller.teamId, userId: visibleUser(call, args.user_id).id }
    return { view: presentView(world, publishHome(world, of, { content, hash: args.hash })) }
  },
})
