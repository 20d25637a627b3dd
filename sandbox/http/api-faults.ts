import type { Response } from 'express'
import type { ApiFault } from '../control/fault-types.ts'
import type { World } from '../world/world.ts'

/** The next fault due for this call, used up by asking. */
export function takeFault(world: World, method: string, when: ApiFault['when']): ApiFault | undefined {
  const fault = world.faults.find((other) => other.when === when && (other.method === undefined || other.method === method))
  if (!fault) return undefined
  if (fault.skip && fault.skip > 0) {
    fault.skip -= 1
    return undefined
  }
  fault.times -= 1
  if (fault.times <= 0) world.faults = world.faults.filter((other) => other !== fault)
  return fault
}

/** Answers as the fault says, or not at all. @returns what the log says of it; status 0 where nothing was sent */
export function answerFault(fault: ApiFault, response: Response): { status: number; retryAfterS?: number } {
  switch (fault.kind) {
    case '429': {
      const retryAfterS = fault.retry_after_s ?? 1
      response.status(429).set('retry-after', String(retryAfterS)).json({ ok: false, error: 'ratelimited' })
      return { status: 429, retryAfterS }
    }
    case '500':
      response.status(500).type('html').send('<!DOCTYPE html><html><body>Server Error</body></html>')
      return { status: 500 }
    case 'internal_error':
      response.json({ ok: false, error: 'internal_error' })
      return { status: 200 }
    case 'redirect':
      response.redirect(302, fault.location ?? '/')
      return { status: 302 }
    case 'reset':
      response.socket?.resetAndDestroy()
      return { status: 0 }
    case 'timeout':
      // Left open: the client gives up, or the sandbox closes.
      return { status: 0 }
  }
}
