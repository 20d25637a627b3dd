import { asWorker } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { createPump } from '../../infra/deliveries/pump.ts'
import type { SlackServices } from '../slack-services.ts'
import { endFormerLinks } from './end-former-links.ts'

/** The safety net under the hints. Until it is spent nothing goes out for them all the same: each call looks at who is linked. */
const POLL_MS = 15_000

/** Ends the links of members who have left or were removed. Any number of nodes may run one. */
export function createFormerMembersWorker(services: SlackServices, pollMs = POLL_MS): { start(): void; stop(): Promise<void> } {
  const { bus, logger } = services
  const changed = new Set<OrganizationId>()
  let unsubscribe: (() => void) | undefined
  const pump = createPump({ work: endAll, dueMs: lookAtAll, pollMs, logger })

  async function endAll(): Promise<{ more: boolean }> {
    const organizations = [...changed]
    changed.clear()
    for (const organizationId of organizations) {
      await endFormerLinks(services, organizationId).catch((error: unknown) =>
        logger.error({ err: error, organizationId }, 'links of former members could not be ended'),
      )
    }
    return { more: changed.size > 0 }
  }

  /** Whom no hint told of, at the next round. */
  async function lookAtAll(): Promise<null> {
    const rows = await asWorker(services.db, (tx) => tx.selectFrom('organization_head').select('organization_id').execute())
    for (const { organization_id: organizationId } of rows) changed.add(organizationId as OrganizationId)
    return null
  }

  return {
    start() {
      unsubscribe = bus.onFeedMoved((organizationId, _head, changes) => {
        if (changes?.some(({ kind }) => kind === 'identity.memberChanged')) {
          changed.add(organizationId)
          pump.within(0)
        }
      })
      pump.start()
    },
    async stop() {
      unsubscribe?.()
      await pump.stop()
    },
  }
}
