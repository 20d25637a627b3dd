import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

export interface Metrics {
  registry: Registry
  socketsRefused: Counter<'reason'>
}

/** What `/metrics` tells. A registry of its own, so that several servers fit into one process. */
export function createMetrics(openSockets: () => number): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'atrium_sockets',
    help: 'Open WebSockets.',
    registers,
    collect() {
      this.set(openSockets())
    },
  })
  return {
    registry,
    socketsRefused: new Counter({
      name: 'atrium_sockets_refused_total',
      help: 'Upgrades that were refused, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  }
}
