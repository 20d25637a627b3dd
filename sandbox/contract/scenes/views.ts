import type { Json } from '../../world/types.ts'
import { BUTTONS, plain, type Stage } from '../stage.ts'

const modal = (more: Json = {}): Json => ({
  type: 'modal',
  title: plain('T'),
  blocks: BUTTONS,
  notify_on_close: true,
  callback_id: 'cb',
  ...more,
})

const home = { type: 'home', blocks: BUTTONS }

/** Commands, shortcuts, modals and homes, each refusal of `views.*` among them. */
export async function playViews(stage: Stage, ts: string): Promise<void> {
  const { scene, call, refuse, channel, users, receiver } = stage
  const { act } = scene.control
  const { ben } = users
  const trigger = () => receiver.received.findLast(({ body }) => body.trigger_id)?.body.trigger_id
  await act.slashCommand({ user_id: ben, channel_id: channel, command: '/help', text: 'x' })
  await act.clickButton({ user_id: ben, channel_id: channel, message_ts: ts, action_id: 'go' })
  await act.messageShortcut({ user_id: ben, channel_id: channel, message_ts: ts, callback_id: 'take' })
  await act.globalShortcut({ user_id: ben, callback_id: 'raise' })
  const opened = await call('views.open', { trigger_id: trigger(), view: modal({ external_id: 'one' }) })
  const view_id = (opened.view as Json).id
  await call('views.update', { view_id, view: modal({ external_id: 'one' }) })
  await refuse('views.update', 'hash_conflict', { view_id, hash: 'old', view: modal() })
  await refuse('views.update', 'not_found', { view_id: 'V404', view: modal() })
  await act.clickInView({ user_id: ben, action_id: 'go' })
  await refuse('views.push', 'duplicate_external_id', { trigger_id: trigger(), view: modal({ external_id: 'one' }) })
  for (let n = 0; n < 2; n++) {
    await act.clickInView({ user_id: ben, action_id: 'go' })
    await call('views.push', { trigger_id: trigger(), view: modal() })
  }
  await act.clickInView({ user_id: ben, action_id: 'go' })
  await refuse('views.push', 'push_limit_reached', { trigger_id: trigger(), view: modal() })
  await act.submitView({ user_id: ben })
  await act.closeView({ user_id: ben, clear: true })
  const large = { private_metadata: 'x', blocks: BUTTONS.map((block) => ({ ...block, filler: 'x'.repeat(250_001) })) }
  await act.globalShortcut({ user_id: ben, callback_id: 'raise' })
  await call('views.open', { trigger_id: trigger(), view: modal() })
  for (const method of ['views.open', 'views.push']) {
    await refuse(method, 'invalid_trigger_id', { trigger_id: 'nonsense', view: modal() })
    await refuse(method, 'exchanged_trigger_id', { trigger_id: trigger(), view: modal() })
    await refuse(method, 'view_too_large', { trigger_id: trigger(), view: modal(large) })
    await act.globalShortcut({ user_id: ben, callback_id: 'raise' })
    await scene.control.clock.advance({ ms: 3_001 })
    await refuse(method, 'expired_trigger_id', { trigger_id: trigger(), view: modal() })
    await act.globalShortcut({ user_id: ben, callback_id: 'raise' })
    await call('views.open', { trigger_id: trigger(), view: modal() })
  }
  const { view } = await call('views.publish', { user_id: ben, view: { ...home, external_id: 'home' } })
  await refuse('views.publish', 'hash_conflict', { user_id: ben, hash: 'old', view: home })
  await refuse('views.publish', 'user_not_found', { user_id: 'U404', view: home })
  await refuse('views.publish', 'view_too_large', { user_id: ben, view: { ...home, ...large } })
  await refuse('views.update', 'view_too_large', { view_id: (view as Json).id, view: modal(large) })
  await act.globalShortcut({ user_id: ben, callback_id: 'raise' })
  await refuse('views.open', 'duplicate_external_id', { trigger_id: trigger(), view: modal({ external_id: 'home' }) })
  await act.openAppHome({ user_id: ben, app_id: stage.installed.app.app_id })
}
