import { inOrganization } from '@atrium/db/transaction.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ReceivingApp } from './app-directory.ts'
import { isSignedBy, type SignedRequest } from './verify-signature.rules.ts'

/** Keeps of each app when a request in its name was last refused, and why, for the doctor. Nobody waits for it. */
export interface Refusals {
  note(apps: readonly ReceivingApp[], request: SignedRequest): void
  /** Resolves when nothing is being written any more. */
  idle(): Promise<void>
}

/** Anybody can send such requests; one row every so often is all that they may cost. */
const NOTED_EVERY_MS = 10_000
const MOST_APPS = 1_000

export function createRefusals(services: SlackServices): Refusals {
  const notedAtMs = new Map<string, number>()
  const writing = new Set<Promise<void>>()
  const isTooSoon = (app: ReceivingApp, nowMs: number) => {
    if ((notedAtMs.get(app.slackAppId) ?? -Infinity) > nowMs - NOTED_EVERY_MS) return true
    if (notedAtMs.size >= MOST_APPS) notedAtMs.clear()
    notedAtMs.set(app.slackAppId, nowMs)
    return false
  }
  return {
    note(apps, request) {
      const nowMs = services.clock.now()
      for (const app of apps) {
        const because = reasonOf(app, request)
        if (because === null || isTooSoon(app, nowMs)) continue
        const written = write(services, app, { because, nowMs })
          .catch((error: unknown) => services.logger.warn({ err: error }, 'a refused Slack request could not be noted'))
          .finally(() => writing.delete(written))
        writing.add(written)
      }
    },
    idle: async () => void (await Promise.all(writing)),
  }
}

/** Null for what does not even look like a request of Slack. */
function reasonOf({ signingSecret }: ReceivingApp, request: SignedRequest): 'signature' | 'time' | null {
  const { timestamp, signature } = request
  if (signingSecret === null || signature === undefined || timestamp === undefined) return null
  return isSignedBy(signingSecret, request, Number(timestamp) * 1000) ? 'time' : 'signature'
}

async function write(
  services: SlackServices,
  { organizationId, slackAppId }: ReceivingApp,
  { because, nowMs }: { because: 'signature' | 'time'; nowMs: number },
): Promise<void> {
  await inOrganization(services.db, organizationId, (tx) =>
    tx
      .updateTable('slack_app')
      .set({ refused_at: new Date(nowMs), refused_because: because })
      .where('organization_id', '=', organizationId)
      .where('id', '=', slackAppId)
      .execute(),
  )
}
