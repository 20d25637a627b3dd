import type { SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { SocketHandle } from '../../infra/live.ts'
import { createCallerFactory, type RequestContext } from '../../infra/trpc.ts'
import type { Services } from '../../infra/services.ts'
import { createScenes } from '../../realtime/presence/create-scenes.ts'
import { socketTape, type SocketTape } from '../../realtime/testing/socket-tape.ts'
import { followScenes } from '../follow-scenes.ts'
import { spaceRouter } from '../space.router.ts'

/** A tab's end of a socket: walks, and goes away. */
export interface Tab {
  socket: SocketHandle
  walk(x: number, y: number): void
  close(): void
  /** The frames it was sent. */
  seen(): PresenceFrame[]
  lastOf: SocketTape['lastOf']
  look: SocketTape['look']
}

export function aTab(): Tab {
  const socket = socketTape()
  return { socket, walk: socket.walk, close: () => socket.cut(), seen: socket.presence, lastOf: socket.lastOf, look: socket.look }
}

const callerOf = createCallerFactory(spaceRouter)

/** One node's scenes with the space feature behind them, quick enough for tests. */
export function aStage(services: Services) {
  const scenes = createScenes(services.logger, {
    graceMs: 5,
    roomSettleMs: 5,
    groupSettleMs: 5,
    tickMs: 5,
    checkMove: () => ({ ok: true }),
  })
  scenes.listen(followScenes({ services, scenes }))
  const as = (actor: PersonActor, tab?: Tab) => {
    const context: Omit<RequestContext, 'feed'> = {
      services,
      actor,
      scenes,
      socket: tab?.socket ?? null,
      userId: null,
      sessionHash: null,
      address: '127.0.0.1',
      publicUrl: '',
    }
    // No procedure of this feature follows the feed.
    return callerOf(context as RequestContext)
  }
  const enter = async (actor: PersonActor, spaceId: SpaceId) => {
    const tab = aTab()
    const { presence } = await as(actor, tab).enter({ spaceId })
    return { tab, presence }
  }
  return { scenes, as, enter }
}
