import { z } from 'zod'
import { inOrganization, snapshotOf, type Tx } from '@atrium/db/transaction.ts'
import { MOST_FILES } from '@atrium/shared/chat/file-limits.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ChannelId, ClientMutationId, FileId, MessageId, PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { personProcedure } from '../identity/procedures.ts'
import { faultPoint } from '../infra/fault-point.ts'
import type { Services } from '../infra/services.ts'
import { router } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { headOf } from '../realtime/feed/change.queries.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { discardFile } from './files/discard-file.ts'
import { listChannels } from './list-channels.ts'
import { listMessages } from './list-messages.ts'
import { listThread } from './list-thread.ts'
import { markRead } from './mark-read.ts'
import { markThreadRead } from './mark-thread-read.ts'
import { LONGEST_MESSAGE } from './message-text.rules.ts'
import { notificationProcedures } from './notifications/notification-procedures.ts'
import { openMentionChat } from './open-mention-chat.ts'
import { openNearbyChat } from './open-nearby-chat.ts'
import { addReaction, removeReaction } from './react-to-message.ts'
import { searchMessages } from './search/search-messages.ts'
import { sendMessage } from './send-message.ts'
import { setTyping } from './set-typing.ts'

const pageInput = z.object({
  channelId: idOf<ChannelId>(),
  before: idOf<MessageId>().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
})
const searchInput = z.object({
  words: z.string().trim().min(1).max(200),
  channelId: idOf<ChannelId>().nullish(),
  before: idOf<MessageId>().nullish(),
  limit: z.number().int().min(1).max(100).default(30),
})
const sendInput = z.object({
  clientId: idOf<ClientMutationId>(),
  channelId: idOf<ChannelId>(),
  text: z.string().max(LONGEST_MESSAGE),
  fileIds: z.array(idOf<FileId>()).max(MOST_FILES).default([]),
  threadRootId: idOf<MessageId>().nullish(),
  alsoInChannel: z.boolean().default(false),
})
const threadInput = z.object({
  threadRootId: idOf<MessageId>(),
  before: idOf<MessageId>().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
})
const message = z.object({ messageId: idOf<MessageId>() })
const reaction = message.extend({ emoji: z.string().max(140) })

export const chatRouter = router({
  listChannels: personProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      channels: await listChannels(tx, actor),
    })),
  ),
  listMessages: personProcedure.input(pageInput).query(({ ctx: { services, actor }, input }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      ...(await listMessages(tx, actor, { ...input, before: input.before ?? undefined })),
    })),
  ),
  listThread: personProcedure.input(threadInput).query(({ ctx: { services, actor }, input }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      ...(await listThread(tx, actor, { ...input, before: input.before ?? undefined })),
    })),
  ),
  searchMessages: personProcedure
    .input(searchInput)
    .query(({ ctx: { services, actor }, input }) =>
      inOrganization(services.db, actor.organizationId, (tx) =>
        searchMessages(tx, actor, { ...input, channelId: input.channelId ?? undefined, before: input.before ?? undefined }),
      ),
    ),
  sendMessage: personProcedure
    .input(sendInput)
    .mutation(({ ctx: { services, actor }, input }) =>
      sendMessage(services, { actor, ...input, threadRootId: input.threadRootId ?? null }),
    ),
  setTyping: personProcedure
    .input(z.object({ channelId: idOf<ChannelId>(), threadRootId: idOf<MessageId>().nullish(), isTyping: z.boolean() }))
    .mutation(({ ctx: { services, socket, actor }, input }) =>
      setTyping({ services, socket }, actor, { ...input, threadRootId: input.threadRootId ?? null }),
    ),
  editMessage: personProcedure
    .input(message.extend({ text: z.string().max(LONGEST_MESSAGE) }))
    .mutation(({ ctx, input }) =>
      committed(ctx, async (tx, nowMs) => ({ message: await editMessage(tx, ctx.actor, { ...input, nowMs }) })),
    ),
  deleteMessage: personProcedure
    .input(message)
    .mutation(({ ctx, input }) =>
      committed(ctx, async (tx, nowMs) => ({ message: await deleteMessage(tx, ctx.actor, { ...input, nowMs }) })),
    ),
  addReaction: personProcedure
    .input(reaction)
    .mutation(({ ctx, input }) => committed(ctx, async (tx) => ({ message: await addReaction(tx, ctx.actor, input) }))),
  removeReaction: personProcedure
    .input(reaction)
    .mutation(({ ctx, input }) => committed(ctx, async (tx) => ({ message: await removeReaction(tx, ctx.actor, input) }))),
  discardFile: personProcedure
    .input(z.object({ fileId: idOf<FileId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => discardFile(tx, ctx.actor, input))),
  openMentionChat: personProcedure
    .input(z.object({ personId: idOf<PersonId>() }))
    .mutation(({ ctx, input }) =>
      committed(ctx, async (tx, nowMs) => ({ channel: await openMentionChat(tx, ctx.actor, { ...input, nowMs }) })),
    ),
  openNearbyChat: personProcedure.mutation(({ ctx }) =>
    committed(ctx, async (tx, nowMs) => ({ channel: await openNearbyChat(tx, ctx.actor, { nowMs }) })),
  ),
  markRead: personProcedure
    .input(z.object({ channelId: idOf<ChannelId>(), messageId: idOf<MessageId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => markRead(tx, ctx.actor, input))),
  markThreadRead: personProcedure
    .input(z.object({ threadRootId: idOf<MessageId>(), messageId: idOf<MessageId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => markThreadRead(tx, ctx.actor, input))),
  ...notificationProcedures,
})

async function committed<T>(
  { services, actor }: { services: Services; actor: PersonActor },
  work: (tx: Tx, nowMs: number) => Promise<T>,
): Promise<T> {
  const result = await commitInOrganization(services, actor.organizationId, (tx) => work(tx, services.clock.now()))
  faultPoint('mutation.committed')
  return result
}
