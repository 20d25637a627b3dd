import type { App, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { countInHour, minuteOf, totalsOf, type EventHour } from './event-hour.ts'

/** @see https://docs.slack.dev/reference/events/app_rate_limited */
const SLACKS_EVENTS_PER_HOUR = 30_000
const TOLERATED_FAILURES = 0.95

const hourOf = (world: World, key: string): EventHour => {
  const known = world.eventHours.get(key)
  if (known) return known
  const hour: EventHour = { buckets: [] }
  world.eventHours.set(key, hour)
  return hour
}

/** Whether this app may have one more event of this workspace, which is then counted. */
export function mayHaveEvent(world: World, app: App, teamId: string): boolean {
  const limit = world.limits.events_per_hour ?? (world.limits.tiers ? SLACKS_EVENTS_PER_HOUR : Infinity)
  const hour = hourOf(world, `${app.id}:${teamId}`)
  if (totalsOf(hour, world.clock.now()).all >= limit) return false
  countInHour(hour, world.clock.now())
  return true
}

/** What a limited app is told, once in each minute of being so; has no inner event. */
export function limitNotice(world: World, app: App, teamId: string): Json | undefined {
  const hour = hourOf(world, `${app.id}:${teamId}`)
  const minute = minuteOf(world.clock.now())
  if (hour.toldMinute === minute) return undefined
  hour.toldMinute = minute
  return { token: app.verificationToken, type: 'app_rate_limited', team_id: teamId, minute_rate_limited: minute * 60, api_app_id: app.id }
}

/** Every attempt counts; nearly all of many failed: the subscriptions are switched off. @see https://docs.slack.dev/apis/events-api/#failure-limits */
export function noteAttempt(world: World, app: App, isFailed: boolean): void {
  const enough = world.limits.disable_failing_after
  if (enough === undefined) return
  const hour = hourOf(world, app.id)
  countInHour(hour, world.clock.now(), isFailed)
  const { all, failed } = totalsOf(hour, world.clock.now())
  if (all >= enough && failed / all > TOLERATED_FAILURES) app.isDisabled = true
}
