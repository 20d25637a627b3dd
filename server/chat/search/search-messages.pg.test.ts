import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, snapshotOf } from '@atrium/db/transaction.ts'
import { roomChannelOf, spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type MessageId, type OrganizationId, type SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { aSpace } from '../../space/testing/builders.ts'
import { randomFrom } from '../../slack/testing/shuffle.ts'
import { deleteMessage } from '../delete-message.ts'
import { editMessage } from '../edit-message.ts'
import { aFile } from '../files/testing/builders.ts'
import { listChannels } from '../list-channels.ts'
import { listMessages } from '../list-messages.ts'
import { listThread } from '../list-thread.ts'
import { insertNearbyChannel } from '../nearby.queries.ts'
import { openMentionChat } from '../open-mention-chat.ts'
import { sendMessage } from '../send-message.ts'
import { searchMessages } from './search-messages.ts'

const database = useTestDatabase()
const services = () => testServices(database())
const reading = <T>(actor: PersonActor, work: Parameters<typeof snapshotOf<T>>[2]) =>
  snapshotOf(database().app.db, actor.organizationId, work)
const search = (actor: PersonActor, words: string, more: { channelId?: ChannelId; before?: MessageId; limit?: number } = {}) =>
  reading(actor, (tx) => searchMessages(tx, actor, { words, limit: 100, ...more }))
const write = async (actor: PersonActor, text: string, channelId: ChannelId, more: { threadRootId?: MessageId } = {}) =>
  (await sendMessage(services(), { actor, clientId: newId(), channelId, text, threadRootId: null, alsoInChannel: false, ...more })).message

async function anOffice() {
  const organizationId = await anOrganization(services())
  const space = await aSpace(services(), organizationId)
  const [ada, ben] = [
    actorOf(await aMember(services(), organizationId, { name: 'Ada Lindqvist' })),
    actorOf(await aMember(services(), organizationId, { name: 'Ben Okafor' })),
  ]
  return { organizationId, space, channelId: spaceChannelOf(space.id).id, ada, ben }
}
const chatOf = async (one: PersonActor, other: PersonActor) =>
  (
    await commitInOrganization(services(), one.organizationId, (tx) =>
      openMentionChat(tx, one, { personId: other.personId, nowMs: Date.now() }),
    )
  ).id

/** Everything that somebody can read page by page and thread by thread: the oracle. */
async function readableTo(actor: PersonActor): Promise<MessageView[]> {
  const threads = database().owner.db.selectFrom('message').select('id').where('thread', 'is not', null)
  const rows = await threads.where('organization_id', '=', actor.organizationId).execute()
  return reading(actor, async (tx) => {
    const all: MessageView[] = []
    for (const { channel } of await listChannels(tx, actor)) {
      const { messages, roots } = await listMessages(tx, actor, { channelId: channel.id, limit: 200 })
      all.push(...messages, ...roots)
    }
    for (const { id } of rows) {
      const thread = await listThread(tx, actor, { threadRootId: id as MessageId, limit: 200 }).catch(() => null)
      all.push(...(thread?.replies ?? []))
    }
    return [...new Map(all.map((message) => [message.id, message])).values()]
  })
}

const WORDS = ['plan', 'planet', 'invoice', 'Zürich', '会議', 'lunch', 'key']

/** Spaces, rooms, members, visitors who come at any moment, and what they write, change and take back. */
async function aGeneratedOrganization(seed: number): Promise<{ people: PersonActor[]; organizationId: OrganizationId }> {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const organizationId = await anOrganization(services())
  const spaces = [await aSpace(services(), organizationId), await aSpace(services(), organizationId)]
  const people: PersonActor[] = []
  for (const name of ['Ada Lindqvist', 'Ben Okafor', 'Cy Tanaka']) people.push(actorOf(await aMember(services(), organizationId, { name })))
  const members = [...people]
  const chats: ChannelId[] = []
  const written: { by: PersonActor; message: MessageView }[] = []
  for (let step = 0; step < 70; step++) {
    const dice = random()
    if (dice < 0.06) {
      const space = pick(spaces)
      const visitor = await aVisitor(services(), organizationId, {
        spaceId: space.id,
        ...(random() < 0.5 ? { roomId: space.library } : {}),
      })
      people.push(actorOf(visitor))
    } else if (dice < 0.12) {
      const [one, other] = [pick(members), pick(people)]
      if (one !== other) chats.push(await chatOf(one, other))
    } else if (dice < 0.16) {
      const together = people.filter(() => random() < 0.5)
      if (together.length > 1) await sayTogether(together, pick(spaces).id, `${pick(WORDS)} nearby`)
    } else if (dice < 0.24 && written.length > 0) {
      const { by, message } = pick(written)
      const change = { messageId: message.id, nowMs: Date.now() }
      await commitInOrganization(services(), organizationId, async (tx) => {
        if (random() < 0.5) await editMessage(tx, by, { ...change, text: `${pick(WORDS)} instead` })
        else await deleteMessage(tx, by, change)
      }).catch(() => {})
    } else {
      const by = pick(people)
      const place = pick(spaces)
      const channelId = pick([
        spaceChannelOf(place.id).id,
        roomChannelOf(place.id, place.library).id,
        roomChannelOf(place.id, place.studio).id,
        ...chats,
      ])
      const root =
        random() < 0.3 ? written.findLast(({ message }) => message.channelId === channelId && message.threadRootId === null) : undefined
      // Who may not write there is refused.
      const sent = write(by, `${pick(WORDS)} and ${pick(WORDS)}`, channelId, root ? { threadRootId: root.message.id } : {})
      await sent.then((message) => written.push({ by, message })).catch(() => {})
    }
  }
  return { people, organizationId }
}

/** What people said to each other while they stood together, as it is kept. */
async function sayTogether([by, ...others]: PersonActor[], spaceId: SpaceId, text: string): Promise<void> {
  if (!by) return
  const { organizationId } = by
  const people = [by, ...others].map(({ personId }) => personId).toSorted()
  await inOrganization(services().db, organizationId, async (tx) => {
    const opened = await insertNearbyChannel(tx, organizationId, { id: newId(), spaceId, people, nowMs: Date.now() })
    if (!opened) return
    const author = { author_kind: by.kind, author_id: by.personId, author_name: 'One of them' }
    const row = { organization_id: organizationId, id: newId<MessageId>(), channel_id: opened.id, ...author, text, source: 'atrium' }
    await tx.insertInto('message').values(row).execute()
  })
}

describe('search', () => {
  it('[CH8] finds all that somebody may read and nothing else, in generated organizations', async () => {
    const organizations = []
    for (let seed = 1; seed <= 6; seed++) organizations.push(await aGeneratedOrganization(seed))
    let found = 0
    for (const [index, { people }] of organizations.entries())
      for (const [number, person] of people.entries()) {
        const readable = (await readableTo(person)).filter(({ deletedAt }) => deletedAt === null)
        for (const word of WORDS) {
          const expected = readable.filter(({ text }) => text.split(' ').some((one) => one.startsWith(word)))
          const { messages, more } = await search(person, word)
          expect(more).toBe(false)
          expect(
            messages.map(({ id }) => id),
            `seed ${index + 1}, person ${number}, ${word}`,
          ).toEqual(
            expected
              .map(({ id }) => id)
              .toSorted()
              .toReversed(),
          )
          found += messages.length
        }
      }
    expect(found).toBeGreaterThan(500)
  })

  it('[CH8] follows edits and deletes at once, and finds a message by the names of its files', async () => {
    const { ada, ben, channelId } = await anOffice()
    const { id } = await write(ada, 'The old plan', channelId)
    const idsOf = async (words: string) => (await search(ben, words)).messages.map((message) => message.id)
    expect(await idsOf('old pla')).toEqual([id])
    await commitInOrganization(services(), ada.organizationId, (tx) =>
      editMessage(tx, ada, { messageId: id, text: 'The new plan', nowMs: Date.now() }),
    )
    expect([await idsOf('old'), await idsOf('NEW')]).toEqual([[], [id]])
    await commitInOrganization(services(), ada.organizationId, (tx) => deleteMessage(tx, ada, { messageId: id, nowMs: Date.now() }))
    expect(await idsOf('new')).toEqual([])
    const file = await aFile(services(), ada)
    const { message } = await sendMessage(services(), {
      ...{ actor: ada, clientId: newId(), channelId, text: 'Here', threadRootId: null, alsoInChannel: false },
      fileIds: [file.id],
    })
    expect(await idsOf(`here ${message.files[0]?.name ?? ''}`)).toEqual([message.id])
    expect(await idsOf(message.files[0]?.name ?? '')).toEqual([message.id])
  })

  it('[CH8] pages from the newest to the oldest, in one chat alone when asked', async () => {
    const { ada, ben, channelId, space } = await anOffice()
    const written: MessageId[] = []
    for (let number = 0; number < 7; number++) written.push((await write(ada, `report ${number}`, channelId)).id)
    const elsewhere = await write(ben, 'report elsewhere', roomChannelOf(space.id, space.studio).id)
    const first = await search(ben, 'report', { limit: 5 })
    expect(first.more).toBe(true)
    const last = first.messages.at(-1)?.id
    const rest = await search(ben, 'report', { limit: 5, ...(last ? { before: last } : {}) })
    expect(rest.more).toBe(false)
    expect([...first.messages, ...rest.messages].map(({ id }) => id)).toEqual([...written, elsewhere.id].toReversed())
    expect((await search(ben, 'report', { channelId })).messages).toHaveLength(7)
    const chat = await chatOf(ada, ben)
    const stranger = actorOf(await aMember(services(), ada.organizationId, { name: 'Cy Tanaka' }))
    await expect(search(stranger, 'report', { channelId: chat })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('[CH8] finds what is older than the newest thousands, in the chats that were asked for and nowhere else', async () => {
    const { ada, channelId, space } = await anOffice()
    const studio = roomChannelOf(space.id, space.studio).id
    const { id } = await write(ada, 'the very first', channelId)
    await write(ada, 'in the studio', studio)
    await sql`
      insert into message (organization_id, id, channel_id, author_kind, author_id, author_name, text, source)
      select organization_id, uuidv7((n - 10000) * interval '1 second'), case when n % 2 = 0 then channel_id else ${studio} end,
        author_kind, author_id, author_name,
        concat_ws(' ', 'everywhere', case when n % 1000 < 2 then 'seldom' end, case when n % 250 = 0 then 'quarterly' end), source
      from message cross join generate_series(1, 9500) n where organization_id = ${ada.organizationId} and id = ${id}
    `.execute(database().owner.db)
    const expected = await database()
      .owner.db.selectFrom('message')
      .select(['id', 'channel_id', 'text'])
      .where('organization_id', '=', ada.organizationId)
      .orderBy('id', 'desc')
      .execute()
    for (const words of ['seldom', 'quarterly', 'seldom quarter', 'everywhere seldom', 'nowhere'])
      for (const where of [undefined, channelId, studio]) {
        const seen: MessageId[] = []
        for (let before: MessageId | undefined; ; before = seen.at(-1)) {
          const page = await search(ada, words, { limit: 8, ...(where ? { channelId: where } : {}), ...(before ? { before } : {}) })
          seen.push(...page.messages.map((message) => message.id))
          if (!page.more) break
        }
        const wanted = expected.filter(
          ({ text, channel_id }) => words.split(' ').every((word) => text.includes(word)) && (where ?? channel_id) === channel_id,
        )
        expect(seen, `${words} in ${where ?? 'all'}`).toEqual(wanted.map((message) => message.id))
      }
  })

  it('[CH8] the server cannot read the words themselves, and the search looks nowhere outside a transaction’s organization', async () => {
    const { ada, channelId } = await anOffice()
    await write(ada, 'secret plan', channelId)
    const { organizationId: other } = await anOffice()
    const looking = sql<{
      id: string
    }>`select id from search.messages('secret', ${[channelId]}::uuid[], '00000000-0000-0000-0000-000000000000', null, 10)`
    expect((await inOrganization(database().app.db, ada.organizationId, (tx) => looking.execute(tx))).rows).toHaveLength(1)
    expect((await inOrganization(database().app.db, other, (tx) => looking.execute(tx))).rows).toEqual([])
    expect((await looking.execute(database().app.db)).rows).toEqual([])
    for (const statement of [sql`select words from search.message_words`, sql`select search.words_of('x')`])
      await expect(inOrganization(database().app.db, ada.organizationId, (tx) => statement.execute(tx))).rejects.toThrow(
        /permission denied/,
      )
  })
})
