import type { Received, startReceiver } from '../testing/a-receiver.ts'
import { eventually } from '../testing/a-receiver.ts'
import { anInstalledApp, type Scene } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

export interface Recording {
  answers: { method: string; body: Json }[]
  received: Received[]
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>
type Caller = (method: string, args?: Json, token?: string) => Promise<Json>

const recorder =
  (scene: Scene, recording: Recording, botToken: string): Caller =>
  async (method, args = {}, token = botToken) => {
    const response = await fetch(`${scene.sandbox.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    })
    const body = (await response.json()) as Json
    recording.answers.push({ method, body })
    return body
  }

const buttons = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] }]
const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: buttons, notify_on_close: true, callback_id: 'cb' }

async function talk(scene: Scene, call: Caller, channel: string): Promise<string> {
  const { users } = scene.demo.northwind
  const posted = await call('chat.postMessage', {
    channel,
    text: 'hello',
    blocks: buttons,
    metadata: { event_type: 'x', event_payload: { id: '1' } },
  })
  const ts = String(posted.ts)
  await call('chat.postMessage', { channel, text: 'as someone', username: 'Fay', icon_emoji: ':wave:' })
  await call('chat.postMessage', { channel, text: 'reply', thread_ts: ts })
  await call('chat.postMessage', { channel, text: 'to all', thread_ts: ts, reply_broadcast: true })
  await call('chat.postMessage', { channel, text: '' })
  await call('chat.postMessage', { channel, text: 'x', blocks: [{ type: 'nonsense' }] })
  await call('chat.update', { channel, ts, text: 'hello again', blocks: buttons })
  await call('chat.postEphemeral', { channel, user: users.ben, text: 'psst' })
  await call('chat.getPermalink', { channel, message_ts: ts })
  await call('reactions.add', { channel, timestamp: ts, name: 'eyes' })
  await call('reactions.get', { channel, timestamp: ts, full: true })
  await call('reactions.remove', { channel, timestamp: ts, name: 'eyes' })
  const lost = await call('chat.postMessage', { channel, text: 'soon gone' })
  await call('chat.delete', { channel, ts: lost.ts })
  return ts
}

async function look(scene: Scene, call: Caller, at: { channel: string; ts: string }): Promise<void> {
  const { users } = scene.demo.northwind
  const { channel, ts } = at
  await call('conversations.history', { channel, include_all_metadata: true })
  await call('conversations.history', { channel, limit: 1 })
  await call('conversations.replies', { channel, ts, include_all_metadata: true })
  await call('conversations.info', { channel, include_num_members: true, include_locale: true })
  await call('conversations.members', { channel, limit: 1 })
  await call('conversations.list', { types: 'public_channel,private_channel,im,mpim' })
  await call('users.conversations', { types: 'public_channel,im,mpim' })
  await call('users.list', { limit: 3 })
  await call('users.info', { user: users.ada, include_locale: true })
  await call('users.info', { user: scene.demo.acme.users.zoe })
  await call('users.lookupByEmail', { email: 'ben@northwind.example' })
  await call('users.getPresence', { user: users.ben })
  await call('users.profile.get', { user: users.ben })
  for (const method of ['team.info', 'bots.info', 'emoji.list', 'auth.test', 'api.test', 'users.getPresence', 'nonsense'])
    await call(method)
}

async function organize(scene: Scene, call: Caller): Promise<void> {
  const { users, channels } = scene.demo.northwind
  const created = await call('conversations.create', { name: 'incident-1' })
  const channel = (created.channel as Json).id
  await call('conversations.invite', { channel, users: users.ben })
  await call('conversations.invite', { channel, users: users.ben })
  await call('conversations.mark', { channel, ts: '1.000001' })
  await call('conversations.archive', { channel })
  await call('conversations.join', { channel: channels.random })
  await call('conversations.join', { channel: channels.random })
  const im = await call('conversations.open', { users: users.ben, return_im: true })
  await call('conversations.open', { users: users.ben, return_im: true })
  await call('conversations.open', { users: `${users.ben},${users.cy}`, return_im: true })
  await call('conversations.info', { channel: (im.channel as Json).id })
  const { control } = scene
  const random = { channel_id: channels.random, user_id: users.ada }
  await control.changeChannel({ ...random, change: 'rename', name: 'random-talk' })
  await control.changeChannel({ ...random, change: 'archive' })
  await control.changeChannel({ ...random, change: 'unarchive' })
  await control.removeMember({ channel_id: channels.random, user_id: users.cy })
  await control.changeChannel({ ...random, change: 'delete' })
}

async function handleFiles(scene: Scene, call: Caller, channel: string): Promise<void> {
  const { upload_url, file_id } = await call('files.getUploadURLExternal', { filename: 'a.txt', length: 3 })
  await fetch(String(upload_url), { method: 'POST', body: 'abc' })
  await call('files.completeUploadExternal', { files: [{ id: file_id, title: 'A' }], channel_id: channel, initial_comment: 'see' })
  await eventually(
    async () => (await scene.control.state.channel(channel)).messages,
    (messages) => messages.some(({ subtype }) => subtype === 'file_share'),
  )
  await call('files.info', { file: file_id })
  await call('files.delete', { file: file_id })
}

async function interact(scene: Scene, call: Caller, of: { channel: string; ts: string; receiver: Receiver }): Promise<void> {
  const { control } = scene
  const { ben } = scene.demo.northwind.users
  const at = { user_id: ben, channel_id: of.channel }
  const trigger = () => of.receiver.received.findLast(({ body }) => body.trigger_id)?.body.trigger_id
  await control.act.slashCommand({ ...at, command: '/help', text: 'x' })
  await control.act.clickButton({ ...at, message_ts: of.ts, action_id: 'go' })
  await control.act.messageShortcut({ ...at, message_ts: of.ts, callback_id: 'take' })
  await control.act.globalShortcut({ user_id: ben, callback_id: 'raise' })
  const opened = await call('views.open', { trigger_id: trigger(), view })
  await call('views.update', { view_id: (opened.view as Json).id, view })
  await call('views.open', { trigger_id: 'x', view: {} })
  await control.act.submitView({ user_id: ben })
  await control.act.globalShortcut({ user_id: ben, callback_id: 'raise' })
  await call('views.open', { trigger_id: trigger(), view })
  await control.act.closeView({ user_id: ben })
  await call('views.publish', { user_id: ben, view: { type: 'home', blocks: buttons } })
}

async function people(
  scene: Scene,
  call: Caller,
  of: { channel: string; botUserId: string; userToken: string; appId: string },
): Promise<void> {
  const { control, demo } = scene
  const { ben } = demo.northwind.users
  const { zoe } = demo.acme.users
  const { ts } = await control.act.postMessage({ user_id: zoe, channel_id: of.channel, text: `<@${of.botUserId}> help` })
  await control.act.editMessage({ user_id: zoe, channel_id: of.channel, ts, text: 'help!' })
  await control.act.react({ user_id: ben, channel_id: of.channel, ts, name: 'eyes' })
  await control.act.unreact({ user_id: ben, channel_id: of.channel, ts, name: 'eyes' })
  await control.act.deleteMessage({ user_id: zoe, channel_id: of.channel, ts })
  await control.act.postMessage({ user_id: zoe, channel_id: of.channel, text: 'log', files: [{ name: 'log.txt', content: 'x' }] })
  await control.act.setProfile({ user_id: ben, status_text: 'away' })
  await control.createUser({ team_id: demo.northwind.team_id, name: 'kim', real_name: 'Kim Lee', email: 'kim@northwind.example' })
  const { channel_id } = await control.act.openDm({ user_id: ben, with: of.botUserId })
  await control.act.postMessage({ user_id: ben, channel_id, text: 'hi' })
  await control.act.openAppHome({ user_id: ben, app_id: of.appId })
  await call('users.profile.set', { profile: { status_text: 'in' } }, of.userToken)
  const { guest_channel_id } = await control.unshareChannel({ channel_id: of.channel, team_id: demo.acme.team_id })
  await control.changeChannel({ channel_id: of.channel, user_id: demo.northwind.users.ada, change: 'change_id' })
  await control.shareChannel({ channel_id: guest_channel_id, with_team_id: demo.northwind.team_id })
}

/** Does a bit of everything, and keeps whatever the sandbox answered and sent. */
export async function recordEverything(scene: Scene, receiver: Receiver): Promise<Recording> {
  const recording: Recording = { answers: [], received: receiver.received }
  const { app, botToken, botUserId, userToken } = await anInstalledApp(scene, {
    events_url: `${receiver.url}/events`,
    interactivity_url: `${receiver.url}/actions`,
    commands: [{ command: '/help', url: `${receiver.url}/commands` }],
    shortcuts: [
      { callback_id: 'take', name: 'Take', type: 'message' },
      { callback_id: 'raise', name: 'Raise', type: 'global' },
    ],
  })
  const channel = scene.demo.northwind.channels['support-acme']
  await scene.control.addMember({ channel_id: channel, user_id: botUserId, by: scene.demo.northwind.users.ada })
  const call = recorder(scene, recording, botToken)
  const ts = await talk(scene, call, channel)
  await interact(scene, call, { channel, ts, receiver })
  await handleFiles(scene, call, channel)
  await organize(scene, call)
  await look(scene, call, { channel, ts })
  await people(scene, call, { channel, botUserId, userToken, appId: app.app_id })
  await call('auth.revoke', { test: true })
  await call('auth.revoke', {}, userToken)
  await scene.control.uninstallApp({ app_id: app.app_id, team_id: scene.demo.northwind.team_id })
  await eventually(
    () => receiver.events('app_uninstalled'),
    (events) => events.length > 0,
  )
  return recording
}
