import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import type { Bus } from '../../infra/bus.ts'
import type { SocketHandle } from '../../infra/live.ts'

/** Something that is so until it is taken back: somebody types, somebody looks at a conversation. */
export interface StandingSignal {
  organizationId: OrganizationId
  audience: readonly AudienceToken[]
  on: Signal
  /** Says that it is over. */
  off: Signal
}

interface Standing extends StandingSignal {
  bus: Bus
  /** The tabs that it is true of, all of one person. */
  sockets: Set<SocketHandle>
}

/** Of this node, by their keys. */
const standing = new Map<string, Standing>()
const heldBy = new WeakMap<SocketHandle, Set<string>>()

/**
 * Tells a signal and takes it back once no tab holds it any more: when each has let it go, or its socket has closed. Holding it again
 * tells it again. `key`: of the person and what they do; it stands for the same signal in all of their tabs.
 */
export function holdSignal(bus: Bus, socket: SocketHandle, { key, signal }: { key: string; signal: StandingSignal }): void {
  const known = standing.get(key)
  standing.set(key, { ...signal, bus, sockets: (known?.sockets ?? new Set<SocketHandle>()).add(socket) })
  keysOf(socket).add(key)
  tell(bus, signal, signal.on)
}

/** Does nothing when this tab does not hold it. */
export function releaseSignal(socket: SocketHandle, key: string): void {
  const held = standing.get(key)
  if (!held?.sockets.delete(socket)) return
  heldBy.get(socket)?.delete(key)
  if (held.sockets.size > 0) return
  standing.delete(key)
  tell(held.bus, held, held.off)
}

function keysOf(socket: SocketHandle): Set<string> {
  const known = heldBy.get(socket)
  if (known) return known
  const keys = new Set<string>()
  heldBy.set(socket, keys)
  const releaseAll = () => [...keys].forEach((key) => releaseSignal(socket, key))
  socket.onClose(releaseAll)
  socket.onEnded(releaseAll)
  return keys
}

function tell(bus: Bus, { organizationId, audience }: StandingSignal, signal: Signal): void {
  bus.signal({ organizationId, audience, text: JSON.stringify(signal) })
}
