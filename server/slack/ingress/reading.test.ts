import { describe, expect, it } from 'vitest'
import { collectedSamples, OWN_SAMPLES } from '../testing/slack-samples.ts'
import { signatureHeaders } from '../testing/signed-events.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { answerAction, answerHelp, answerRefused, readForm, readInteraction } from './interaction.rules.ts'
import { isSomebodysPrivateMessage } from './privacy.rules.ts'
import { readSlackEvent, type SlackEvent } from './slack-event.rules.ts'
import { readMessage } from './slack-message.rules.ts'
import { isLaterTs, millisecondsOfTs } from './slack-ts.rules.ts'
import { parseStorableJson } from './storable-json.rules.ts'
import { isSignedBy } from './verify-signature.rules.ts'

const event = (body: Record<string, unknown> & { type: string }) => readSlackEvent(body)

describe('reading', () => {
  it('[SL3] no payload that Slack is known to send, and none that it never would, makes it stumble', async () => {
    const samples = [...OWN_SAMPLES, ...(await collectedSamples(process.env.SLACK_REFERENCE_DIR))]
    const read = samples.map((sample) => {
      const inner = typeof sample === 'object' && sample !== null && 'type' in sample ? (sample as { type: string }) : { type: '' }
      const envelope = readEventEnvelope(sample)
      return {
        envelope,
        event: envelope && readSlackEvent(envelope.event),
        inner: readSlackEvent(inner),
        interaction: readInteraction(sample),
      }
    })
    expect(read.filter(({ envelope }) => envelope !== null).length).toBeGreaterThanOrEqual(21)
    expect(read.filter((one) => one.event !== null).length).toBeGreaterThanOrEqual(13)
    expect(read.filter(({ interaction }) => interaction !== null).length).toBeGreaterThanOrEqual(4)
  })

  it('takes what somebody wrote and leaves what Slack says about it', () => {
    const message = { type: 'message', channel: 'C1', user: 'U1', text: 'x', ts: '1.000001' }
    for (const subtype of [undefined, 'file_share', 'me_message', 'thread_broadcast']) {
      expect(event({ ...message, ...(subtype ? { subtype } : {}) })).toMatchObject({ kind: 'message' })
    }
    for (const subtype of ['channel_join', 'channel_topic', 'message_replied', 'reminder_add'])
      expect(event({ ...message, subtype })).toBeNull()
    expect(event({ ...message, thread_ts: message.ts })).toMatchObject({ message: { threadTs: null } })
  })

  it('sees a deleted root that has replies as deleted', () => {
    const message = { subtype: 'tombstone', text: 'This message was deleted.', ts: '1.000001', user: 'USLACKBOT' }
    expect(event({ type: 'message', subtype: 'message_changed', channel: 'C1', message })).toMatchObject({
      kind: 'messageDeleted',
      ts: '1.000001',
    })
  })

  it('[IN2] takes the profile of a foreign author from the event itself', () => {
    const author = {
      user: 'U9',
      user_team: 'T9',
      user_profile: { real_name: 'Zoe Carter', display_name: 'zoe', image_72: 'https://x/1.png', team: 'T9' },
    }
    const message = readMessage({ channel: 'C1', text: 'x', ts: '1.000001', ...author })
    expect(message?.author).toMatchObject({ userId: 'U9', teamId: 'T9', name: 'Zoe Carter', avatarUrl: 'https://x/1.png' })
  })

  it('believes a delivery id only where it is one', () => {
    const message = { channel: 'C1', user: 'U1', text: 'x', ts: '1.000001' }
    const id = '0190d3c0-0000-7000-8000-000000000001'
    const read = (event_type: string, payload: unknown) =>
      readMessage({ ...message, metadata: { event_type, event_payload: payload } })?.deliveryId
    expect(read('atrium_delivery', { id })).toBe(id)
    expect([read('atrium_delivery', { id: 'x' }), read('atrium_delivery', { id: 7 }), read('other', { id })]).toEqual([null, null, null])
  })

  it('counts times digit by digit', () => {
    expect(isLaterTs('1700000000.000010', '1700000000.000009')).toBe(true)
    expect(isLaterTs('1700000000.000009', '1700000000.000010')).toBe(false)
    expect(isLaterTs('999999999.999999', '1700000000.000000')).toBe(false)
    expect(millisecondsOfTs('1700000000.123456')).toBe(1_700_000_000_123)
  })

  it('keeps out of JSON what Postgres keeps nowhere', () => {
    expect(parseStorableJson('{"a\\u0000":["x\\u0000y","\\ud83d\\ude00","\\ud83d"]}')).toEqual({ a: ['xy', '😀', '\ufffd'] })
    expect(parseStorableJson('{"a":1')).toBeUndefined()
  })
})

describe('signatures', () => {
  const body = '{"a":1}'
  const request = (timestamp: number, signedAs = body) => {
    const headers = signatureHeaders(signedAs, { secret: 's', timestamp })
    return { rawBody: Buffer.from(body), timestamp: headers['x-slack-request-timestamp'], signature: headers['x-slack-signature'] }
  }

  it('[SL1] hold for five minutes in either direction', () => {
    for (const skew of [-300, -1, 0, 1, 300]) expect(isSignedBy('s', request(1_000_000 + skew), 1_000_000_000), String(skew)).toBe(true)
    for (const skew of [-301, 301, -86_400]) expect(isSignedBy('s', request(1_000_000 + skew), 1_000_000_000), String(skew)).toBe(false)
  })

  it('[SL1] are over these bytes, by this secret, and complete', () => {
    expect(isSignedBy('other', request(1_000_000), 1_000_000_000)).toBe(false)
    expect(isSignedBy('s', request(1_000_000, `${body} `), 1_000_000_000)).toBe(false)
    const signed = request(1_000_000)
    for (const broken of [
      { timestamp: undefined },
      { signature: undefined },
      { signature: 'v0=' },
      { timestamp: '1e6' },
      { timestamp: '-1' },
    ]) {
      expect(isSignedBy('s', { ...signed, ...broken }, 1_000_000_000)).toBe(false)
    }
  })
})

describe('privacy', () => {
  const message = (channelId: string, channelType: string | null): SlackEvent => {
    const read = event({ type: 'message', channel: channelId, channel_type: channelType, user: 'U1', text: 'x', ts: '1.000001' })
    if (!read) throw new Error('not a message')
    return read
  }
  const asked = (of: SlackEvent, from: { bot: boolean | null; user?: string; known?: boolean }) =>
    isSomebodysPrivateMessage(of, {
      isBotAuthorization: from.bot,
      authorizedUserId: from.user ?? null,
      botUserId: 'UBOT',
      isKnown: from.known ?? false,
      makesConversation: false,
    })

  it("[BR6] another direct message of a member's is private, the bot's own and those of mention chats are not", () => {
    expect(asked(message('D1', 'im'), { bot: false })).toBe(true)
    expect(asked(message('D1', null), { bot: false })).toBe(true)
    expect(asked(message('D1', 'im'), { bot: null })).toBe(true)
    expect(asked(message('G1', 'mpim'), { bot: true })).toBe(true)
    expect(asked(message('D1', 'im'), { bot: true })).toBe(false)
    expect(asked(message('D1', 'im'), { bot: null, user: 'UBOT' })).toBe(false)
    expect(asked(message('D1', 'im'), { bot: false, known: true })).toBe(false)
    expect(asked(message('C1', 'channel'), { bot: false })).toBe(false)
  })
})

describe('interactions', () => {
  it('reads a command from its form and an action from its payload', () => {
    const command = readInteraction(
      readForm(Buffer.from('api_app_id=A1&team_id=T1&user_id=U1&command=%2Fatrium&text=+help+&channel_id=C1&trigger_id=1.2')),
    )
    const from = { kind: 'command', apiAppId: 'A1', teamId: 'T1', slackUserId: 'U1', channelId: 'C1', triggerId: '1.2', responseUrl: null }
    expect(command).toEqual({ ...from, command: '/atrium', text: 'help' })
    const payload = JSON.stringify({ type: 'block_actions', api_app_id: 'A1', team: null, user: { id: 'U1', team_id: 'T2' } })
    expect(readInteraction(readForm(Buffer.from(new URLSearchParams({ payload }).toString())))).toMatchObject({
      kind: 'action',
      teamId: 'T2',
    })
    expect(readInteraction(readForm(Buffer.from('payload=%7B')))).toBeNull()
  })

  it('[SL1] takes a shortcut that does not say whose it is, and nothing else that does not', () => {
    const of = (type: string) => readInteraction({ type, team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' } })
    expect(['message_action', 'shortcut'].map((type) => of(type)?.kind)).toEqual(['action', 'action'])
    expect(['block_actions', 'view_submission'].map(of)).toEqual([null, null])
  })

  it('answers for the one who asked alone', () => {
    const answers = [answerAction(), answerRefused(), answerHelp(), answerHelp('/atrium <!channel>')]
    for (const answer of answers) expect(answer.response_type).toBe('ephemeral')
    expect(answers.at(-1)?.text).toContain('`/atrium !channel` is not known here.')
  })
})
