import type { Connection } from '@atrium/db/connect.ts'
import { startFileSweeper } from '../chat/files/files.worker.ts'
import { startSettling } from '../inbox/settling.worker.ts'
import type { Config } from '../infra/config.ts'
import { createDeliveryMetrics } from '../infra/deliveries/delivery-metrics.ts'
import { createEmailWorker } from '../infra/email-worker.ts'
import type { Metrics } from '../infra/metrics.ts'
import { startRetentionWorker } from '../infra/retention/retention.worker.ts'
import { createSmtpSender } from '../infra/smtp-email.ts'
import { createIntegrationDeliveryWorker } from '../integrations/integration-delivery-worker.ts'
import type { IntegrationServices } from '../integrations/integration-services.ts'
import { startLinearWorker } from '../integrations/linear/linear.worker.ts'
import { createWebhooksWorker } from '../integrations/webhooks/webhooks.worker.ts'
import { startLookupWorker } from '../slack/channels/lookup.worker.ts'
import { createSlackDeliveryWorker } from '../slack/egress/slack-delivery-worker.ts'
import { startFetchWorker } from '../slack/files/fetch.worker.ts'
import { startInboxWorker } from '../slack/ingress/inbox.worker.ts'
import { startProfileWorker } from '../slack/ingress/profile.worker.ts'
import type { Ingress } from '../slack/ingress/receive-envelope.ts'
import { startSocketApps } from '../slack/ingress/socket-apps.worker.ts'
import { createFormerMembersWorker } from '../slack/link/former-members.worker.ts'
import { createHeldWorker } from '../slack/mirror/held.worker.ts'
import { createMirrorWorker } from '../slack/mirror/mirror.worker.ts'
import { startReconcileWorker } from '../slack/reconcile/reconcile.worker.ts'
import { createCardWorker } from '../slack/surfaces/cards/cards.worker.ts'
import { startImportWorker } from '../slack/surfaces/imports/import.worker.ts'
import { startStatusWorker } from '../slack/status/status.worker.ts'
import type { SlackServices } from '../slack/slack-services.ts'
import { retentionsOf } from './retention.ts'

export interface WorkerParts {
  config: Config
  services: SlackServices & IntegrationServices
  /** Of the role `auth`. */
  accounts: Connection
  ingress: Ingress
  metrics: Metrics
}
export interface Workers {
  /** Each finishes what it has in hand: first what takes in, then what sends out. */
  stop(): Promise<void>
}

/** What works by itself, without anybody asking. */
export function startWorkers({ config, services, accounts, ingress, metrics }: WorkerParts): Workers {
  const takingIn = [
    ...[startSocketApps({ services, ingress }), startInboxWorker(services), startProfileWorker(services)],
    ...[startLookupWorker(services), startReconcileWorker(services), startFetchWorker(services)],
    startStatusWorker(services),
    startImportWorker(services),
    startFileSweeper(services),
    startSettling(services),
    startLinearWorker(services),
    startRetentionWorker(services, { retentions: retentionsOf(config), registry: metrics.registry }),
  ]
  const mirror = createMirrorWorker({ services })
  const cards = createCardWorker({ services })
  const held = createHeldWorker({ services })
  const former = createFormerMembersWorker(services)
  const counted = { metrics: createDeliveryMetrics(metrics.registry) }
  const webhooks = createWebhooksWorker(services)
  const deliveries = createSlackDeliveryWorker(services, counted)
  const integrations = createIntegrationDeliveryWorker(services, counted)
  const emails = emailWorker({ config, services, accounts })
  for (const worker of [mirror, cards, held, former, webhooks, deliveries, integrations, emails]) worker?.start()
  return {
    async stop() {
      await Promise.all(takingIn.map((worker) => worker.stop()))
      await ingress.idle()
      await Promise.all([mirror.stop(), cards.stop(), held.stop(), former.stop(), webhooks.stop()])
      await Promise.all([deliveries.stop(), integrations.stop(), emails?.stop()])
    },
  }
}

interface Worker {
  start(): void
  stop(): Promise<void>
}

/** None without a mail server: the e-mails stay in the outbox. */
function emailWorker({ config, services, accounts }: Omit<WorkerParts, 'ingress' | 'metrics'>): Worker | null {
  if (!config.smtpUrl) return null
  const { send, close } = createSmtpSender(config.smtpUrl)
  const { clock, logger } = services
  const worker = createEmailWorker({ connection: accounts, send, from: config.mailFrom, clock, logger })
  return { start: worker.start, stop: () => worker.stop().then(close) }
}
