import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type ClientMutationId, type MessageId } from '@atrium/shared/ids.ts'
import { aFile } from '../../../chat/files/testing/builders.ts'
import { actorOf, aMember } from '../../../identity/testing/builders.ts'
import type { Scene } from '../matrix-scene.ts'
import type { Sample } from '../sample-inputs.ts'

/** A space's own chat has the id of the space. */
const channelOf = ({ spaceId }: Scene) => spaceId as string as ChannelId

export const chatSamples: Record<string, Sample> = {
  'chat.listChannels': {},
  'chat.listMessages': { input: async (scene) => ({ channelId: channelOf(scene), limit: 20 }) },
  'chat.searchMessages': { input: async (scene) => ({ words: 'hello', channelId: channelOf(scene) }) },
  'chat.sendMessage': {
    input: async (scene) => ({
      ...{ clientId: newId<ClientMutationId>(), channelId: channelOf(scene), text: 'Hello there' },
      threadRootId: await aMessage(scene),
      alsoInChannel: true,
    }),
    foreign: async (scene) => ({ fileIds: [(await aFile(scene.services, actorOf(scene.owner))).id] }),
  },
  'chat.setTyping': {
    input: async (scene) => ({ channelId: channelOf(scene), threadRootId: await aMessage(scene), isTyping: true }),
    onSocketAfter: () => [],
  },
  'chat.discardFile': {
    input: async ({ services, owner }) => ({ fileId: (await aFile(services, actorOf(owner))).id }),
    // Nobody but who uploaded it.
    answers: ['not_found'],
  },
  'chat.openMentionChat': {
    input: async ({ services, organizationId }) => ({ personId: (await aMember(services, organizationId, { name: 'Ben Okafor' })).id }),
  },
  // Nobody stands near whoever calls it.
  'chat.openNearbyChat': { answers: ['not_found'] },
  'chat.editMessage': {
    input: async (scene) => ({ messageId: await aMessage(scene), text: 'Something else to read' }),
    // Nobody but the author.
    answers: ['not_allowed'],
  },
  'chat.deleteMessage': { input: async (scene) => ({ messageId: await aMessage(scene) }) },
  'chat.addReaction': { input: async (scene) => ({ messageId: await aMessage(scene), emoji: '👍' }) },
  'chat.removeReaction': { input: async (scene) => ({ messageId: await aMessage(scene), emoji: '👍' }) },
  'chat.listThread': { input: async (scene) => ({ threadRootId: await aMessage(scene), limit: 20 }) },
  'chat.markThreadRead': { input: aReply },
  'chat.notificationPreferences': {},
  'chat.setNotificationPreferences': {
    input: async () => ({
      ways: { app: ['private', 'place'], desktop: ['name'], sound: [] },
      quietHours: { from: 22 * 60, until: 7 * 60, timeZone: 'Asia/Tokyo' },
    }),
  },
  'chat.markRead': { input: async (scene) => ({ channelId: channelOf(scene), messageId: await aMessage(scene) }) },
}

async function aReply(scene: Scene): Promise<{ threadRootId: MessageId; messageId: MessageId }> {
  const threadRootId = await aMessage(scene)
  return { threadRootId, messageId: await aMessage(scene, threadRootId) }
}

async function aMessage(scene: Scene, threadRootId: MessageId | null = null): Promise<MessageId> {
  const { services, organizationId, owner } = scene
  const id = newId<MessageId>()
  await inOrganization(services.db, organizationId, (tx) =>
    tx
      .insertInto('message')
      .values({
        organization_id: organizationId,
        id,
        channel_id: channelOf(scene),
        author_kind: 'member',
        author_id: owner.id,
        author_name: owner.name,
        text: 'Something to read',
        source: 'atrium',
        thread_root_id: threadRootId,
      })
      .execute(),
  )
  return id
}
