import { expect, it } from 'vitest'
import { makeManifest } from '../../install/manifest.rules.ts'
import { CONVERSATION_SHORTCUT, isConversationEmoji, readPermalink } from './import.rules.ts'

it('[IN9] reads the links that Slack gives to messages, and takes nothing else for one', () => {
  const link = 'https://northwind.slack.com/archives/C012AB3CD/p1700000000123456'
  const at = { channelId: 'C012AB3CD', ts: '1700000000.123456', threadTs: null }
  for (const text of [link, ` ${link} `, `<${link}>`, `<${link}|a message>`, `${link}?thread_ts=nonsense`])
    expect(readPermalink(text)).toEqual(at)
  const inThread = { ...at, threadTs: '1699999999.000100' }
  for (const text of [`${link}?thread_ts=1699999999.000100&cid=C012AB3CD`, `<${link}?cid=C012AB3CD&amp;thread_ts=1699999999.000100>`])
    expect(readPermalink(text)).toEqual(inThread)
  for (const text of ['', 'The printer is broken', `look at ${link}`, `${link} please`, 'https://northwind.slack.com/archives/C012AB3CD'])
    expect(readPermalink(text)).toBeNull()
})

it('[IN9] knows its emoji in every skin tone', () => {
  expect(isConversationEmoji('ticket', 'ticket')).toBe(true)
  expect(isConversationEmoji('wave::skin-tone-2', 'wave')).toBe(true)
  expect(isConversationEmoji('tickets', 'ticket')).toBe(false)
})

it('[IN9] [SL1] the manifest has the shortcut', () => {
  const { features } = JSON.parse(makeManifest('https://atrium.example').json) as { features: { shortcuts: object[] } }
  expect(features.shortcuts).toMatchObject([{ callback_id: CONVERSATION_SHORTCUT, type: 'message', name: 'Make a conversation' }])
})
