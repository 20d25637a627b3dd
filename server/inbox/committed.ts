import { snapshotOf, type Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { faultPoint } from '../infra/fault-point.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { headOf } from '../realtime/feed/change.queries.ts'

interface Context {
  services: Services
  actor: MemberActor
}

/** Reads one picture, and says up to which change of the feed it is. */
export function withHead<T extends object>({ services, actor }: Context, read: (tx: Tx) => Promise<T>): Promise<T & { head: number }> {
  const { organizationId } = actor
  return snapshotOf(services.db, organizationId, async (tx) => ({ head: await headOf(tx, organizationId), ...(await read(tx)) }))
}

/** Writes, at one time. */
export async function committed<T>({ services, actor }: Context, work: (tx: Tx, nowMs: number) => Promise<T>): Promise<T> {
  const nowMs = services.clock.now()
  const result = await commitInOrganization(services, actor.organizationId, (tx) => work(tx, nowMs))
  faultPoint('mutation.committed')
  return result
}
