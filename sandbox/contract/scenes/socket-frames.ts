import { once } from 'node:events'
import { WebSocket } from 'ws'
import { eventually } from '../../testing/a-receiver.ts'
import type { Json } from '../../world/types.ts'
import type { Stage } from '../stage.ts'

/** One of each frame that Socket Mode knows, through a socket without any client around it. */
export async function playSocketFrames({ scene, call, refuse, installed, recording, users, channel }: Stage): Promise<void> {
  const { app } = installed
  const { control } = scene
  await control.updateApp(app.app_id, { socket_mode: true })
  const connect = async () => {
    const { url } = await call('apps.connections.open', {}, app.app_token)
    const socket = new WebSocket(String(url))
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Json
      recording.frames.push(frame)
      if (frame.envelope_id) socket.send(JSON.stringify({ envelope_id: frame.envelope_id }))
    })
    await once(socket, 'open')
  }
  const seen = (test: (frame: Json) => boolean) =>
    eventually(
      () => recording.frames.filter(test),
      (frames) => frames.length > 0,
    )
  await connect()
  await seen(({ type }) => type === 'hello')
  await control.act.postMessage({ user_id: users.ben, channel_id: channel, text: 'over the socket' })
  const [event] = await seen(({ type }) => type === 'events_api')
  await control.act.slashCommand({ user_id: users.ben, channel_id: channel, command: '/help' })
  await control.act.globalShortcut({ user_id: users.ben, callback_id: 'raise' })
  for (const reason of ['warning', 'refresh_requested'] as const) {
    await control.socket.disconnect({ app_id: app.app_id, reason, close_after_ms: 5 })
    await seen((frame) => frame.reason === reason)
    await connect()
  }
  await control.updateApp(app.app_id, { socket_mode: false, app_token_scopes: ['connections:write', 'authorizations:read'] })
  await seen(({ reason }) => reason === 'link_disabled')
  const list = 'apps.event.authorizations.list'
  const { event_context } = (event?.payload ?? {}) as Json
  const other = await control.createApp({ name: 'Curious' })
  await control.updateApp(other.app_id, { app_token_scopes: ['authorizations:read'] })
  await call(list, { event_context }, app.app_token)
  await refuse(list, 'invalid_event_context', { event_context: 'nonsense' }, app.app_token)
  await refuse(list, 'auth_mismatch', { event_context }, other.app_token)
  await refuse(list, 'invalid_cursor', { event_context, cursor: 'nonsense' }, app.app_token)
}
