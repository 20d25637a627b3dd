import type { ClaimedDelivery } from './transport.ts'

/**
 * What this process knows of closed gates. The database keeps them for everybody and for later; this covers the moment
 * between an answer and its commit, in which other calls that are claimed already would still go out.
 */
export interface GateMemory {
  close(delivery: ClaimedDelivery, operation: string, ms: number): void
  closedForMs(delivery: ClaimedDelivery): number
}

export function createGateMemory(nowMs: () => number = () => performance.now()): GateMemory {
  const closedUntil = new Map<string, number>()
  return {
    close(delivery, operation, ms) {
      const key = `${delivery.scopeId} ${operation}`
      const now = nowMs()
      for (const [known, until] of closedUntil) if (until <= now) closedUntil.delete(known)
      closedUntil.set(key, Math.max(closedUntil.get(key) ?? 0, now + ms))
    },
    closedForMs(delivery) {
      const until = closedUntil.get(`${delivery.scopeId} ${delivery.operation}`) ?? 0
      return Math.max(0, until - nowMs())
    },
  }
}
