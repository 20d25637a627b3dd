import { startInboxWorker } from './ingress/inbox.worker.ts'
import { startProfileWorker } from './ingress/profile.worker.ts'
import { createIngress, type Ingress } from './ingress/receive-envelope.ts'
import { startSocketApps } from './ingress/socket-apps.worker.ts'
import type { SlackServices } from './slack-services.ts'

export interface SlackIntake {
  /** For `mountSlackRoutes`. */
  ingress: Ingress
  /** Finishes what is being written. */
  stop(): Promise<void>
}

/** Everything that receives from Slack, but for the HTTP routes. One per process. */
export function startSlackIntake(services: SlackServices): SlackIntake {
  const ingress = createIngress(services)
  const workers = [startInboxWorker(services), startProfileWorker(services), startSocketApps({ services, ingress })]
  return {
    ingress,
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()))
      await ingress.idle()
    },
  }
}
