import type { Json } from '../../world/types.ts'
import type { Stage } from '../stage.ts'

const idOf = (answer: Json): string => String((answer.channel as Json).id)

const NAMES: [string, string][] = [
  ['invalid_name_required', ''],
  ['invalid_name_maxlength', 'x'.repeat(81)],
  ['invalid_name_punctuation', '---'],
  ['invalid_name_specials', 'Not This'],
  ['name_taken', 'general'],
]

/** What only members of a channel, not of a direct message, may do. */
const MANAGED: [string, Json][] = [
  ['conversations.archive', {}],
  ['conversations.unarchive', {}],
  ['conversations.rename', { name: 'x' }],
  ['conversations.setTopic', { topic: 'x' }],
  ['conversations.setPurpose', { purpose: 'x' }],
  ['conversations.leave', {}],
  ['conversations.kick', { user: 'U404' }],
  ['conversations.invite', { users: 'U404' }],
]

async function manage({ call, refuse, users, elsewhere, hidden, installed, scene }: Stage, im: string): Promise<void> {
  const channel = idOf(await call('conversations.create', { name: 'incident-1' }))
  for (const [error, name] of NAMES) {
    await refuse('conversations.create', error, { name })
    await refuse('conversations.rename', error, { channel, name })
  }
  for (const [method, args] of MANAGED) {
    await refuse(method, 'channel_not_found', { ...args, channel: hidden })
    await refuse(method, 'not_in_channel', { ...args, channel: elsewhere })
    await refuse(method, 'method_not_supported_for_channel_type', { ...args, channel: im })
  }
  await call('conversations.invite', { channel, users: users.ben })
  await refuse('conversations.invite', 'already_in_channel', { channel, users: users.ben })
  await refuse('conversations.invite', 'cant_invite_self', { channel, users: installed.botUserId })
  await refuse('conversations.invite', 'user_not_found', { channel, users: 'U404' })
  await refuse('conversations.invite', 'no_user', { channel, users: '' })
  await call('conversations.kick', { channel, user: users.ben })
  await refuse('conversations.kick', 'user_not_found', { channel, user: 'U404' })
  await refuse('conversations.kick', 'cant_kick_self', { channel, user: installed.botUserId })
  await call('conversations.rename', { channel, name: 'incident-2' })
  await call('conversations.setTopic', { channel, topic: 'All is on fire' })
  await call('conversations.setPurpose', { channel, purpose: 'Putting it out' })
  await refuse('conversations.setTopic', 'too_long', { channel, topic: 'x'.repeat(251) })
  await refuse('conversations.setPurpose', 'too_long', { channel, purpose: 'x'.repeat(251) })
  await refuse('conversations.unarchive', 'not_archived', { channel })
  await call('conversations.archive', { channel })
  await refuse('conversations.archive', 'already_archived', { channel })
  for (const [method, args] of MANAGED.filter(([name]) => /rename|set|leave|invite/.test(name)))
    await refuse(method, 'is_archived', { ...args, channel })
  await refuse('conversations.join', 'is_archived', { channel })
  await call('conversations.unarchive', { channel })
  await call('conversations.leave', { channel })
  const alone = idOf(await call('conversations.create', { name: 'alone', is_private: true }))
  await refuse('conversations.leave', 'last_member', { channel: alone })
  await scene.control.addMember({ channel_id: scene.demo.northwind.channels.general, user_id: installed.botUserId })
  const general = { channel: scene.demo.northwind.channels.general }
  await refuse('conversations.archive', 'cant_archive_general', general)
  await refuse('conversations.leave', 'cant_leave_general', general)
  await refuse('conversations.kick', 'cant_kick_from_general', { ...general, user: users.ben })
  await refuse('conversations.rename', 'not_authorized', { ...general, name: 'mine-now' })
}

/** @returns the bot's direct message with Ben */
async function open({ call, refuse, users, hidden, channel, scene, installed }: Stage): Promise<string> {
  const im = await call('conversations.open', { users: users.ben, return_im: true })
  await call('conversations.open', { channel: idOf(im), return_im: true })
  await call('conversations.open', { users: `${users.ben},${users.cy}`, return_im: true })
  await call('conversations.info', { channel: idOf(im) })
  const everyone = Object.values(users).slice(0, 9).join(',')
  await scene.control.act.deactivateUser({ user_id: users.jun })
  await refuse('conversations.open', 'users_list_not_supplied')
  await refuse('conversations.open', 'too_many_users', { users: everyone })
  await refuse('conversations.open', 'user_not_found', { users: 'U404' })
  await refuse('conversations.open', 'user_disabled', { users: users.jun })
  await refuse('conversations.open', 'not_enough_users', { users: installed.botUserId })
  await refuse('conversations.open', 'channel_not_found', { channel: hidden })
  await refuse('conversations.open', 'method_not_supported_for_channel_type', { channel })
  const other = await scene.control.createApp({ name: 'Other', bot_scopes: ['chat:write'] })
  const where = { team_id: scene.demo.northwind.team_id, user_id: users.ada }
  const { bot_user_id } = await scene.control.installApp({ app_id: other.app_id, ...where })
  await refuse('conversations.open', 'cannot_dm_bot', { users: bot_user_id })
  await scene.control.act.deactivateUser({ user_id: users.jun, deactivated: false })
  return idOf(im)
}

async function read({ call, refuse, channel, hidden, elsewhere }: Stage, ts: string): Promise<void> {
  await call('conversations.history', { channel, include_all_metadata: true })
  await call('conversations.history', { channel, limit: 1 })
  await call('conversations.replies', { channel, ts, include_all_metadata: true })
  await call('conversations.info', { channel, include_num_members: true, include_locale: true })
  await call('conversations.members', { channel, limit: 1 })
  await call('conversations.list', { types: 'public_channel,private_channel,im,mpim' })
  await call('users.conversations', { types: 'public_channel,im,mpim' })
  for (const [method, args] of [
    ['conversations.history', { channel }],
    ['conversations.replies', { channel, ts }],
    ['conversations.members', { channel }],
    ['conversations.list', {}],
    ['users.conversations', {}],
    ['users.list', {}],
  ] as const) {
    await refuse(method, 'invalid_cursor', { ...args, cursor: 'nonsense' })
    await refuse(method, 'invalid_limit', { ...args, limit: 1_001 })
  }
  for (const method of ['conversations.history', 'conversations.replies']) {
    await refuse(method, 'invalid_ts_oldest', { channel, ts, oldest: 'yesterday' })
    await refuse(method, 'invalid_ts_latest', { channel, ts, latest: 'today' })
    await refuse(method, 'not_in_channel', { channel: elsewhere, ts })
  }
  await refuse('conversations.replies', 'thread_not_found', { channel, ts: '1.000001' })
  for (const method of ['conversations.list', 'users.conversations']) await refuse(method, 'invalid_types', { types: 'nonsense' })
  for (const method of ['history', 'replies', 'info', 'members', 'mark', 'join'])
    await refuse(`conversations.${method}`, 'channel_not_found', { channel: hidden, ts: '1.000001' })
}

export async function playChannelMethods(stage: Stage, ts: string): Promise<void> {
  const { call, refuse, channel, elsewhere } = stage
  const im = await open(stage)
  await manage(stage, im)
  await read(stage, ts)
  await refuse('conversations.mark', 'invalid_timestamp', { channel: im, ts: 'now' })
  await refuse('conversations.mark', 'not_in_channel', { channel: elsewhere, ts })
  await call('conversations.mark', { channel: im, ts })
  await refuse('conversations.join', 'method_not_supported_for_channel_type', { channel: im })
  await call('conversations.join', { channel: elsewhere })
  await call('conversations.join', { channel: elsewhere })
  await call('conversations.info', { channel })
}
