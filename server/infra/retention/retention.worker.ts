import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Services } from '../services.ts'
import { applyRetention } from './apply-retention.ts'
import type { Retention } from './retention.ts'

const EVERY_MS = 3_600_000
/** A node that has just started has better things to do. */
const FIRST_MS = 60_000

interface Options {
  retentions: readonly Retention[]
  registry: Registry
  everyMs?: number
  firstMs?: number
}

/** Takes away, hourly, what nobody needs any more. Any number of nodes may run one. */
export function startRetentionWorker(
  services: Pick<Services, 'db' | 'clock' | 'logger'>,
  { retentions, registry, everyMs = EVERY_MS, firstMs = FIRST_MS }: Options,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const metrics = retentionMetrics(registry)
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})
  const once = async () => {
    const { clock, logger } = services
    const startedAt = performance.now()
    const result = await applyRetention(services, retentions, { nowMs: clock.now(), stopping: () => stopping.signal.aborted })
    for (const [rows, count] of Object.entries(result.gone)) metrics.gone.inc({ rows }, count)
    if (result.failed > 0) metrics.failures.inc(result.failed)
    else if (!stopping.signal.aborted) metrics.lastRun.set(Math.floor(clock.now() / 1000))
    logger.info({ ...result, durationMs: Math.round(performance.now() - startedAt) }, 'old rows were removed')
  }
  const run = async () => {
    await pause(firstMs)
    while (!stopping.signal.aborted) {
      await once().catch((error: unknown) => {
        metrics.failures.inc()
        services.logger.error({ err: error }, 'old rows could not be removed; it is tried again')
      })
      await pause(everyMs)
    }
  }
  const running = run()
  return {
    stop() {
      stopping.abort()
      return running
    },
  }
}

function retentionMetrics(registry: Registry) {
  const registers = [registry]
  return {
    gone: new Counter({
      name: 'atrium_retention_rows_total',
      help: 'Rows that were removed, or lost their words, because of their age; by kind.',
      labelNames: ['rows'],
      registers,
    }),
    failures: new Counter({
      name: 'atrium_retention_failures_total',
      help: 'How often rows of one kind and organization could not be removed.',
      registers,
    }),
    lastRun: new Gauge({
      name: 'atrium_retention_last_run_timestamp_seconds',
      help: 'When a run last ended without a failure, in seconds since 1970.',
      registers,
    }),
  }
}
