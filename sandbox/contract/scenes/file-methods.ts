import { eventually } from '../../testing/a-receiver.ts'
import type { Stage } from '../stage.ts'

/** 800 pixels by 200, and nothing in them. */
const A_GIF = Buffer.from('4749463839612003c800000000', 'hex')

async function upload({ call }: Stage, name: string, bytes: Buffer = Buffer.from('abc')): Promise<string> {
  const { upload_url, file_id } = await call('files.getUploadURLExternal', { filename: name, length: bytes.length })
  await fetch(String(upload_url), { method: 'POST', body: new Uint8Array(bytes) })
  return String(file_id)
}

export async function playFileMethods(stage: Stage): Promise<void> {
  const { call, refuse, channel, hidden, elsewhere, scene, users } = stage
  const complete = 'files.completeUploadExternal'
  const file = await upload(stage, 'a.gif', A_GIF)
  const other = await upload(stage, 'b.txt')
  const files = [{ id: other }]
  await refuse('files.getUploadURLExternal', 'alt_txt_too_large', { filename: 'x', length: 3, alt_txt: 'x'.repeat(1_001) })
  await refuse(complete, 'file_not_found', { files: [{ id: 'F404' }], channel_id: channel })
  await refuse(complete, 'channel_not_found', { files, channel_id: hidden })
  await refuse(complete, 'not_in_channel', { files, channel_id: elsewhere })
  await refuse(complete, 'invalid_blocks', { files, channel_id: channel, blocks: [{ type: 'nonsense' }] })
  const { channel_id } = await scene.control.createChannel({
    team_id: scene.demo.northwind.team_id,
    name: 'no-files',
    members: [stage.installed.botUserId],
  })
  await scene.control.changeChannel({ channel_id, user_id: users.ada, change: 'archive' })
  await refuse(complete, 'posting_to_channel_denied', { files, channel_id })
  await call(complete, { files: [{ id: file, title: 'A' }], channel_id: channel, initial_comment: 'see' })
  await eventually(
    async () => (await scene.control.state.channel(channel)).messages,
    (messages) => messages.some(({ subtype }) => subtype === 'file_share'),
  )
  await call('files.info', { file })
  const { file_ids } = await scene.control.act.postMessage({
    channel_id: channel,
    user_id: users.ben,
    files: [{ name: 'ben.txt', content: 'x' }],
  })
  await refuse('files.delete', 'cant_delete_file', { file: file_ids[0] })
  await call('files.delete', { file })
  for (const method of ['files.info', 'files.delete']) {
    await refuse(method, 'file_deleted', { file })
    await refuse(method, 'file_not_found', { file: 'F404' })
  }
  const posted = await call('chat.postMessage', { channel, text: 'with a file?' })
  await refuse('chat.update', 'file_deleted', { channel, ts: posted.ts, file_ids: file })
}
