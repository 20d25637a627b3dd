import { postSigned } from '../http/post-signed.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import type { App, Delivery } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { noteAttempt } from './event-limits.ts'
import { verifyEventsUrl } from './verify-events-url.ts'

const HOUR_MS = 3_600_000
const HOURLY_RETRIES = 24

interface Attempt {
  status: number
  failure?: string
  noRetry?: boolean
}

interface Retry {
  number: number
  reason: string
}

const overHttp = async (world: World, app: App, delivery: Delivery, retry: Retry): Promise<Attempt> => {
  if (!app.eventsUrl) return { status: 0, failure: 'no_request_url', noRetry: true }
  if (!(await verifyEventsUrl(world, app))) return { status: 0, failure: 'connection_failed' }
  const retryHeaders = { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }
  return postSigned(world, {
    url: app.eventsUrl,
    app,
    contentType: 'application/json',
    body: JSON.stringify(delivery.payload),
    headers: retry.number > 0 ? retryHeaders : {},
  })
}

const overSocket = async (hub: SocketHub, app: App, delivery: Delivery, retry: Retry): Promise<Attempt> => {
  const answer = await hub.send(app.id, { type: 'events_api', payload: delivery.payload, retry })
  return answer.acked ? { status: 200 } : { status: 0, failure: answer.failure }
}

/** How long until the next attempt; undefined: there is none. */
const waitBefore = (world: World, app: App, attempts: number): number | undefined => {
  const { retry_delays_ms: delays } = world.settings
  if (attempts < delays.length) return delays[attempts]
  return app.delayedEvents && attempts < delays.length + HOURLY_RETRIES ? HOUR_MS : undefined
}

/**
 * Sends one event until it is acknowledged or the retries are used up.
 * While Socket Mode is on nothing goes over HTTP.
 * @see https://docs.slack.dev/apis/events-api/#retries
 */
export function deliverEvent(world: World, hub: SocketHub, app: App, delivery: Delivery): void {
  const attempt = async (retry: Retry): Promise<void> => {
    const via = app.socketMode ? 'socket' : 'http'
    const at = world.clock.now()
    const outcome = app.socketMode ? await overSocket(hub, app, delivery, retry) : await overHttp(world, app, delivery, retry)
    noteAttempt(world, app, outcome.failure !== undefined)
    delivery.attempts.push({ at, via, status: outcome.status, ...(outcome.failure ? { error: outcome.failure } : {}) })
    world.touched({ isLog: true })
    if (!outcome.failure) {
      delivery.state = 'delivered'
      return
    }
    const wait = waitBefore(world, app, retry.number)
    if (wait === undefined || outcome.noRetry) {
      if (delivery.state === 'pending') delivery.state = 'failed'
      return
    }
    world.clock.schedule(wait, () => void attempt({ number: retry.number + 1, reason: outcome.failure ?? 'unknown_error' }))
  }
  void attempt({ number: 0, reason: '' })
}
