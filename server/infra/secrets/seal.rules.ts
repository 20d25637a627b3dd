import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** The first is used for writing, all for reading. */
export type SecretKeys = readonly { id: string; key: Buffer }[]

/** What a secret belongs to. It goes into the seal, so that a row moved or copied elsewhere does not open. */
export type SecretSubject =
  | { subjectKind: 'app'; subjectId: string; purpose: 'client_secret' | 'signing_secret' | 'app_token' }
  | { subjectKind: 'installation'; subjectId: string; purpose: 'bot_token' | 'bot_refresh_token' }
  | { subjectKind: 'link'; subjectId: string; purpose: 'user_token' | 'user_refresh_token' }
  | { subjectKind: 'webhook'; subjectId: string; purpose: 'signing_secret' | 'former_signing_secret' }
  | { subjectKind: 'linear'; subjectId: string; purpose: 'api_key' }

export interface SealedSecret {
  keyId: string
  nonce: Buffer
  /** The authentication tag is its last 16 bytes. */
  ciphertext: Buffer
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

export function sealSecret(keys: SecretKeys, organizationId: OrganizationId, subject: SecretSubject & { value: string }): SealedSecret {
  const current = currentKey(keys)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce)
  cipher.setAAD(identityOf(organizationId, subject, current.id))
  const ciphertext = Buffer.concat([cipher.update(subject.value, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { keyId: current.id, nonce, ciphertext }
}

/** @throws SecretUnreadable when the key is not configured, or the row is not what was sealed. */
export function openSecret(keys: SecretKeys, organizationId: OrganizationId, sealed: SecretSubject & SealedSecret): string {
  const known = keys.find((key) => key.id === sealed.keyId)
  if (!known) throw new SecretUnreadable(`the key "${sealed.keyId}" is not among the configured ones`)
  const decipher = createDecipheriv('aes-256-gcm', known.key, sealed.nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(identityOf(organizationId, sealed, sealed.keyId))
  decipher.setAuthTag(sealed.ciphertext.subarray(-TAG_BYTES))
  try {
    return decipher.update(sealed.ciphertext.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch (error) {
    throw new SecretUnreadable(`the ${sealed.purpose} of this ${sealed.subjectKind} does not open with its key`, error)
  }
}

export class SecretUnreadable extends Error {
  constructor(text: string, cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause })
    this.name = 'SecretUnreadable'
  }
}

export function currentKey(keys: SecretKeys): SecretKeys[number] {
  const [current] = keys
  if (!current) throw new SecretUnreadable('no secret key is configured')
  return current
}

function identityOf(organizationId: OrganizationId, subject: SecretSubject, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['atrium secret', organizationId, subject.subjectKind, subject.subjectId, subject.purpose, keyId]))
}
