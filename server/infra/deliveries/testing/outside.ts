import type { ClaimedDelivery, Look, Outcome, Transport } from '../transport.ts'

/** What arrived over there: in the order of arrival. */
export interface Arrival {
  laneKey: string
  payload: unknown
  atMs: number
}
/** How the outside treats one call. `lost-before`: it never arrives and no answer comes; `lost-after`: it arrives, the answer does not. */
export type Treatment = 'take' | 'lost-before' | 'lost-after' | 'refuse' | 'busy' | 'rate-limit' | 'dead'

export interface Outside {
  transport: Transport
  arrivals: Arrival[]
  /** What was told about deliveries, in the transactions that settled them. */
  told: { id: string; kind: Outcome['kind'] }[]
  callsInFlight(laneKey: string): number
  mostCallsInFlight(): number
}

interface OutsideOptions {
  treat?: (delivery: ClaimedDelivery) => Treatment
  name?: string
  laneIntervalMs?: number
  /** Before it answers. */
  answerAfterMs?: number
  retryAfterMs?: number
}

/** Somebody who takes what is sent and can be asked what has arrived: the least that a transport has to be about. */
export function anOutside(options: OutsideOptions = {}): Outside {
  const { treat = () => 'take', name = 'outside', laneIntervalMs = 0, answerAfterMs = 0, retryAfterMs = 200 } = options
  const arrivals: Arrival[] = []
  const told: Outside['told'] = []
  const inFlight = new Map<string, number>()
  let most = 0

  async function send(delivery: ClaimedDelivery): Promise<Outcome> {
    const key = delivery.laneKey
    inFlight.set(key, (inFlight.get(key) ?? 0) + 1)
    most = Math.max(most, inFlight.get(key) ?? 0)
    const treatment = treat(delivery)
    if (treatment === 'take' || treatment === 'lost-after')
      arrivals.push({ laneKey: key, payload: delivery.payload, atMs: performance.now() })
    if (answerAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, answerAfterMs))
    inFlight.set(key, (inFlight.get(key) ?? 0) - 1)
    return outcomeOf(treatment, retryAfterMs)
  }

  async function reconcile(delivery: ClaimedDelivery): Promise<Look> {
    const found = arrivals.filter((arrival) => JSON.stringify(arrival.payload) === JSON.stringify(delivery.payload))
    if (found.length === 0) return { kind: 'absent' }
    return { kind: 'found', result: { looked: true }, duplicatesRemoved: found.length - 1 }
  }

  return {
    arrivals,
    told,
    callsInFlight: (laneKey) => inFlight.get(laneKey) ?? 0,
    mostCallsInFlight: () => most,
    transport: {
      name,
      laneIntervalMs,
      lookAfterMs: 5,
      send,
      reconcile,
      settled: async (_tx, settled) => void told.push(...settled.map(({ delivery, outcome }) => ({ id: delivery.id, kind: outcome.kind }))),
    },
  }
}

function outcomeOf(treatment: Treatment, retryAfterMs: number): Outcome {
  switch (treatment) {
    case 'take':
      return { kind: 'sent', result: {} }
    case 'lost-before':
    case 'lost-after':
      return { kind: 'unknown', reason: 'no answer came' }
    case 'refuse':
      return { kind: 'failed', reason: 'it was refused' }
    case 'busy':
      return { kind: 'retry', reason: 'nobody was there', afterMs: 5, gate: null }
    case 'rate-limit':
      return { kind: 'retry', reason: 'too often', afterMs: retryAfterMs, gate: 'post' }
    case 'dead':
      return { kind: 'blocked', reason: 'the key does not open any more' }
  }
}
