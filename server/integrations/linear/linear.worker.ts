import { startRounds } from '../../infra/rounds.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { lookAtIssues } from './look-at-issues.ts'

const EVERY_MS = 10_000

/** Keeps what is shown of issues in Linear current. */
export function startLinearWorker(services: IntegrationServices): { stop(): Promise<void> } {
  const failed = (error: unknown) => services.logger.error({ err: error }, 'issues in Linear could not be looked at')
  return startRounds(() => lookAtIssues(services), { everyMs: EVERY_MS, failed })
}
