import { z } from 'zod'
import { checkView } from '../interactivity/check-view.ts'
import { presentView, updateView } from '../interactivity/views.ts'
import { jsonObject, text } from './arguments.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/views.update */
export const viewsUpdate = method({
  name: 'views.update',
  errors: ['hash_conflict', 'not_found', 'view_too_large'],
  tokens: ['bot'],
  args: z.object({ view_id: text.optional(), external_id: text.optional(), hash: text.optional(), view: jsonObject('invalid_arguments') }),
  run({ world, caller }, args) {
    const content = checkView(args.view, 'modal')
    const view = world.views
      .values()
      .find(
        (other) =>
          other.appId === caller.app.id && (args.view_id ? other.id === args.view_id : other.content.external_id === args.external_id),
      )
    return { view: presentView(world, updateView(world, view, { content, hash: args.hash })) }
  },
})
