import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { Attending } from '@atrium/shared/inbox/attending.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import type { SocketHandle } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { createSignalLimit } from '../realtime/signals/limit-signals.ts'
import { holdSignal, releaseSignal } from '../realtime/signals/standing-signals.ts'
import { findConversation } from './conversations.queries.ts'

const spendAttending = createSignalLimit()

interface Attended {
  conversationId: ConversationId
  doing: Attending
  isOn: boolean
}

/**
 * Tells every member who is connected now that somebody looks at a conversation, or writes in it, or has stopped; it is over by itself once
 * the tab has gone. Nothing is written. @throws not_found, too_many, bad_input
 */
export async function setAttending(
  { services, socket }: { services: Pick<Services, 'db' | 'bus'>; socket: SocketHandle | null },
  actor: MemberActor,
  { conversationId, doing, isOn }: Attended,
): Promise<void> {
  if (!socket) throw new AtriumError('bad_input', 'Who attends to a conversation is told over the WebSocket.')
  const { organizationId, personId: memberId } = actor
  const key = `${doing} ${organizationId} ${memberId} ${conversationId}`
  if (!isOn) return releaseSignal(socket, key)
  await spendAttending(actor)
  const conversation = await inOrganization(services.db, organizationId, (tx) => findConversation(tx, organizationId, conversationId))
  if (!conversation) throw new AtriumError('not_found')
  const signal = (on: boolean): Signal => ({ kind: 'inbox.attending', payload: { conversationId, memberId, doing, isOn: on } })
  holdSignal(services.bus, socket, { key, signal: { organizationId, audience: ['members'], on: signal(true), off: signal(false) } })
}
