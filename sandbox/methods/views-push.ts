import { z } from 'zod'
import { checkView } from '../interactivity/check-view.ts'
import { useTrigger } from '../interactivity/triggers.ts'
import { modalStack, presentView, pushView } from '../interactivity/views.ts'
import { SlackError } from '../world/slack-error.ts'
import { jsonObject, text } from './arguments.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/views.push */
export const viewsPush = method({
  name: 'views.push',
  errors: [
    'duplicate_external_id',
    'exchanged_trigger_id',
    'expired_trigger_id',
    'invalid_trigger_id',
    'push_limit_reached',
    'view_too_large',
  ],
  tokens: ['bot'],
  args: z.object({ trigger_id: text.optional(), view: jsonObject('invalid_arguments') }),
  run({ world, caller }, args) {
    const content = checkView(args.view, 'modal')
    const trigger = useTrigger(world, caller.app.id, args.trigger_id)
    const below = modalStack(world, trigger.userId).at(-1)
    if (!below || below.appId !== caller.app.id) throw new SlackError('invalid_trigger_id')
    return { view: presentView(world, pushView(world, below, content)) }
  },
})
