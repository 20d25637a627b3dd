import { z } from 'zod'
import { checkView } from '../interactivity/check-view.ts'
import { useTrigger } from '../interactivity/triggers.ts'
import { openView, presentView } from '../interactivity/views.ts'
import { jsonObject, text } from './arguments.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/views.open */
export const viewsOpen = method({
  name: 'views.open',
  errors: ['duplicate_external_id', 'exchanged_trigger_id', 'expired_trigger_id', 'invalid_trigger_id', 'view_too_large'],
  tokens: ['bot'],
  args: z.object({ trigger_id: text.optional(), view: jsonObject('invalid_arguments') }),
  run({ world, caller }, args) {
    const content = checkView(args.view, 'modal')
    return { view: presentView(world, openView(world, useTrigger(world, caller.app.id, args.trigger_id), content)) }
  },
})
