import type { Json } from '../../world/types.ts'
import { BUTTONS, type Stage } from '../stage.ts'

/** What is refused wherever something is written. `how` are the arguments that would be fine. */
async function refuseContent({ refuse }: Stage, method: string, how: { args: Json; maxText: number }): Promise<void> {
  const { args, maxText } = how
  const long = { type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3_000) } }
  const big = { event_type: 'x', event_payload: { text: 'x'.repeat(8_001) } }
  await refuse(method, 'no_text', { ...args, text: ' ' })
  await refuse(method, 'msg_too_long', { ...args, text: 'x'.repeat(maxText + 1) })
  await refuse(method, 'markdown_text_conflict', { ...args, text: 'x', markdown_text: 'y' })
  await refuse(method, 'invalid_blocks', { ...args, text: 'x', blocks: [{ type: 'nonsense' }] })
  await refuse(method, 'invalid_blocks_format', { ...args, text: 'x', blocks: 'nonsense' })
  await refuse(method, 'msg_blocks_too_long', { ...args, text: 'x', blocks: Array.from({ length: 5 }, () => long) })
  await refuse(method, 'invalid_attachments', { ...args, text: 'x', attachments: 'nonsense' })
  await refuse(method, 'too_many_attachments', { ...args, text: 'x', attachments: Array.from({ length: 101 }, () => ({ text: 'x' })) })
  await refuse(method, 'invalid_metadata_format', { ...args, text: 'x', metadata: { event_type: '' } })
  await refuse(method, 'metadata_too_large', { ...args, text: 'x', metadata: big })
}

async function refusePosts(stage: Stage): Promise<void> {
  const { scene, channel, elsewhere, hidden, refuse, users } = stage
  const { control } = scene
  const post = 'chat.postMessage'
  await refuseContent(stage, post, { args: { channel }, maxText: 40_000 })
  await refuseContent(stage, 'chat.postEphemeral', { args: { channel, user: users.ben }, maxText: 40_000 })
  await refuse(post, 'as_user_not_supported', { channel, text: 'x', as_user: true })
  await control.settings({ missing_thread: 'refuses' })
  await refuse(post, 'thread_not_found', { channel, text: 'x', thread_ts: '1.000001' })
  await refuse('chat.postEphemeral', 'user_not_in_channel', { channel, user: users.jun, text: 'x' })
  await refuse('chat.meMessage', 'no_text', { channel, text: ' ' })
  await refuse('chat.meMessage', 'msg_too_long', { channel, text: 'x'.repeat(40_001) })
  const { channel_id } = await control.createChannel({ team_id: scene.demo.northwind.team_id, name: 'closed', creator: users.ada })
  await control.addMember({ channel_id, user_id: stage.installed.botUserId })
  const change = { channel_id, user_id: users.ada }
  await control.changeChannel({ ...change, change: 'read_only' })
  const methods = [post, 'chat.postEphemeral', 'chat.meMessage']
  for (const method of methods) {
    const args = { text: 'x', user: users.ben }
    const isPost = method === post
    await refuse(method, isPost ? 'restricted_action_read_only_channel' : 'restricted_action', { ...args, channel: channel_id })
    await refuse(method, 'channel_not_found', { ...args, channel: hidden })
    await refuse(method, 'not_in_channel', { ...args, channel: elsewhere })
  }
  await control.changeChannel({ ...change, change: 'archive' })
  for (const method of methods) await refuse(method, 'is_archived', { channel: channel_id, text: 'x', user: users.ben })
}

async function refuseChanges(stage: Stage, own: { ts: unknown; replyTs: unknown }): Promise<void> {
  const { scene, channel, hidden, refuse, call, users } = stage
  const { ts } = await scene.control.act.postMessage({ channel_id: channel, user_id: users.ben, text: 'mine' })
  await refuseContent(stage, 'chat.update', { args: { channel, ts: own.ts }, maxText: 4_000 })
  await refuse('chat.update', 'as_user_not_supported', { channel, ts: own.ts, text: 'x', as_user: true })
  await refuse('chat.update', 'cant_update_message', { channel, ts, text: 'yours' })
  await refuse('chat.update', 'cant_broadcast_message', { channel, ts: own.ts, reply_broadcast: true })
  await refuse('chat.update', 'no_dual_broadcast_content_update', { channel, ts: own.replyTs, reply_broadcast: true, text: 'x' })
  await refuse('chat.update', 'file_not_found', { channel, ts: own.ts, file_ids: 'F404' })
  await refuse('chat.delete', 'cant_delete_message', { channel, ts })
  for (const method of ['chat.update', 'chat.delete', 'chat.getPermalink']) {
    const missing = { ts: '1.000001', message_ts: '1.000001', text: 'x' }
    await refuse(method, 'message_not_found', { ...missing, channel })
    await refuse(method, 'channel_not_found', { ...missing, channel: hidden })
  }
  const room = await call('conversations.create', { name: 'soon-closed' })
  const { id } = room.channel as Json
  const posted = await call('chat.postMessage', { channel: id, text: 'last words' })
  await call('conversations.archive', { channel: id })
  await refuse('chat.update', 'is_inactive', { channel: id, ts: posted.ts, text: 'x' })
}

/** Posting, changing, deleting, reacting. @returns the ts of a message with a button */
export async function playChatMethods(stage: Stage): Promise<string> {
  const { call, channel, users } = stage
  const metadata = { event_type: 'x', event_payload: { id: '1' } }
  const { ts } = await call('chat.postMessage', { channel, text: 'hello', blocks: BUTTONS, metadata })
  await call('chat.postMessage', { channel, text: 'as someone', username: 'Fay', icon_emoji: ':wave:' })
  const reply = await call('chat.postMessage', { channel, text: 'reply', thread_ts: ts })
  await call('chat.postMessage', { channel, text: 'to all', thread_ts: ts, reply_broadcast: true })
  await call('chat.postMessage', { channel, text: 'to all, as someone', thread_ts: ts, reply_broadcast: true, username: 'Fay' })
  await call('chat.postMessage', { channel, text: 'to nobody', thread_ts: '1.000001' })
  await call('chat.meMessage', { channel, text: 'waves' })
  await call('chat.update', { channel, ts, text: 'hello again', blocks: BUTTONS })
  await call('chat.postEphemeral', { channel, user: users.ben, text: 'psst' })
  await call('chat.getPermalink', { channel, message_ts: ts })
  const lost = await call('chat.postMessage', { channel, text: 'soon gone' })
  await call('chat.delete', { channel, ts: lost.ts })
  await refusePosts(stage)
  await refuseChanges(stage, { ts, replyTs: reply.ts })
  await call('chat.update', { channel, ts: reply.ts, reply_broadcast: true })
  return String(ts)
}

export async function playReactionMethods(
  { call, refuse, channel, elsewhere, hidden, scene, installed }: Stage,
  ts: string,
): Promise<void> {
  const at = { channel, timestamp: ts }
  await call('reactions.add', { ...at, name: 'eyes' })
  await refuse('reactions.add', 'already_reacted', { ...at, name: 'eyes' })
  await call('reactions.get', { ...at, full: true })
  await call('reactions.remove', { ...at, name: 'eyes' })
  await refuse('reactions.remove', 'no_reaction', { ...at, name: 'eyes' })
  await refuse('reactions.remove', 'no_item_specified', { name: 'eyes' })
  await refuse('reactions.get', 'no_item_specified')
  await refuse('reactions.get', 'message_not_found', { channel, timestamp: '1.000001' })
  await refuse('reactions.get', 'channel_not_found', { channel: hidden, timestamp: ts })
  const { channel_id } = await scene.control.createChannel({
    team_id: scene.demo.northwind.team_id,
    name: 'past',
    members: [installed.botUserId],
  })
  await scene.control.changeChannel({ channel_id, user_id: scene.demo.northwind.users.ada, change: 'archive' })
  for (const method of ['reactions.add', 'reactions.remove']) {
    await refuse(method, 'invalid_name', { ...at, name: 'No Emoji' })
    await refuse(method, 'bad_timestamp', { channel, timestamp: 'yesterday', name: 'eyes' })
    await refuse(method, 'message_not_found', { channel, timestamp: '1.000001', name: 'eyes' })
    await refuse(method, 'channel_not_found', { channel: hidden, timestamp: ts, name: 'eyes' })
    await refuse(method, 'not_in_channel', { channel: elsewhere, timestamp: ts, name: 'eyes' })
    await refuse(method, 'is_archived', { channel: channel_id, timestamp: ts, name: 'eyes' })
  }
  const posted = await call('chat.postMessage', { channel, text: 'popular' })
  for (let n = 0; n < 23; n++) await call('reactions.add', { channel, timestamp: posted.ts, name: `emoji_${n}` })
  await refuse('reactions.add', 'too_many_emoji', { channel, timestamp: posted.ts, name: 'eyes' })
}
