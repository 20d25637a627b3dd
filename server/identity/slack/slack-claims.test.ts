import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSlackClaims } from './slack-claims.ts'

const TEAM = { 'https://slack.com/team_id': 'T1' }
const PERSON = { sub: 'U1', ...TEAM, email: 'Ada@northwind.example', email_verified: true, name: 'Ada' }
const tokens = (idToken: string) => ({ accessToken: 'xoxp-1', idToken })

let slack: Server
let issuer: string
let privateKey: CryptoKey
/** What userInfo answers next. */
let person: Record<string, unknown> = PERSON
let kept: object
beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  privateKey = pair.privateKey
  kept = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] }
  slack = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/openid/connect/keys' ? kept : { ok: true, ...person }))
  })
  slack.listen(0, '127.0.0.1')
  await once(slack, 'listening')
  issuer = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`
})
afterAll(() => slack.close())

const claims = () =>
  createSlackClaims({ clientId: 'app', clientSecret: 'secret', issuer, apiUrl: `${issuer}/api/`, teamId: null, pkce: false })
const signed = (payload: JWTPayload = {}, key = privateKey) =>
  new SignJWT({ iss: issuer, aud: 'app', sub: 'U1', nonce: 'n1', ...TEAM, ...payload })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuedAt()
    .setExpirationTime(payload.exp ?? '5m')
    .sign(key)
const read = async (idToken: string | Promise<string>) => claims().read(tokens(await idToken), 'n1')

it('[ID1] believes an id token that Slack signed for this app and this attempt', async () => {
  expect(await read(signed())).toEqual({
    slackUserId: 'U1',
    teamId: 'T1',
    email: 'ada@northwind.example',
    emailVerified: true,
    name: 'Ada',
  })
})

it('[ID1] believes none that somebody else signed, or nobody', async () => {
  const stranger = await generateKeyPair('RS256')
  await expect(read(signed({}, stranger.privateKey))).rejects.toThrow('signature')
  const unsigned = new UnsecuredJWT({ iss: issuer, aud: 'app', sub: 'U1', nonce: 'n1', ...TEAM }).setIssuedAt().setExpirationTime('5m')
  await expect(read(unsigned.encode())).rejects.toThrow()
  // The public key as a secret that everybody knows.
  const known = new TextEncoder().encode(JSON.stringify(kept))
  const shared = new SignJWT({ iss: issuer, aud: 'app', sub: 'U1', nonce: 'n1', ...TEAM }).setProtectedHeader({ alg: 'HS256', kid: 'k1' })
  await expect(read(shared.setIssuedAt().setExpirationTime('5m').sign(known))).rejects.toThrow('alg')
})

it.each([
  ['another app', { aud: 'other' }, '"aud"'],
  ['another issuer', { iss: 'https://evil.example' }, '"iss"'],
  ['another attempt', { nonce: 'n2' }, 'another attempt'],
  ['an earlier time', { exp: Math.floor(Date.now() / 1000) - 600 }, '"exp"'],
])('[ID1] believes none that was made for %s', async (_what, payload, problem) => {
  await expect(read(signed(payload))).rejects.toThrow(problem)
})

it('[ID1] takes no e-mail from an access token of somebody else, and none for confirmed that Slack does not call so', async () => {
  person = { ...PERSON, sub: 'U2' }
  await expect(read(signed())).rejects.toThrow('different people')
  person = { ...PERSON, email_verified: undefined }
  expect(await read(signed())).toMatchObject({ email: 'ada@northwind.example', emailVerified: false })
  person = { ...PERSON, email: '' }
  expect(await read(signed())).toMatchObject({ email: null, emailVerified: false })
  person = PERSON
})
