import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelId, ConversationId, ConversationMessageId, CustomerId, MemberId, MessageId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { receiveMessage } from '../../chat/receive-message.ts'
import * as chatRevision from '../../chat/revise-received-message.ts'
import { openConversation } from '../../inbox/open-conversation.ts'
import { receiveContactMessage, receiveMemberMessage } from '../../inbox/receive-message.ts'
import * as inboxRevision from '../../inbox/revise-received-message.ts'
import { describeFile } from '../files/received-file.rules.ts'
import { filesOf, oweFetches } from '../files/take-files.ts'
import type { Place } from './find-place.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import type { NewThread } from './place.queries.ts'
import { contactOf, resolveAuthor } from './resolve-author.ts'
import type { SlackEntity } from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'

type Received = Parameters<typeof receiveMessage>[2]
type Written = Exclude<Place, { kind: 'nowhere' | 'awaitsRoot' | 'underCard' }>

/** Makes of a Slack message the message of ours that stands for it. */
export async function writeEntity(
  tx: Tx,
  scope: InstallationScope,
  from: { message: SlackMessage; place: Written; text: string },
): Promise<{ entity: SlackEntity; opened: NewThread | null }> {
  const { message, place, text } = from
  const actor = ingressActor(scope)
  const createdAtMs = millisecondsOfTs(message.ts)
  switch (place.kind) {
    case 'mentionDirect': {
      const channel = await openMentionChannel(tx, { organizationId: scope.organizationId, people: place.people, nowMs: scope.nowMs })
      const thread = { inReplyTo: place.inReplyTo, alsoInChannel: message.isBroadcast }
      const written = { message, channelId: channel.id, authorId: place.people[0], text, thread }
      return { entity: await writeChatMessage(tx, scope, written), opened: null }
    }
    case 'mentionThread': {
      return { entity: await writeChatMessage(tx, scope, { message, ...place, text }), opened: null }
    }
    case 'conversation':
      return {
        entity: { kind: 'conversation_message', id: await appendToConversation(tx, scope, { message, ...place, text }) },
        opened: null,
      }
    case 'opens': {
      const { customerId, origin, rootTs } = place
      const by = await openerOf(tx, scope, { message, origin, customerId })
      const { conversation, message: first } = await openConversation(tx, actor, {
        ...by,
        customerId,
        origin,
        place: place.place,
        text,
        createdAtMs,
      })
      return { entity: { kind: 'conversation_message', id: first.id }, opened: { threadTs: rootTs, conversationId: conversation.id } }
    }
  }
}

/** What members make a conversation of may be a member's; what opens one by itself is always taken for the other side's. */
async function openerOf(
  tx: Tx,
  scope: InstallationScope,
  { message, origin, customerId }: { message: SlackMessage; origin: string; customerId: CustomerId | null },
) {
  const from = { author: message.author, customerId }
  if (origin !== 'manual') return { contactId: await contactOf(tx, scope, from) }
  const author = await resolveAuthor(tx, scope, { message, customerId })
  return author.kind === 'member' ? { memberId: author.memberId, isOutside: true } : { contactId: author.contactId }
}

async function writeChatMessage(
  tx: Tx,
  scope: InstallationScope,
  from: {
    message: SlackMessage
    channelId: ChannelId
    authorId: MemberId
    text: string
    thread?: Pick<Received, 'inReplyTo' | 'alsoInChannel'>
  },
): Promise<SlackEntity> {
  const { message, channelId, authorId, text, thread } = from
  const files = filesOf(message)
  const written = await receiveMessage(tx, ingressActor(scope), {
    ...{ channelId, authorId, text, createdAtMs: millisecondsOfTs(message.ts), ...thread },
    files: files.map(describeFile),
  })
  await oweFetches(tx, scope, { message, files, fileIds: written.files.map(({ id }) => id) })
  return { kind: 'message', id: written.id }
}

async function appendToConversation(
  tx: Tx,
  scope: InstallationScope,
  from: { message: SlackMessage; conversationId: ConversationId; customerId: CustomerId | null; text: string },
): Promise<ConversationMessageId> {
  const { message, conversationId, customerId, text } = from
  const actor = ingressActor(scope)
  const createdAtMs = millisecondsOfTs(message.ts)
  const author = await resolveAuthor(tx, scope, { message, customerId })
  const written =
    author.kind === 'member'
      ? await receiveMemberMessage(tx, actor, { conversationId, memberId: author.memberId, text, createdAtMs })
      : await receiveContactMessage(tx, actor, { conversationId, ...author, text, createdAtMs })
  return written.id
}

/** To be called for what is later than all that was told before, by Slack's time: our clock and theirs may differ. */
export async function editEntity(
  tx: Tx,
  scope: InstallationScope,
  edit: { entity: SlackEntity; text: string; editedAtMs: number },
): Promise<void> {
  const { entity, text, editedAtMs } = edit
  const actor = ingressActor(scope)
  if (entity.kind === 'message') {
    await chatRevision.editReceivedMessage(tx, actor, { messageId: entity.id as MessageId, text, editedAtMs, isLatest: true })
  } else {
    await inboxRevision.editReceivedMessage(tx, actor, { messageId: entity.id as ConversationMessageId, text, editedAtMs })
  }
}

export async function deleteEntity(
  tx: Tx,
  scope: InstallationScope,
  { entity, deletedAtMs }: { entity: SlackEntity; deletedAtMs: number },
): Promise<void> {
  const actor = ingressActor(scope)
  if (entity.kind === 'message') await chatRevision.deleteReceivedMessage(tx, actor, { messageId: entity.id as MessageId, deletedAtMs })
  else await inboxRevision.deleteReceivedMessage(tx, actor, { messageId: entity.id as ConversationMessageId, deletedAtMs })
}
