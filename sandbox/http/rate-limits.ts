import type { Caller } from '../methods/method.ts'
import type { App, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { METHOD_TIERS } from './method-tiers.ts'

const MINUTE_MS = 60_000

/** How long until one more call fits into the window; 0: now, and it is counted. */
function waitMs(world: World, key: string, rule: { calls: number; windowMs: number }): number {
  const now = world.clock.now()
  const recent = (world.calls.get(key) ?? []).filter((at) => at > now - rule.windowMs)
  const first = recent[0]
  if (first !== undefined && recent.length >= rule.calls) return first + rule.windowMs - now
  world.calls.set(key, [...recent, now])
  return 0
}

const perMinute = (world: World, method: string, app: App): number | undefined => {
  const { limits } = world
  if ((limits.restricted_history || app.restrictedHistory) && (method === 'conversations.history' || method === 'conversations.replies'))
    return 1
  const tier = limits.tiers ? METHOD_TIERS[method] : undefined
  return limits.per_minute?.[method] ?? (tier === 'special' ? undefined : tier)
}

/** Seconds to wait as `Retry-After` says them, or undefined when the call may go on. */
export function rateLimited(world: World, method: string, of: { caller: Caller; args: Json }): number | undefined {
  const { caller, args } = of
  const owner = `${caller.app.id}:${caller.teamId}`
  const calls = perMinute(world, method, caller.app)
  let wait = calls === undefined ? 0 : waitMs(world, `${method}:${owner}`, { calls, windowMs: MINUTE_MS })
  const posts = world.limits.post_per_s_per_channel
  if (wait === 0 && posts !== undefined && method === 'chat.postMessage') {
    wait = waitMs(world, `post:${owner}:${String(args.channel)}`, { calls: Math.max(1, posts), windowMs: 1000 })
  }
  return wait === 0 ? undefined : (world.limits.retry_after_s ?? Math.max(1, Math.ceil(wait / 1000)))
}
