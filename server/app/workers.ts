import type { Express } from 'express'
import type { Connection } from '@atrium/db/connect.ts'
import { createEmailWorker } from '../infra/email-worker.ts'
import type { Config } from '../infra/config.ts'
import type { Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { createSmtpSender } from '../infra/smtp-email.ts'

export interface WorkerParts {
  config: Config
  services: Services
  /** Of the role `auth`. */
  accounts: Connection
  scenes: Scenes
}
export interface Workers {
  mountSlack(app: Express): void
  /** Each finishes what it has in hand. */
  stop(): Promise<void>
}

/** What works by itself, without anybody asking. */
export function startWorkers(parts: WorkerParts): Workers {
  const running = [emailWorker(parts)].filter((worker) => worker !== null)
  for (const worker of running) worker.start()
  return {
    mountSlack: () => {},
    async stop() {
      await Promise.all(running.map((worker) => worker.stop()))
    },
  }
}

interface Worker {
  start(): void
  stop(): Promise<void>
}

/** None without a mail server: the e-mails stay in the outbox. */
function emailWorker({ config, services, accounts }: WorkerParts): Worker | null {
  if (!config.smtpUrl) return null
  const { send, close } = createSmtpSender(config.smtpUrl)
  const { clock, logger } = services
  const worker = createEmailWorker({ connection: accounts, send, from: config.mailFrom, clock, logger })
  return { start: worker.start, stop: () => worker.stop().then(close) }
}
