import { TRPCError } from '@trpc/server'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { NOTIFICATION_KINDS, type NotificationKind } from '@atrium/shared/chat/notification-preferences.ts'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import {
  newId,
  type ChannelId,
  type ClientMutationId,
  type ContactId,
  type ConversationId,
  type FileId,
  type MemberId,
  type MessageId,
  type PersonId,
} from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { applyChange, emptyState, type FeedState } from '@atrium/shared/realtime/apply-change.ts'
import type { Change, SequencedChange } from '@atrium/shared/realtime/change.ts'
import { settleReceivedFile, type FetchOutcome } from '../chat/files/settle-received-file.ts'
import { aFile } from '../chat/files/testing/builders.ts'
import { receiveMessage } from '../chat/receive-message.ts'
import { broadcastReceivedReply, deleteReceivedMessage, editReceivedMessage } from '../chat/revise-received-message.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../identity/testing/builders.ts'
import { rateConversation } from '../inbox/ratings/rate-conversation.ts'
import { aConversation } from '../inbox/testing/builders.ts'
import type { ChangeFeed, Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { createCallerFactory } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { createFeed, type Feed } from '../realtime/feed/create-feed.ts'
import { audibleChanges } from '../realtime/feed/change.queries.ts'
import { standingOf } from '../realtime/feed/standing.queries.ts'
import { createScenes } from '../realtime/presence/create-scenes.ts'
import { socketTape } from '../realtime/testing/socket-tape.ts'
import { aSpace } from '../space/testing/builders.ts'
import { appRouter } from './router.ts'

const database = useTestDatabase()
const callerOf = createCallerFactory(appRouter)
let services: Services
let feed: Feed
let scenes: Scenes & { stop(): Promise<void> }

beforeAll(() => {
  services = testServices(database())
  feed = createFeed(services)
  scenes = createScenes(services.logger)
})
afterAll(() => Promise.all([feed.stop(), scenes.stop()]))

function apiOf(actor: PersonActor) {
  const live: { feed: ChangeFeed; scenes: Scenes } = { feed, scenes }
  const userId = actor.kind === 'member' ? actor.userId : null
  return callerOf({ ...live, services, actor, userId, sessionHash: null, socket: socketTape(), address: '', publicUrl: '' })
}

async function anOffice() {
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  const ada = actorOf(await aMember(services, organizationId, { name: 'Ada', role: 'owner' }))
  const ben = actorOf(await aMember(services, organizationId, { name: 'Ben' }))
  const cy = actorOf(await aMember(services, organizationId, { name: 'Cy' }))
  const vera = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, sinceMs: Date.now() - 1000 }))
  const people: PersonActor[] = [ada, ben, cy, vera]
  return { organizationId, space, people, members: [ada, ben, cy], system: { kind: 'system' as const, organizationId, name: 'test' } }
}
type Office = Awaited<ReturnType<typeof anOffice>>

type Op =
  | { do: 'say'; who: number; to: number | null; withFile: boolean }
  | { do: 'open'; who: number; with: number }
  | { do: 'read'; who: number; channel: number; message: number }
  | { do: 'hear'; who: number; channel: number }
  | { do: 'edit' | 'delete' | 'broadcast'; message: number }
  | { do: 'answer' | 'hearAnswer'; who: number; root: number; to: number | null; also: boolean }
  | { do: 'readThread'; who: number; root: number; message: number }
  | { do: 'fetch'; file: number; fails: boolean }
  | { do: 'role'; who: number; role: 'admin' | 'member' }
  | { do: 'enter' | 'leave' | 'busy'; who: number }
  | { do: 'room'; who: number; room: number }
  | { do: 'hide'; who: number; hidden: boolean }
  | { do: 'favour'; who: number; whom: number; isFavourite: boolean }
  | { do: 'floor'; name: string }
  | { do: 'prefer'; who: number; kinds: NotificationKind[] }
  | { do: 'ask' | 'customer' }
  | { do: 'reply' | 'note' | 'assign' | 'close' | 'rate'; who: number; conversation: number }
const number = fc.nat(50)
const anOp: fc.Arbitrary<Op> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('say' as const), who: number, to: fc.option(number), withFile: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open' as const), who: number, with: number }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('read' as const), who: number, channel: number, message: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hear' as const), who: number, channel: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('edit' as const, 'delete' as const), message: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fetch' as const), file: number, fails: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('broadcast' as const), message: number }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom('answer' as const, 'answer' as const, 'hearAnswer' as const),
      ...{ who: number, root: number, to: fc.option(number), also: fc.boolean() },
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('readThread' as const), who: number, root: number, message: number }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('role' as const), who: number, role: fc.constantFrom('admin' as const, 'member' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('enter' as const, 'leave' as const, 'busy' as const), who: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('room' as const), who: number, room: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hide' as const), who: number, hidden: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('favour' as const), who: number, whom: number, isFavourite: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('floor' as const), name: fc.constantFrom('Attic', 'Cellar') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prefer' as const), who: number, kinds: fc.subarray([...NOTIFICATION_KINDS]) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ask' as const, 'customer' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('reply' as const, 'note' as const, 'assign' as const, 'close' as const, 'rate' as const),
      who: number,
      conversation: number,
    }),
  },
)

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]

/** By the real use cases; what one refuses has changed nothing. */
async function perform(office: Office, op: Op): Promise<void> {
  try {
    const run = OPS[op.do] as (office: Office, op: Op) => Promise<unknown>
    await run(office, op)
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error
    if (!(cause instanceof AtriumError)) throw error
  }
}

/** A file that came with a message from outside. */
const HEARD = { name: 'plan.png', mimeType: 'image/png', sizeBytes: 9, width: 4, height: 3 }

type OpOf<K extends Op['do']> = Op & { do: K }
const OPS: { [K in Op['do']]: (office: Office, op: OpOf<K>) => Promise<unknown> } = {
  say: async ({ people, space }, { who, to, withFile }) => {
    const actor = pick(people, who)!
    const target = to === null ? null : pick(people, to)
    const text = target ? `<@p:${target.personId}> hello` : 'hello'
    const channelId = spaceChannelOf(space.id).id
    const fileIds = withFile ? [(await aFile(services, actor)).id] : []
    await apiOf(actor).chat.sendMessage({ clientId: newId(), channelId, text, fileIds })
  },
  open: ({ people }, op) => apiOf(pick(people, op.who)!).chat.openMentionChat({ personId: pick(people, op.with)!.personId }),
  read: async (office, { who, channel, message }) => {
    const api = apiOf(pick(office.people, who)!)
    const written = (await api.chat.listChannels()).channels.filter(({ lastMessage }) => lastMessage !== null)
    const channelId = pick(written, channel)?.channel.id
    if (!channelId) return
    const messageId = pick((await api.chat.listMessages({ channelId, limit: 200 })).messages, message)?.id
    if (messageId) await api.chat.markRead({ channelId, messageId })
  },
  hear: async ({ organizationId, system, members }, { who, channel }) => {
    const author = pick(members, who)!
    const { channels } = await apiOf(author).chat.listChannels()
    const mention = pick(
      channels.filter((summary) => summary.channel.kind === 'mention'),
      channel,
    )
    if (!mention) return
    const heard = {
      channelId: mention.channel.id,
      authorId: author.personId as MemberId,
      text: 'from Slack',
      createdAtMs: Date.now(),
      files: [HEARD],
    }
    await commitInOrganization(services, organizationId, (tx) => receiveMessage(tx, system, heard))
  },
  edit: async ({ organizationId, system }, { message }) => {
    const messageId = await someMessage(organizationId, message)
    const edit = { messageId, text: 'edited', editedAtMs: Date.now() }
    await commitInOrganization(services, organizationId, (tx) => editReceivedMessage(tx, system, edit))
  },
  delete: async ({ organizationId, system }, { message }) => {
    const messageId = await someMessage(organizationId, message)
    await commitInOrganization(services, organizationId, (tx) => deleteReceivedMessage(tx, system, { messageId, deletedAtMs: Date.now() }))
  },
  broadcast: async ({ organizationId, system }, { message }) => {
    const messageId = await someMessage(organizationId, message, 'replies')
    await commitInOrganization(services, organizationId, (tx) => broadcastReceivedReply(tx, system, messageId))
  },
  answer: async ({ people, organizationId }, { who, root, to, also }) => {
    const answered = await someRoot(organizationId, root)
    const target = to === null ? null : pick(people, to)
    const text = target ? `<@p:${target.personId}> <@all> reply` : 'reply'
    const { id: threadRootId, channel_id } = answered
    const reply = { clientId: newId<ClientMutationId>(), channelId: channel_id as ChannelId, text, threadRootId, alsoInChannel: also }
    await apiOf(pick(people, who)!).chat.sendMessage({ ...reply, threadRootId: threadRootId as MessageId })
  },
  hearAnswer: async ({ organizationId, system, members }, { who, root, also }) => {
    const { id, channel_id } = await someRoot(organizationId, root)
    const heard = { channelId: channel_id as ChannelId, authorId: pick(members, who)!.personId as MemberId, createdAtMs: Date.now() }
    const reply = { ...heard, text: 'reply from Slack', inReplyTo: id as MessageId, alsoInChannel: also }
    await commitInOrganization(services, organizationId, (tx) => receiveMessage(tx, system, reply))
  },
  readThread: async ({ organizationId, people }, { who, root, message }) => {
    const api = apiOf(pick(people, who)!)
    const threadRootId = (await someRoot(organizationId, root)).id as MessageId
    const messageId = pick((await api.chat.listThread({ threadRootId, limit: 200 })).replies, message)?.id
    if (messageId) await api.chat.markThreadRead({ threadRootId, messageId })
  },
  fetch: async ({ organizationId, system }, { file, fails }) => {
    const rows = await inOrganization(services.db, organizationId, (tx) =>
      tx
        .selectFrom('file')
        .select('id')
        .where('organization_id', '=', organizationId)
        .where('state', '=', 'fetching')
        .orderBy('id')
        .execute(),
    )
    const fileId = pick(rows, file)?.id as FileId | undefined
    const kept = { mimeType: 'image/png', sizeBytes: 7, dimensions: { width: 3, height: 2 }, thumbnail: Buffer.from('picture') }
    const outcome: FetchOutcome = fails ? { state: 'failed', failure: 'It is gone.' } : { state: 'stored', ...kept }
    if (fileId)
      await commitInOrganization(services, organizationId, (tx) => settleReceivedFile(tx, system, { fileId, outcome, nowMs: Date.now() }))
  },
  enter: ({ people, space }, { who }) => apiOf(pick(people, who)!).space.enter({ spaceId: space.id }),
  leave: ({ people }, { who }) => apiOf(pick(people, who)!).space.leave(),
  busy: ({ people }, { who }) => apiOf(pick(people, who)!).space.setStatus({ status: 'busy', text: 'thinking' }),
  room: ({ people, space }, { who, room }) =>
    apiOf(pick(people, who)!).space.goToRoom({ roomId: pick([space.library, space.studio], room)! }),
  hide: ({ members }, { who, hidden }) => apiOf(pick(members, who)!).space.hidePosition({ hidden }),
  favour: ({ members }, { who, whom, isFavourite }) =>
    apiOf(pick(members, who)!).space.setFavourite({ memberId: pick(members, whom)!.personId as MemberId, isFavourite }),
  floor: ({ people }, { name }) => apiOf(people[0]!).space.createSpace({ name }),
  prefer: ({ members }, { who, kinds }) =>
    apiOf(pick(members, who)!).chat.setNotificationPreferences({ ways: { app: kinds, desktop: [], sound: kinds }, quietHours: null }),
  ask: ({ organizationId }) => aConversation(services, organizationId),
  customer: ({ people }) => apiOf(people[0]!).inbox.createCustomer({ name: 'Acme' }),
  reply: inConversation((api, conversationId) => api.inbox.reply({ clientId: newId(), conversationId, text: 'Gladly.' })),
  note: inConversation((api, conversationId) => api.inbox.addNote({ clientId: newId(), conversationId, text: 'Careful.' })),
  assign: inConversation((api, conversationId, { personId }) => api.inbox.assign({ conversationId, assigneeId: personId as MemberId })),
  close: inConversation((api, conversationId) => api.inbox.setStatus({ conversationId, status: 'closed' })),
  rate: inConversation(async (_api, conversationId, { organizationId }) => {
    const actor = { kind: 'system' as const, organizationId, name: 'test' }
    await commitInOrganization(services, organizationId, async (tx) => {
      const row = await tx.selectFrom('conversation').select('contact_id').where('id', '=', conversationId).executeTakeFirstOrThrow()
      await rateConversation(tx, actor, { conversationId, contactId: row.contact_id as ContactId, score: 4, nowMs: Date.now() })
    })
  }),
  role: ({ people, members }, { who, role }) =>
    apiOf(people[0]!).identity.changeRole({ memberId: pick(members.slice(1), who)!.personId as MemberId, role }),
}

function inConversation(work: (api: ReturnType<typeof apiOf>, id: ConversationId, actor: PersonActor) => Promise<unknown>) {
  return async ({ members }: Office, { who, conversation }: { who: number; conversation: number }) => {
    const actor = pick(members, who)!
    const { conversations } = await apiOf(actor).inbox.listConversations({ limit: 200 })
    const found = pick(conversations, conversation)
    if (found) await work(apiOf(actor), found.id, actor)
  }
}

async function someMessage(organizationId: Office['organizationId'], index: number, of: 'all' | 'replies' = 'all'): Promise<MessageId> {
  const rows = await messagesOf(organizationId)
  return (pick(of === 'all' ? rows : rows.filter(({ thread_root_id }) => thread_root_id !== null), index)?.id ?? newId()) as MessageId
}

async function someRoot(organizationId: Office['organizationId'], index: number) {
  const roots = (await messagesOf(organizationId)).filter(({ thread_root_id }) => thread_root_id === null)
  return pick(roots, index) ?? { id: newId<MessageId>(), channel_id: newId<ChannelId>() }
}

function messagesOf(organizationId: Office['organizationId']) {
  return inOrganization(services.db, organizationId, (tx) =>
    tx
      .selectFrom('message')
      .select(['id', 'channel_id', 'thread_root_id'])
      .where('organization_id', '=', organizationId)
      .orderBy('id')
      .execute(),
  )
}

/** What the pages fetch, and the smallest of the heads. */
async function fetchState(actor: PersonActor): Promise<{ state: FeedState; head: number }> {
  const api = apiOf(actor)
  const state = emptyState()
  const { channels, head } = await api.chat.listChannels()
  for (const summary of channels) {
    state.channels[summary.channel.id] = summary
    const { messages } = await api.chat.listMessages({ channelId: summary.channel.id, limit: 200 })
    state.messages[summary.channel.id] = messages
    for (const { id, threadRootId } of messages) {
      if (threadRootId !== null) continue
      const { root, replies } = await api.chat.listThread({ threadRootId: id, limit: 200 })
      state.threads[id] = replies
      if (root) state.roots[id] = root
    }
  }
  for (const space of (await api.space.list()).spaces) {
    state.spaces[space.id] = space
    for (const presence of (await api.space.presence({ spaceId: space.id })).present) state.presence[presence.person.id] = presence
  }
  if (actor.kind === 'member') await fetchOfMembers(api, state)
  return { state, head }
}

async function fetchOfMembers(api: ReturnType<typeof apiOf>, state: FeedState): Promise<void> {
  state.notificationPreferences = (await api.chat.notificationPreferences()).preferences
  for (const favourite of (await api.space.listFavourites()).favourites) state.favourites[favourite.memberId] = favourite
  for (const member of (await api.identity.listMembers()).members) state.members[member.id] = member
  for (const customer of (await api.inbox.listCustomers()).customers) state.customers[customer.id] = customer
  for (const { id } of (await api.inbox.listConversations({ limit: 200 })).conversations) {
    const { conversation, messages, notes, ratings } = await api.inbox.getConversation({ conversationId: id })
    state.conversations[id] = conversation
    state.conversationMessages[id] = messages
    state.notes[id] = notes
    state.ratings[id] = ratings
  }
}

function changesFor(actor: PersonActor, after: number): Promise<SequencedChange[]> {
  const { organizationId } = actor
  return inOrganization(services.db, organizationId, async (tx) => {
    const standing = await standingOf(tx, actor)
    if (!standing) return []
    const range = { after, upTo: Number.MAX_SAFE_INTEGER, limit: 10_000, ...standing }
    const stored = await audibleChanges(tx, organizationId, range)
    return stored.map(({ seq, kind, payload }) => ({ seq, kind, payload: JSON.parse(payload) as unknown }) as SequencedChange)
  })
}

/** Histories as far as they are held; contacts stand with their conversations, and nothing here changes the organization itself. */
function compared(state: FeedState, held: FeedState) {
  const heldOf = <T>(histories: Record<string, T>, like: object) =>
    Object.fromEntries(Object.entries(histories).filter(([id]) => id in like))
  return {
    ...state,
    organization: null,
    // When it was chosen is not kept.
    favourites: Object.keys(state.favourites).toSorted(),
    contacts: {},
    messages: heldOf(state.messages, held.messages),
    threads: heldOf(state.threads, held.threads),
    roots: heldOf(state.roots, held.roots),
    conversationMessages: heldOf(state.conversationMessages, held.conversationMessages),
    notes: heldOf(state.notes, held.notes),
    ratings: heldOf(state.ratings, held.ratings),
  }
}

it('applying the changes to a stale state equals a fresh fetch, whoever looks and wherever they begin', { timeout: 300_000 }, async () => {
  const scenario = fc.record({
    before: fc.array(anOp, { maxLength: 20 }),
    after: fc.array(anOp, { minLength: 1, maxLength: 12 }),
    viewer: number,
    /** How many changes before their snapshot the subscription begins. */
    early: fc.nat(15),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ before, after, viewer, early }) => {
      const office = await anOffice()
      const actor = pick(office.people, viewer)!
      for (const op of before) await perform(office, op)
      const { state, head } = await fetchState(actor)
      for (const op of after) await perform(office, op)
      const me: PersonId = actor.personId
      for (const change of await changesFor(actor, Math.max(0, head - early))) applyChange(state, change as Change, me)
      const fresh = (await fetchState(actor)).state
      expect(compared(state, state)).toEqual(compared(fresh, state))
    }),
    { numRuns: 60 },
  )
})
