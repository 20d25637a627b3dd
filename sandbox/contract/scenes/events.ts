import { eventually } from '../../testing/a-receiver.ts'
import type { Stage } from '../stage.ts'

async function talk({ scene, channel, users, installed, call }: Stage): Promise<void> {
  const { act, control } = { ...scene.control, control: scene.control }
  const { zoe } = scene.demo.acme.users
  const at = { channel_id: channel }
  const { ts } = await act.postMessage({ ...at, user_id: zoe, text: `<@${installed.botUserId}> help` })
  await act.editMessage({ ...at, user_id: zoe, ts, text: 'help!' })
  await act.unfurl({ ...at, ts, url: 'https://a.example', title: 'A' })
  await act.react({ ...at, user_id: users.ben, ts, name: 'eyes' })
  await act.unreact({ ...at, user_id: users.ben, ts, name: 'eyes' })
  await act.deleteMessage({ ...at, user_id: zoe, ts })
  const root = await act.postMessage({ ...at, user_id: users.ben, text: 'root' })
  await act.postMessage({ ...at, user_id: zoe, text: 'reply', thread_ts: root.ts, reply_broadcast: true })
  await act.deleteMessage({ ...at, user_id: users.ben, ts: root.ts })
  await act.postMessage({ ...at, user_id: zoe, text: 'log', files: [{ name: 'log.txt', content: 'x' }] })
  await act.setProfile({ user_id: users.ben, status_text: 'away' })
  await control.createUser({ team_id: scene.demo.northwind.team_id, name: 'kim', real_name: 'Kim Lee', email: 'kim@northwind.example' })
  for (const others of [[installed.botUserId], [installed.botUserId, users.cy]]) {
    const { channel_id } = await act.openDm({ user_id: users.ben, with: others })
    await act.postMessage({ user_id: users.ben, channel_id, text: 'hi' })
  }
  await call('chat.postMessage', { channel, text: 'as someone', username: 'Fay' })
}

/** What happens to channels, public and private alike. */
async function organize({ scene, users, installed }: Stage): Promise<void> {
  const { control } = scene
  const { team_id } = scene.demo.northwind
  for (const is_private of [false, true]) {
    const name = is_private ? 'cellar' : 'attic'
    const { channel_id } = await control.createChannel({ team_id, name, is_private, members: [users.ada, users.cy] })
    await control.addMember({ channel_id, user_id: installed.botUserId, by: users.ada })
    await control.act.postMessage({ user_id: users.cy, channel_id, text: 'nice up here' })
    const change = { channel_id, user_id: users.ada }
    await control.changeChannel({ ...change, change: 'rename', name: `${name}-2` })
    await control.changeChannel({ ...change, change: 'topic', value: 'Boxes' })
    await control.changeChannel({ ...change, change: 'purpose', value: 'Storage' })
    await control.changeChannel({ ...change, change: 'archive' })
    await control.changeChannel({ ...change, change: 'unarchive' })
    await control.removeMember({ channel_id, user_id: users.cy })
    await control.removeMember({ channel_id, user_id: installed.botUserId, by: users.ada })
    await control.addMember({ channel_id, user_id: installed.botUserId })
    await control.changeChannel({ ...change, change: 'delete' })
  }
}

/** Slack Connect: a connection ends, another begins. */
async function reconnect({ scene, channel, users }: Stage): Promise<void> {
  const { control } = scene
  const { guest_channel_id } = await control.unshareChannel({ channel_id: channel, team_id: scene.demo.acme.team_id })
  await control.changeChannel({ channel_id: channel, user_id: users.ada, change: 'change_id' })
  await control.shareChannel({ channel_id: guest_channel_id, with_team_id: scene.demo.northwind.team_id })
}

/** One event too many for this hour. */
async function exceed({ scene, users, receiver }: Stage): Promise<void> {
  await scene.control.limits({ events_per_hour: 1 })
  await scene.control.act.setProfile({ user_id: users.ben, status_text: 'back' })
  await eventually(
    () => receiver.received,
    (received) => received.some(({ body }) => body.type === 'app_rate_limited'),
  )
  await scene.control.limits({})
}

export async function playEvents(stage: Stage): Promise<void> {
  await talk(stage)
  await organize(stage)
  await reconnect(stage)
  await exceed(stage)
}
