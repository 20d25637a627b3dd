import { onCleanup } from 'solid-js'
import type { PresenceView, Status } from '@atrium/shared/space/views.ts'
import { readStored, writeStored } from '../../ui/stored.ts'
import { isAwayNow } from './away.rules.ts'

const LOOK_EVERY_MS = 20_000

/** Sets "away" after no input and takes it back with the next one. Busy and do not disturb are never touched (SP3). */
export function createAwayWatch(parts: {
  own: () => PresenceView | undefined
  /** Of the organization. */
  awayMinutes: () => number
  setStatus: (said: { status: Status }) => Promise<void>
}): void {
  let setByUs = false
  let toldMs = 0
  const set = (status: Status) => void parts.setStatus({ status })
  const onInput = () => {
    const nowMs = Date.now()
    // All tabs share one clock; writing it down at every key would be waste.
    if (nowMs - toldMs > 5_000) writeStored('input', String(nowMs))
    if (nowMs - toldMs > 5_000) toldMs = nowMs
    if (!setByUs) return
    setByUs = false
    if (parts.own()?.status === 'away') set('available')
  }
  const look = () => {
    const lastMs = Math.max(toldMs, Number(readStored('input') ?? 0))
    if (!isAwayNow(parts.own()?.status, { nowMs: Date.now(), lastInputMs: lastMs, awayMinutes: parts.awayMinutes() })) return
    setByUs = true
    set('away')
  }
  onInput()
  const events = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
  for (const event of events) addEventListener(event, onInput, { passive: true })
  const timer = setInterval(look, LOOK_EVERY_MS)
  onCleanup(() => {
    clearInterval(timer)
    for (const event of events) removeEventListener(event, onInput)
  })
}
