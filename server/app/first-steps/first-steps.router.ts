import { inOrganization } from '@atrium/db/transaction.ts'
import { ownerProcedure } from '../../identity/procedures.ts'
import { router } from '../../infra/trpc.ts'
import { putAway, readSteps } from './first-steps.queries.ts'

/** What an owner does first in a new organization, and which of it is done. */
export const firstStepsRouter = router({
  read: ownerProcedure.query(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => ({ steps: await readSteps(tx, actor, services.clock.now()) })),
  ),
  /** For whoever calls it alone: another owner has a list of their own. */
  dismiss: ownerProcedure.mutation(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, (tx) => putAway(tx, actor, services.clock.now())),
  ),
})
