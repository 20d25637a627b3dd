import { describe, expect, it } from 'vitest'
import type { FindingCode } from '@atrium/shared/slack/views.ts'
import { BOT_SCOPES } from '../scopes.ts'
import { findingsOf } from './doctor.rules.ts'
import type { ChannelEvidence, Evidence, ReceivingEvidence, TokenEvidence } from './evidence.ts'

const NOON = 1_800_000_000_000
const http: ReceivingEvidence = {
  mode: 'http',
  hasSigningSecret: true,
  hasAppToken: false,
  refused: null,
  lastEventAtMs: NOON,
  address: { kind: 'not_asked' },
  socket: { kind: 'not_asked' },
}
const socket: ReceivingEvidence = { ...http, mode: 'socket', hasSigningSecret: false, hasAppToken: true, socket: { kind: 'opens' } }
const well: Evidence = {
  token: { kind: 'works', scopes: BOT_SCOPES },
  wantedScopes: BOT_SCOPES,
  membersLack: [],
  skewMs: 400,
  channels: [],
  history: { kind: 'full' },
  receiving: http,
}
const refusedToken = (error: string): Evidence => ({ ...well, token: { kind: 'refused', failure: { kind: 'dead_token', error } } })
const receiving = (change: Partial<ReceivingEvidence>, of: ReceivingEvidence = http): Evidence => ({
  ...well,
  receiving: { ...of, ...change },
})
const channel = (change: Partial<ChannelEvidence>, token: TokenEvidence = well.token): Evidence => {
  const support = { channelId: 'C1', name: 'support', isPrivate: false, isWatched: true, at: { kind: 'refused' } as const }
  return { ...well, token, channels: [{ ...support, ...change }] }
}
const found = (isMember: boolean, isArchived = false) => ({ kind: 'found', isMember, isArchived }) as const
const codes = (evidence: Evidence) => findingsOf(evidence).map(({ code }) => code)

describe('the doctor', () => {
  it('[SL4] has nothing to say where all is well', () => {
    expect(findingsOf(well)).toEqual([])
    expect(findingsOf({ ...well, receiving: socket })).toEqual([])
    expect(findingsOf(channel({ at: found(true) }))).toEqual([])
  })

  const CAUSES: [FindingCode, RegExp, Evidence][] = [
    ['not_connected', /there is no token/, { ...well, token: { kind: 'none', reason: null } }],
    ['not_connected', /Disconnected here/, { ...well, token: { kind: 'none', reason: 'Disconnected here.' } }],
    ['unreadable_token', /the key "k0"/, { ...well, token: { kind: 'unreadable', reason: 'the key "k0" is not there' }, receiving: null }],
    ['bad_token', /Bad token/, refusedToken('invalid_auth')],
    ['revoked_token', /taken back in Slack/, refusedToken('token_revoked')],
    ['revoked_token', /removed from the workspace/, refusedToken('account_inactive')],
    ['expired_token', /not renewed in time/, refusedToken('token_expired')],
    ['wrong_workspace', /another workspace: Acme/, { ...well, token: { kind: 'of_another_workspace', teamName: 'Acme' } }],
    [
      'missing_scope',
      /a scope: commands/,
      { ...well, wantedScopes: ['commands', 'team:read'], token: { kind: 'works', scopes: ['team:read'] } },
    ],
    ['missing_scope', /chat:write.public/, { ...well, wantedScopes: [...BOT_SCOPES, 'chat:write.public'] }],
    ['members_scopes', /One member’s own grant lacks a scope: files:read/, { ...well, membersLack: [['files:read']] }],
    [
      'members_scopes',
      /2 members’ own grants lack scopes: files:read, files:write/,
      { ...well, membersLack: [['files:write', 'files:read'], ['files:read']] },
    ],
    ['slack_unreachable', /ECONNREFUSED/, { ...well, token: { kind: 'refused', failure: { kind: 'unreachable', error: 'ECONNREFUSED' } } }],
    ['slack_failing', /http_503/, { ...well, token: { kind: 'refused', failure: { kind: 'uncertain', error: 'http_503' } } }],
    ['clock_skew', /360 seconds ahead/, { ...well, skewMs: 360_000 }],
    ['clock_skew', /90 seconds behind/, { ...well, skewMs: -90_000 }],
    ['unknown_channel', /Slack has no #support \(C1\)/, channel({})],
    ['not_in_private_channel', /private channel #support/, channel({ isPrivate: true })],
    ['not_in_channel', /nothing that is written there arrives/, channel({ at: found(false) })],
    ['not_in_channel', /cannot write there/, channel({ at: found(false), isWatched: false })],
    ['archived_channel', /#support is archived/, channel({ at: found(true, true) })],
    ['restricted_history', /15 messages a minute/, { ...well, history: { kind: 'capped' } }],
    ['restricted_history', /a wait of 59 seconds/, { ...well, history: { kind: 'limited', retryAfterMs: 58_500 } }],
    ['both_modes', /uses one of them/, receiving({ hasAppToken: true })],
    ['both_modes', /uses one of them/, receiving({ hasSigningSecret: true }, socket)],
    ['no_signing_secret', /there is none/, receiving({ hasSigningSecret: false })],
    ['wrong_signing_secret', /signatures do not fit/, receiving({ refused: { atMs: NOON + 60_000, because: 'signature' } })],
    ['wrong_signing_secret', /signatures do not fit/, receiving({ refused: { atMs: NOON, because: 'signature' }, lastEventAtMs: null })],
    ['clock_skew', /five minutes away/, receiving({ refused: { atMs: NOON + 60_000, because: 'time' } })],
    ['unreachable_url', /inside a network/, receiving({ lastEventAtMs: null, address: { kind: 'private', url: 'http://10.0.0.1' } })],
    [
      'unreachable_url',
      /it answers 404/,
      receiving({ lastEventAtMs: null, address: { kind: 'silent', url: 'https://a', reason: 'it answers 404' } }),
    ],
    ['nothing_arrived', /Nothing has come/, receiving({ lastEventAtMs: null, address: { kind: 'answers' } })],
    ['no_app_token', /there is none/, receiving({ hasAppToken: false }, socket)],
    [
      'bad_app_token',
      /invalid_auth/,
      receiving({ socket: { kind: 'refused', failure: { kind: 'dead_token', error: 'invalid_auth' } } }, socket),
    ],
    [
      'app_token_scope',
      /connections:write/,
      receiving(
        {
          socket: {
            kind: 'refused',
            failure: { kind: 'missing_scope', error: 'missing_scope', needed: ['connections:write'], provided: [] },
          },
        },
        socket,
      ),
    ],
    ['socket_mode_off', /off in Slack/, receiving({ socket: { kind: 'off' } }, socket)],
    ['slack_unreachable', /could not be opened: ECONNRESET/, receiving({ socket: { kind: 'silent', reason: 'ECONNRESET' } }, socket)],
  ]
  it.each(CAUSES)('[SL4] names %s: %s', (code, words, evidence) => {
    expect(codes(evidence)).toEqual([code])
    expect(findingsOf(evidence)[0]?.what).toMatch(words)
    expect(findingsOf(evidence)[0]?.remedy).not.toBe('')
  })

  it('[SL4] believes what has come more than a request that was refused before it, or its own way to its address', () => {
    expect(codes(receiving({ refused: { atMs: NOON - 1, because: 'signature' } }))).toEqual([])
    expect(codes(receiving({ address: { kind: 'silent', url: 'https://a', reason: 'it answers 404' } }))).toEqual([])
  })

  it('[SL8] sees no fault in a default channel without the bot, once it may post in public channels unasked', () => {
    const token = { kind: 'works', scopes: [...BOT_SCOPES, 'chat:write.public'] } as const
    expect(codes(channel({ at: found(false), isWatched: false }, token))).toEqual([])
    expect(codes(channel({ at: found(false), isWatched: true }, token))).toEqual(['not_in_channel'])
  })

  it('[SL4] tells several causes, each once, problems before notices', () => {
    const channels = [channel({}), channel({})].flatMap((evidence) => evidence.channels)
    const history = { kind: 'capped' } as const
    expect(codes({ ...well, history, channels, skewMs: 90_000 })).toEqual(['unknown_channel', 'clock_skew', 'restricted_history'])
  })
})
