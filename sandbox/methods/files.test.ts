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
})
