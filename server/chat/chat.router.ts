import { z } from 'zod'
import { snapshotOf } from '@atrium/db/transaction.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ChannelId, ClientMutationId, MessageId, PersonId } from '@atrium/shared/ids.ts'
import { personProcedure } from '../identity/procedures.ts'
import { faultPoint } from '../infra/fault-point.ts'
import { router } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { headOf } from '../realtime/feed/change.queries.ts'
import { listChannels } from './list-channels.ts'
import { listMessages } from './list-messages.ts'
import { markRead } from './mark-read.ts'
import { LONGEST_MESSAGE } from './message-text.rules.ts'
import { openMentionChat } from './open-mention-chat.ts'
import { sendMessage } from './send-message.ts'

const pageInput = z.object({
  channelId: idOf<ChannelId>(),
  before: idOf<MessageId>().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
})
const sendInput = z.object({
  clientId: idOf<ClientMutationId>(),
  channelId: idOf<ChannelId>(),
  text: z.string().max(LONGEST_MESSAGE),
})

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
  sendMessage: personProcedure
    .input(sendInput)
    .mutation(({ ctx: { services, actor }, input }) => sendMessage(services, { actor, ...input })),
  openMentionChat: personProcedure
    .input(z.object({ personId: idOf<PersonId>() }))
    .mutation(async ({ ctx: { services, actor }, input: { personId } }) => {
      const nowMs = services.clock.now()
      const channel = await commitInOrganization(services, actor.organizationId, (tx) => openMentionChat(tx, actor, { personId, nowMs }))
      faultPoint('mutation.committed')
      return { channel }
    }),
  markRead: personProcedure
    .input(z.object({ channelId: idOf<ChannelId>(), messageId: idOf<MessageId>() }))
    .mutation(async ({ ctx: { services, actor }, input }) => {
      const read = await commitInOrganization(services, actor.organizationId, (tx) => markRead(tx, actor, input))
      faultPoint('mutation.committed')
      return read
    }),
})
