import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelId, MemberId } from '@atrium/shared/ids.ts'
import type { OwnDelivery } from './echo.queries.ts'
import type { Place } from './find-place.ts'
import type { InstallationScope } from './installation-scope.ts'
import { rememberLookup } from './lookups.ts'
import { textBesideFiles } from './message-text.ts'
import { findDirects } from './place.queries.ts'
import { findNamedDelivery } from './recognise-echo.ts'
import { nameOfMessage, type KnownMessage } from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'

/** A new message of a mention chat, decided and not written yet. It replies to nothing and has no files. */
export interface ChatDraft {
  kind: 'chat'
  scope: InstallationScope
  message: SlackMessage
  /** The chat; or whose it is, the author first. */
  chat: { channelId: ChannelId } | { people: [MemberId, MemberId] }
  authorId: MemberId
  text: string
}

/** What we have posted ourselves, told before the answer to the call is written down. */
export interface EchoDraft {
  kind: 'echo'
  scope: InstallationScope
  message: SlackMessage
  delivery: OwnDelivery
}

export async function chatDraft(
  tx: Tx,
  {
    scope,
    message,
    place,
  }: { scope: InstallationScope; message: SlackMessage; place: Extract<Place, { kind: 'mentionDirect' | 'mentionThread' }> },
): Promise<ChatDraft | 'other'> {
  if (message.content.files?.length) return 'other'
  // Its root may be in the same batch.
  if (place.kind === 'mentionDirect' && message.threadTs !== null) return 'other'
  const text = await textBesideFiles(tx, scope, message.content)
  if (place.kind === 'mentionThread')
    return { kind: 'chat', scope, message, chat: { channelId: place.channelId }, authorId: place.authorId, text }
  return { kind: 'chat', scope, message, chat: { people: place.people }, authorId: place.people[0], text }
}

/** Slack may have left out of a post by a member's own token what tells that it is ours: that takes a closer look. */
export async function mayBePostedByUs(
  tx: Tx,
  scope: InstallationScope,
  { channelId, typedByPerson, author }: SlackMessage,
): Promise<boolean> {
  if (typedByPerson || author.userId === null) return false
  return (await findDirects(tx, scope, [channelId])).get(channelId)?.kind === 'person'
}

/**
 * Nothing, when the answer to the call was written down before. The echo of a share tells where it stands, which its answer does not;
 * a post that was made twice takes a closer look, too.
 */
export async function decideEcho(
  tx: Tx,
  scope: InstallationScope,
  { message, known }: { message: SlackMessage; known: KnownMessage | null },
): Promise<EchoDraft | 'nothing' | 'other'> {
  if (message.deliveryId === null || message.content.files) return 'other'
  if (known) return known.arrived && known.deliveryId === message.deliveryId ? 'nothing' : 'other'
  const delivery = await findNamedDelivery(tx, scope, message)
  if (!delivery || delivery.isPlaced) return 'other'
  rememberPlaced(tx, scope, { message, delivery })
  return { kind: 'echo', scope, message, delivery }
}

/** What comes after it finds it as if it were written. */
function rememberPlaced(tx: Tx, scope: InstallationScope, { message, delivery }: { message: SlackMessage; delivery: OwnDelivery }): void {
  const known: KnownMessage = {
    ...{ arrived: true, deleted: false, editedTs: null, earlyText: null, broadcast: false },
    ...{ deliveryId: delivery.id, entity: delivery.entity },
  }
  const key = nameOfMessage(message)
  rememberLookup(tx, scope, { kind: 'message', keys: [key], found: new Map([[key, known]]) })
  rememberLookup(tx, scope, { kind: 'delivery', keys: [delivery.id], found: new Map([[delivery.id, { ...delivery, isPlaced: true }]]) })
}
