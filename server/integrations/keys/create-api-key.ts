import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ApiKeyId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ApiKeyView, ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import { hashToken, newToken } from '../../identity/tokens.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { presentApiKey } from './api-keys.queries.ts'

export interface NewApiKey {
  name: string
  scopes: readonly ApiScope[]
  /** In ms since the epoch; null: until it is revoked. */
  expiresAt: number | null
  address: string
  nowMs: number
}

/** So that whoever finds one knows whose it is, and scanners for leaked keys do. */
const TOKEN_START = 'atrium_'
const SHOWN_CHARACTERS = TOKEN_START.length + 6

/** The key is told once: only its hash is kept. @throws bad_input */
export async function createApiKey(tx: Tx, actor: MemberActor, input: NewApiKey): Promise<{ key: ApiKeyView; token: string }> {
  const { organizationId } = actor
  const { nowMs, expiresAt } = input
  if (expiresAt !== null && expiresAt <= nowMs) throw new AtriumError('bad_input', 'Choose a day that is still to come.').at('expiresAt')
  const token = `${TOKEN_START}${newToken()}`
  const scopes = [...new Set(input.scopes)]
  const row = {
    ...{ id: newId<ApiKeyId>(nowMs), name: input.name, prefix: token.slice(0, SHOWN_CHARACTERS), scopes, created_at: new Date(nowMs) },
    expires_at: expiresAt === null ? null : new Date(expiresAt),
  }
  await tx
    .insertInto('api_key')
    .values({ ...row, organization_id: organizationId, token_hash: hashToken(token), created_by: actor.personId })
    .execute()
  await tx
    .insertInto('organization_route')
    .values({ organization_id: organizationId, kind: 'api_key', key: hashToken(token) })
    .execute()
  await writeAudit(tx, actor, { action: 'apiKey.created', subject: input.name, detail: { scopes }, address: input.address, nowMs })
  return { key: presentApiKey({ ...row, revoked_at: null, last_used_at: null }), token }
}
