import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Json } from '../world/types.ts'

const KEY_ID = 'sandbox-1'

interface SigningKey {
  publicJwk: Json
  privateKey: KeyObject
}

let cached: SigningKey | undefined

/** One key for the life of the process: making one takes long enough to notice. */
const signingKey = (): SigningKey => {
  if (!cached) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    cached = { privateKey, publicJwk: { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' } }
  }
  return cached
}

export const publicKeys = (): Json => ({ keys: [signingKey().publicJwk] })

const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** @see https://docs.slack.dev/authentication/sign-in-with-slack/ */
export function signIdToken(claims: Json): string {
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${part(claims)}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(signingKey().privateKey, 'base64url')}`
}
