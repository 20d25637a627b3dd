import type { Tx } from '@atrium/db/transaction.ts'
import type { Actor } from '@atrium/shared/identity/actor.ts'
import { newId } from '@atrium/shared/ids.ts'
import { currentKey, openSecret, sealSecret, type SecretKeys, type SecretSubject } from './seal.rules.ts'
import { requireSecretAccess } from './secret-access.rules.ts'
import {
  countSecretsOfOtherKeys,
  deleteSecretRows,
  findSecret,
  lockSecret,
  lockSecretsOfOtherKeys,
  rewriteSecret,
  upsertSecret,
  type SecretRow,
} from './secret.queries.ts'

export interface Secret {
  value: string
  /** ms since the epoch; null: it does not expire by itself. */
  expiresAtMs: number | null
}

/** The only way to a token in the clear. Each function demands an owner, an admin or a named part of the server. */
export interface SecretStore {
  /** Null when there is none. @throws SecretUnreadable */
  readSecret(tx: Tx, actor: Actor, subject: SecretSubject): Promise<Secret | null>
  /** The same, and nobody else reads it so until this transaction ends. */
  readSecretForUpdate(tx: Tx, actor: Actor, subject: SecretSubject): Promise<Secret | null>
  writeSecret(tx: Tx, actor: Actor, secret: SecretSubject & Secret): Promise<void>
  deleteSecrets(tx: Tx, actor: Actor, subject: Pick<SecretSubject, 'subjectKind' | 'subjectId'>): Promise<void>
  /** Rewrites up to `limit` rows that an older key sealed. @returns how many there were. */
  reseal(tx: Tx, actor: Actor, limit: number): Promise<number>
  /** How many rows there still are that an older key sealed. */
  countOfOlderKeys(tx: Tx, actor: Actor): Promise<number>
}

export function createSecretStore(keys: SecretKeys): SecretStore {
  const open = (actor: Actor, subject: SecretSubject, row: SecretRow | undefined): Secret | null => {
    if (!row) return null
    const value = openSecret(keys, actor.organizationId, { ...subject, keyId: row.key_id, nonce: row.nonce, ciphertext: row.ciphertext })
    return { value, expiresAtMs: row.expires_at?.getTime() ?? null }
  }
  return {
    async readSecret(tx, actor, subject) {
      requireSecretAccess(actor)
      return open(actor, subject, await findSecret(tx, actor.organizationId, subject))
    },
    async readSecretForUpdate(tx, actor, subject) {
      requireSecretAccess(actor)
      return open(actor, subject, await lockSecret(tx, actor.organizationId, subject))
    },
    async writeSecret(tx, actor, secret) {
      requireSecretAccess(actor)
      const sealed = sealSecret(keys, actor.organizationId, secret)
      const expiresAt = secret.expiresAtMs === null ? null : new Date(secret.expiresAtMs)
      await upsertSecret(tx, actor.organizationId, { ...secret, ...sealed, id: newId(), expiresAt })
    },
    async deleteSecrets(tx, actor, subject) {
      requireSecretAccess(actor)
      await deleteSecretRows(tx, actor.organizationId, subject)
    },
    async reseal(tx, actor, limit) {
      requireSecretAccess(actor)
      const rows = await lockSecretsOfOtherKeys(tx, actor.organizationId, { currentKeyId: currentKey(keys).id, limit })
      for (const row of rows) {
        const subject = { subjectKind: row.subject_kind, subjectId: row.subject_id, purpose: row.purpose } as SecretSubject
        const sealed = { keyId: row.key_id, nonce: row.nonce, ciphertext: row.ciphertext }
        const value = openSecret(keys, actor.organizationId, { ...subject, ...sealed })
        await rewriteSecret(tx, actor.organizationId, { id: row.id, ...sealSecret(keys, actor.organizationId, { ...subject, value }) })
      }
      return rows.length
    },
    async countOfOlderKeys(tx, actor) {
      requireSecretAccess(actor)
      return countSecretsOfOtherKeys(tx, actor.organizationId, currentKey(keys).id)
    },
  }
}
