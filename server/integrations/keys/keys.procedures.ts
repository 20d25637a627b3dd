import { z } from 'zod'
import { inOrganization } from '@atrium/db/transaction.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ApiKeyId } from '@atrium/shared/ids.ts'
import { API_SCOPE_NAMES } from '@atrium/shared/integrations/api-keys.ts'
import { adminProcedure } from '../../identity/procedures.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { apiKeysOf, presentApiKey } from './api-keys.queries.ts'
import { createApiKey } from './create-api-key.ts'
import { revokeApiKey } from './revoke-api-key.ts'

const atMs = z.number().int().min(0).max(8.64e15)
const newKey = z.object({
  name: z.string().trim().min(1).max(60),
  scopes: z.array(z.enum(API_SCOPE_NAMES)).min(1, 'Choose what the key may do.').max(API_SCOPE_NAMES.length),
  expiresAt: atMs.nullable(),
})

export const keysProcedures = {
  listApiKeys: adminProcedure.query(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => ({
      keys: (await apiKeysOf(tx, actor.organizationId)).map(presentApiKey),
    })),
  ),
  createApiKey: adminProcedure.input(newKey).mutation(({ ctx: { services, actor, address }, input }) => {
    const key = { ...input, address, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => createApiKey(tx, actor, key))
  }),
  revokeApiKey: adminProcedure.input(z.object({ apiKeyId: idOf<ApiKeyId>() })).mutation(({ ctx: { services, actor, address }, input }) => {
    const revoked = { ...input, address, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => revokeApiKey(tx, actor, revoked))
  }),
}
