import { describe, expect, it } from 'vitest'
import { eventually } from '../testing/a-receiver.ts'
import { aClient, anInstalledApp, aSandbox, slackError } from '../testing/a-sandbox.ts'

const scene = aSandbox()

async function aBotInSupport() {
  const installed = await anInstalledApp(scene)
  const channelId = scene.demo.northwind.channels['support-acme']
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, channelId, bot: aClient(scene, installed.botToken) }
}

const sharedMessage = (channelId: string) =>
  eventually(
    async () => (await scene.control.state.channel(channelId)).messages.find(({ subtype }) => subtype === 'file_share'),
    (message) => message !== undefined,
  )

describe('files', () => {
  it('takes an upload from the official client and shares it a moment later', async () => {
    const { bot, channelId, botToken } = await aBotInSupport()
    await bot.filesUploadV2({ channel_id: channelId, filename: 'notes.txt', file: Buffer.from('hello file'), initial_comment: 'see here' })
    const message = await sharedMessage(channelId)
    expect(message).toMatchObject({
      text: 'see here',
      bot_id: expect.any(String),
      files: [{ name: 'notes.txt', mimetype: 'text/plain', size: 10 }],
    })
    const { file } = await bot.files.info({ file: message?.files?.[0]?.id ?? '' })
    expect(file).toMatchObject({ shares: { public: { [channelId]: [{ ts: message?.ts }] } }, channels: [channelId] })
    const download = await fetch(file?.url_private ?? '', { headers: { authorization: `Bearer ${botToken}` } })
    expect(await download.text()).toBe('hello file')
    const stranger = await fetch(file?.url_private ?? '', { redirect: 'manual' })
    expect(stranger.status).toBe(302)
  })

  it('refuses to complete what was never uploaded', async () => {
    const { bot, channelId } = await aBotInSupport()
    const { file_id = '' } = await bot.files.getUploadURLExternal({ filename: 'a.txt', length: 3 })
    expect(await slackError(bot.files.completeUploadExternal({ files: [{ id: file_id }], channel_id: channelId }))).toBe('file_not_found')
    expect(await slackError(bot.files.info({ file: file_id }))).toBe('file_not_found')
    expect(await slackError(bot.files.getUploadURLExternal({ filename: 'a.txt', length: 0 }))).toBe('invalid_arguments')
  })

  it('gives the other side of a shared channel an id to ask about', async () => {
    const { bot, channelId } = await aBotInSupport()
    const { zoe } = scene.demo.acme.users
    await scene.control.act.postMessage({ user_id: zoe, channel_id: channelId, text: '', files: [{ name: 'log.txt', content: 'boom' }] })
    const { messages } = await bot.conversations.history({ channel: channelId, limit: 1 })
    const file = messages?.[0]?.files?.[0]
    expect(file).toEqual({ id: expect.any(String), file_access: 'check_file_info' })
    expect((await bot.files.info({ file: file?.id ?? '' })).file).toMatchObject({ name: 'log.txt', url_private: expect.any(String) })
  })

  it('deletes only its own, and leaves a tombstone in the message', async () => {
    const { bot, channelId } = await aBotInSupport()
    await bot.filesUploadV2({ channel_id: channelId, filename: 'a.txt', file: Buffer.from('abc') })
    const message = await sharedMessage(channelId)
    const id = message?.files?.[0]?.id ?? ''
    await bot.files.delete({ file: id })
    expect(await slackError(bot.files.info({ file: id }))).toBe('file_deleted')
    const posted = await scene.control.act.postMessage({
      user_id: scene.demo.northwind.users.ben,
      channel_id: channelId,
      text: '',
      files: [{ name: 'b.txt', content: 'x' }],
    })
    expect(await slackError(bot.files.delete({ file: posted.file_ids[0] ?? '' }))).toBe('cant_delete_file')
  })

  it('tells of pictures how large they are and where smaller ones are, for whoever may read files', async () => {
    const { bot, channelId, botToken } = await aBotInSupport()
    await bot.filesUploadV2({ channel_id: channelId, filename: 'chart.gif', file: aGif(800, 200) })
    const file = (await sharedMessage(channelId))?.files?.[0] as Record<string, unknown>
    expect(file).toMatchObject({ original_w: 800, original_h: 200, thumb_360_w: 360, thumb_360_h: 90, thumb_720_w: 720 })
    expect(file).not.toHaveProperty('thumb_960')
    const thumb = (token: string) =>
      fetch(String(file.thumb_360), { redirect: 'manual', headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status)
    const { install } = await anInstalledApp(scene, { bot_scopes: ['files:write'] })
    expect([await thumb(botToken), await thumb(install.access_token ?? '')]).toEqual([200, 302])
  })

  it('takes what a person’s token uploads, in their own direct message, as theirs', async () => {
    const { userToken } = await anInstalledApp(scene)
    const ada = aClient(scene, userToken)
    const { channel } = await ada.conversations.open({ users: scene.demo.northwind.users.ben })
    await ada.filesUploadV2({ channel_id: channel?.id ?? '', filename: 'a.txt', file: Buffer.from('abc') })
    const message = await sharedMessage(channel?.id ?? '')
    expect(message).toMatchObject({ user: scene.demo.northwind.users.ada, files: [{ name: 'a.txt', size: 3 }] })
    const { bot } = await aBotInSupport()
    expect(await slackError(bot.files.info({ file: message?.files?.[0]?.id ?? '' }))).toBe('file_not_found')
  })

  it('puts files into a message that stands, as the official client asks for it', async () => {
    const { bot, channelId } = await aBotInSupport()
    await bot.filesUploadV2({ channel_id: channelId, filename: 'a.txt', file: Buffer.from('abc') })
    const id = (await sharedMessage(channelId))?.files?.[0]?.id ?? ''
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'here' })
    await bot.chat.update({ channel: channelId, ts, text: 'here it is', file_ids: [id] })
    const { messages } = await bot.conversations.history({ channel: channelId, limit: 1 })
    expect(messages).toMatchObject([{ text: 'here it is', files: [{ id }] }])
  })

  it('completes an upload once', async () => {
    const { bot, channelId } = await aBotInSupport()
    const { file_id = '', upload_url = '' } = await bot.files.getUploadURLExternal({ filename: 'a.txt', length: 3 })
    const send = () => fetch(upload_url, { method: 'POST', body: 'abc' }).then(({ status }) => status)
    expect([await send(), await send()]).toEqual([200, 404])
    const complete = () => bot.files.completeUploadExternal({ files: [{ id: file_id }], channel_id: channelId })
    await complete()
    expect(await slackError(complete())).toBe('file_not_found')
  })

  it('says of what it does not keep, hides or was told to hold back no more than Slack does', async () => {
    const { bot, channelId } = await aBotInSupport()
    const { ben } = scene.demo.northwind.users
    const files = [
      { name: 'plan.gdoc', content: '', mode: 'external' as const },
      { name: 'old.txt', content: 'old', mode: 'hidden_by_limit' as const },
      { name: 'held.txt', content: 'held', needs_info: true },
    ]
    const { ts } = await scene.control.act.postMessage({ user_id: ben, channel_id: channelId, files })
    const { messages } = await bot.conversations.history({ channel: channelId, limit: 1 })
    expect(messages?.[0]?.files).toMatchObject([
      { mode: 'external', is_external: true, name: 'plan.gdoc' },
      { mode: 'hidden_by_limit' },
      { file_access: 'check_file_info' },
    ])
    const held = messages?.[0]?.files?.[2]?.id ?? ''
    expect((await bot.files.info({ file: held })).file).toMatchObject({ name: 'held.txt', size: 4 })
    await scene.control.act.takeFileOut({ user_id: ben, channel_id: channelId, ts, file_id: held })
    await scene.control.act.deleteFile({ user_id: ben, file_id: messages?.[0]?.files?.[1]?.id ?? '' })
    const after = await bot.conversations.history({ channel: channelId, limit: 1 })
    expect(after.messages?.[0]?.files?.map(({ mode }) => mode)).toEqual(['external', 'tombstone'])
  })
})

/** The first bytes of one, which say how large it is. */
function aGif(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.write('GIF89a', 'latin1')
  header.writeUInt16LE(width, 6)
  header.writeUInt16LE(height, 8)
  return header
}
