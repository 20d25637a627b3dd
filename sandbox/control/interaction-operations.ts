import { z } from 'zod'
import { clickInMessage, clickInView } from '../interactivity/click-element.ts'
import { suggestInMessage, suggestInView } from '../interactivity/suggest-options.ts'
import { openAppHome } from '../interactivity/open-app-home.ts'
import { runGlobalShortcut, runMessageShortcut } from '../interactivity/run-shortcut.ts'
import { runSlashCommand } from '../interactivity/run-slash-command.ts'
import { closeView, openViewOf, submitView } from '../interactivity/submit-view.ts'
import { operation } from './operation.ts'

const given = z.union([z.string(), z.array(z.string()), z.boolean(), z.record(z.string(), z.unknown()), z.null()])

const command = z.object({
  user_id: z.string(),
  channel_id: z.string(),
  command: z.string(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
})

const click = z.object({
  user_id: z.string(),
  channel_id: z.string(),
  message_ts: z.string(),
  action_id: z.string(),
  block_id: z.string().optional(),
  /** A button's own value unless given; for selects the value of the option chosen. */
  value: given.optional(),
})

const viewClick = click.omit({ channel_id: true, message_ts: true }).extend({
  view_id: z.string().optional(),
  /** What else stands in the form, by action id. */
  values: z.record(z.string(), given).optional(),
})

const suggestion = click.omit({ value: true }).extend({ query: z.string() })

const submission = z.object({ user_id: z.string(), view_id: z.string().optional(), values: z.record(z.string(), given).default({}) })

const shortcut = z.object({ user_id: z.string(), callback_id: z.string(), app_id: z.string().optional() })

export const interactionOperations = {
  /** What the app answered within three seconds. */
  'act.slashCommand': operation(command, ({ world, hub }, input) => runSlashCommand(world, hub, input)),
  'act.clickButton': operation(click, ({ world, hub }, input) => clickInMessage(world, hub, input)),
  'act.clickInView': operation(viewClick, ({ world, hub }, input) =>
    clickInView(world, hub, { ...input, view: openViewOf(world, input.user_id, input.view_id) }),
  ),
  /** The options that the app offers for what was typed. */
  'act.suggestOptions': operation(suggestion, ({ world, hub }, input) => suggestInMessage(world, hub, input)),
  'act.suggestOptionsInView': operation(
    suggestion.omit({ channel_id: true, message_ts: true }).extend({ view_id: z.string().optional() }),
    ({ world, hub }, input) => suggestInView(world, hub, { ...input, view: openViewOf(world, input.user_id, input.view_id) }),
  ),
  /** The view on top unless another is named; `values` by action id. */
  'act.submitView': operation(submission, ({ world, hub }, input) =>
    submitView(world, hub, { view: openViewOf(world, input.user_id, input.view_id), values: input.values }),
  ),
  'act.closeView': operation(submission.omit({ values: true }).extend({ clear: z.boolean().default(false) }), ({ world, hub }, input) =>
    closeView(world, hub, { view: openViewOf(world, input.user_id, input.view_id), isCleared: input.clear }),
  ),
  'act.messageShortcut': operation(shortcut.extend({ channel_id: z.string(), message_ts: z.string() }), ({ world, hub }, input) =>
    runMessageShortcut(world, hub, input),
  ),
  'act.globalShortcut': operation(shortcut, ({ world, hub }, input) => runGlobalShortcut(world, hub, input)),
  'act.openAppHome': operation(
    z.object({ user_id: z.string(), app_id: z.string(), tab: z.enum(['home', 'messages']).default('home') }),
    ({ world }, input) => openAppHome(world, { userId: input.user_id, appId: input.app_id, tab: input.tab }),
  ),
}
