import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { SealedSecret, SecretSubject } from './seal.rules.ts'

const COLUMNS = ['id', 'subject_kind', 'subject_id', 'purpose', 'key_id', 'nonce', 'ciphertext', 'expires_at'] as const

export interface SecretRow {
  key_id: string
  nonce: Buffer
  ciphertext: Buffer
  expires_at: Date | null
}

const ofSubject = (db: Db, organizationId: OrganizationId, subject: SecretSubject) =>
  db
    .selectFrom('secret')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('subject_kind', '=', subject.subjectKind)
    .where('subject_id', '=', subject.subjectId)
    .where('purpose', '=', subject.purpose)

export function findSecret(db: Db, organizationId: OrganizationId, subject: SecretSubject): Promise<SecretRow | undefined> {
  return ofSubject(db, organizationId, subject).executeTakeFirst()
}

export function lockSecret(tx: Tx, organizationId: OrganizationId, subject: SecretSubject): Promise<SecretRow | undefined> {
  return ofSubject(tx, organizationId, subject).forUpdate().executeTakeFirst()
}

export async function upsertSecret(
  tx: Tx,
  organizationId: OrganizationId,
  secret: SecretSubject & SealedSecret & { id: string; expiresAt: Date | null },
): Promise<void> {
  const content = { key_id: secret.keyId, nonce: secret.nonce, ciphertext: secret.ciphertext, expires_at: secret.expiresAt }
  await tx
    .insertInto('secret')
    .values({
      organization_id: organizationId,
      id: secret.id,
      subject_kind: secret.subjectKind,
      subject_id: secret.subjectId,
      purpose: secret.purpose,
      ...content,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'subject_kind', 'subject_id', 'purpose'])
        .doUpdateSet({ ...content, updated_at: sql<Date>`now()` }),
    )
    .execute()
}

export async function deleteSecretRows(
  tx: Tx,
  organizationId: OrganizationId,
  subject: Pick<SecretSubject, 'subjectKind' | 'subjectId'>,
): Promise<void> {
  await tx
    .deleteFrom('secret')
    .where('organization_id', '=', organizationId)
    .where('subject_kind', '=', subject.subjectKind)
    .where('subject_id', '=', subject.subjectId)
    .execute()
}

/** Rows in other hands are left to them: another node is rewriting, or a token is just being renewed. */
export function lockSecretsOfOtherKeys(tx: Tx, organizationId: OrganizationId, page: { currentKeyId: string; limit: number }) {
  return tx
    .selectFrom('secret')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('key_id', '<>', page.currentKeyId)
    .orderBy('id')
    .limit(page.limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

export async function countSecretsOfOtherKeys(tx: Tx, organizationId: OrganizationId, currentKeyId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('secret')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('organization_id', '=', organizationId)
    .where('key_id', '<>', currentKeyId)
    .executeTakeFirstOrThrow()
  return count
}

export async function rewriteSecret(tx: Tx, organizationId: OrganizationId, sealed: SealedSecret & { id: string }): Promise<void> {
  await tx
    .updateTable('secret')
    .set({ key_id: sealed.keyId, nonce: sealed.nonce, ciphertext: sealed.ciphertext, updated_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', sealed.id)
    .execute()
}
