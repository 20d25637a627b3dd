import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import type { SocketHandle } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { createSignalLimit } from '../realtime/signals/limit-signals.ts'
import { holdSignal, releaseSignal } from '../realtime/signals/standing-signals.ts'
import { audienceOf } from './audience.rules.ts'
import { mayUseChannel } from './channel-access.rules.ts'
import { findChannel } from './channels.queries.ts'
import { stillTogether } from './nearby.queries.ts'
import { activePeople } from './people.queries.ts'
import { findThreadRoot } from './threads.queries.ts'

const spendTyping = createSignalLimit()

interface Typing {
  channelId: ChannelId
  threadRootId: MessageId | null
  isTyping: boolean
}

/**
 * Tells whoever may read the channel, and is connected now, that somebody writes there or has stopped; it is over by itself once the
 * tab has gone. Nothing is written. @throws not_found, conflict, too_many, bad_input
 */
export async function setTyping(
  { services, socket }: { services: Pick<Services, 'db' | 'bus' | 'clock'>; socket: SocketHandle | null },
  actor: PersonActor,
  typing: Typing,
): Promise<void> {
  if (!socket) throw new AtriumError('bad_input', 'That one is typing is told over the WebSocket.')
  const { organizationId, personId } = actor
  const { channelId, threadRootId } = typing
  const key = `typing ${organizationId} ${personId} ${threadRootId ?? channelId}`
  if (!typing.isTyping) return releaseSignal(socket, key)
  await spendTyping(actor)
  const { audience, name } = await readTyping(services, actor, typing)
  const signal = (isTyping: boolean): Signal => ({
    kind: 'chat.typing',
    payload: { channelId, threadRootId, personId, name, isTyping },
  })
  holdSignal(services.bus, socket, { key, signal: { organizationId, audience, on: signal(true), off: signal(false) } })
}

/** Who hears of it, where they may write. */
function readTyping(services: Pick<Services, 'db' | 'clock'>, actor: PersonActor, { channelId, threadRootId }: Typing) {
  const { organizationId, personId } = actor
  return inOrganization(services.db, organizationId, async (tx) => {
    const channel = await findChannel(tx, organizationId, channelId)
    if (!channel || !mayUseChannel(actor, channel)) throw new AtriumError('not_found')
    if (channel.kind === 'nearby' && !(await stillTogether(tx, organizationId, [channelId])).has(channelId))
      throw new AtriumError('conflict', 'You do not stand together any more.')
    if (threadRootId && (await findThreadRoot(tx, organizationId, threadRootId))?.channelId !== channelId)
      throw new AtriumError('not_found')
    const people = await activePeople(tx, organizationId, { ids: [personId], nowMs: services.clock.now() })
    const name = people.get(personId)?.name
    if (name === undefined) throw new AtriumError('not_allowed')
    return { audience: audienceOf(channel), name }
  })
}
