import { describe, expect, it } from 'vitest'
import { connect, type Db } from '@atrium/db/connect.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import { newId, type ClientMutationId, type FileId, type MessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { PersonActor, SystemActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { aSpace, type TestSpace } from '../../space/testing/builders.ts'
import { deleteMessage } from '../delete-message.ts'
import { listMessages } from '../list-messages.ts'
import { openMentionChannel } from '../open-mention-channel.ts'
import { receiveMessage } from '../receive-message.ts'
import { deleteReceivedMessage } from '../revise-received-message.ts'
import { sendMessage } from '../send-message.ts'
import { CHUNK_BYTES } from './chunks.queries.ts'
import { discardFile } from './discard-file.ts'
import { keepBytes } from './keep-bytes.ts'
import { readWholeFile } from './read-file.ts'
import { receiveFiles, type ReceivedFile } from './receive-files.ts'
import { settleReceivedFile, type FetchOutcome } from './settle-received-file.ts'
import { sweepFiles, UNATTACHED_MS } from './sweep-files.ts'
import { aFile, aPicture, inPieces } from './testing/builders.ts'
import { MOST_UNATTACHED, uploadFile } from './upload-file.ts'

const database = useTestDatabase()
const services = () => testServices(database())

interface Office {
  organizationId: OrganizationId
  system: SystemActor
  space: TestSpace
  ada: TestMember
  ben: TestMember
}
async function anOffice(): Promise<Office> {
  const organizationId = await anOrganization(services())
  const space = await aSpace(services(), organizationId)
  const ada = await aMember(services(), organizationId, { name: 'Ada' })
  const ben = await aMember(services(), organizationId, { name: 'Ben' })
  return { organizationId, system: { kind: 'system', organizationId, name: 'slack' }, space, ada, ben }
}
interface SendOptions {
  text?: string
  clientId?: ClientMutationId
  db?: Db
}
const send = (
  { space }: Office,
  actor: PersonActor,
  fileIds: FileId[],
  { text = '', clientId = newId(), db = database().app.db }: SendOptions = {},
) => sendMessage({ ...services(), db }, { actor, clientId, channelId: spaceChannelOf(space.id).id, text, fileIds })
/** Of everybody's, read as the owner: how many files and chunks there are. */
async function rowsOf(organizationId: OrganizationId): Promise<{ files: number; chunks: number }> {
  const count = async (table: 'file' | 'file_chunk') =>
    (await database().owner.db.selectFrom(table).select('organization_id').where('organization_id', '=', organizationId).execute()).length
  return { files: await count('file'), chunks: await count('file_chunk') }
}
const bytesOf = ({ organizationId }: Office, fileId: FileId, sizeBytes: number) =>
  readWholeFile(database().app.db, { organizationId, fileId, variant: 'original' }, sizeBytes)

describe('uploading', () => {
  it('[CH1] keeps every byte, in chunks, whatever pieces they came in', async () => {
    const office = await anOffice()
    const bytes = Buffer.from(Array.from({ length: 2 * CHUNK_BYTES + 4_567 }, (_, index) => (index * 31 + (index >> 9)) % 256))
    for (const pieceBytes of [1_000, CHUNK_BYTES, 3 * CHUNK_BYTES]) {
      const upload = { name: 'a.bin', mimeType: undefined, source: inPieces(bytes, pieceBytes), maxBytes: bytes.length }
      const file = await uploadFile(services(), actorOf(office.ada), upload)
      expect(file).toMatchObject({ sizeBytes: bytes.length, mimeType: 'application/octet-stream', state: 'stored', hasThumbnail: false })
      expect((await bytesOf(office, file.id, bytes.length)).equals(bytes)).toBe(true)
    }
    expect(await rowsOf(office.organizationId)).toEqual({ files: 3, chunks: 9 })
  })

  it('[CH1] knows an image by its bytes and nothing by what it is said to be', async () => {
    const { ada } = await anOffice()
    const picture = await aFile(services(), actorOf(ada), { name: 'a.txt', mimeType: 'text/plain', bytes: await aPicture() })
    expect(picture).toMatchObject({ mimeType: 'image/png', width: 640, height: 320, hasThumbnail: true })
    const page = Buffer.from('<script>alert(1)</script>')
    const claimed = await aFile(services(), actorOf(ada), { name: 'a.png', mimeType: 'image/png', bytes: page })
    expect(claimed).toMatchObject({ mimeType: 'application/octet-stream', width: null, hasThumbnail: false, state: 'stored' })
  })

  it('[CH1] leaves nothing of what is too large, empty or cut off', async () => {
    const office = await anOffice()
    const upload = (source: AsyncIterable<Uint8Array>) =>
      uploadFile(services(), actorOf(office.ada), { name: 'a.bin', mimeType: undefined, source, maxBytes: 3 * CHUNK_BYTES })
    await expect(upload(inPieces(Buffer.alloc(3 * CHUNK_BYTES + 1)))).rejects.toMatchObject({ code: 'too_large' })
    await expect(upload(inPieces(Buffer.alloc(0)))).rejects.toMatchObject({ code: 'bad_input' })
    const cutOff = async function* () {
      yield Buffer.alloc(2 * CHUNK_BYTES)
      expect(await rowsOf(office.organizationId)).toEqual({ files: 1, chunks: 2 })
      throw new Error('the connection went')
    }
    await expect(upload(cutOff())).rejects.toThrow('the connection went')
    expect(await rowsOf(office.organizationId)).toEqual({ files: 0, chunks: 0 })
  })

  it('[CH1] takes no more than somebody could send, until they send some or remove them', async () => {
    const { ada, ben } = await anOffice()
    const files: FileView[] = []
    for (let index = 0; index < MOST_UNATTACHED; index++) files.push(await aFile(services(), actorOf(ada)))
    await expect(aFile(services(), actorOf(ada))).rejects.toMatchObject({ code: 'too_many' })
    await aFile(services(), actorOf(ben))
    const remove = (actor: PersonActor) =>
      commitInOrganization(services(), actor.organizationId, (tx) => discardFile(tx, actor, { fileId: files[0]!.id }))
    await expect(remove(actorOf(ben))).rejects.toMatchObject({ code: 'not_found' })
    await remove(actorOf(ada))
    await aFile(services(), actorOf(ada))
  })

  it('[CH1] removes after a day what was never sent, and nothing else', async () => {
    const office = await anOffice()
    const sent = await aFile(services(), actorOf(office.ada))
    await aFile(services(), actorOf(office.ada), { bytes: await aPicture() })
    await send(office, actorOf(office.ada), [sent.id])
    const nowMs = Date.now()
    await sweepFiles(services(), nowMs + UNATTACHED_MS - 60_000)
    expect((await rowsOf(office.organizationId)).files).toBe(2)
    await sweepFiles(services(), nowMs + UNATTACHED_MS + 60_000)
    expect(await rowsOf(office.organizationId)).toEqual({ files: 1, chunks: 1 })
    expect((await bytesOf(office, sent.id, sent.sizeBytes)).toString()).toBe('Remember the milk')
  })
})

describe('sending', () => {
  it('[CH1] a message carries its files in their order, with words or without', async () => {
    const office = await anOffice()
    const [one, two] = [
      await aFile(services(), actorOf(office.ada)),
      await aFile(services(), actorOf(office.ada), { bytes: await aPicture() }),
    ]
    const { message } = await send(office, actorOf(office.ada), [two.id, one.id])
    expect(message).toMatchObject({ text: '', files: [two, one], rev: 1 })
    const three = await aFile(services(), actorOf(office.ada))
    const worded = await send(office, actorOf(office.ada), [three.id], { text: 'As promised' })
    expect(worded.message).toMatchObject({ text: 'As promised', files: [three] })
    const told = await feedOf(database().owner, office.organizationId, 'chat.messageChanged')
    expect(told.map(({ payload }) => payload.message)).toEqual([message, worded.message])
    const page = await commitInOrganization(services(), office.organizationId, (tx) =>
      listMessages(tx, actorOf(office.ben), { channelId: message.channelId, limit: 10 }),
    )
    expect(page.messages).toEqual([message, worded.message])
  })

  it('[CH1] a retried message is answered with the message it was, files and all: at once, on two nodes, later, and after it was deleted', async () => {
    const office = await anOffice()
    const file = await aFile(services(), actorOf(office.ada))
    const clientId = newId<ClientMutationId>()
    const otherNode = connect({ url: database().url, role: 'app', poolSize: 2 })
    const again = (db = database().app.db) => send(office, actorOf(office.ada), [file.id], { clientId, db })
    const sent = await Promise.all([again(), again(otherNode.db), again(), again(otherNode.db)])
    await otherNode.close()
    for (const { message } of [...sent, await again()]) expect(message).toEqual(sent[0].message)
    expect(await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).toHaveLength(1)
    const { id } = sent[0].message
    await commitInOrganization(services(), office.organizationId, (tx) =>
      deleteMessage(tx, actorOf(office.ada), { messageId: id, nowMs: 1 }),
    )
    expect((await again()).message).toMatchObject({ id, deletedAt: 1, files: [] })
  })

  it('[CH1] a file goes with one message, also when two are sent at one moment', async () => {
    const office = await anOffice()
    const [file, other] = [await aFile(services(), actorOf(office.ada)), await aFile(services(), actorOf(office.ada))]
    const outcomes = await Promise.allSettled([
      send(office, actorOf(office.ada), [file.id], { text: 'one' }),
      send(office, actorOf(office.ada), [other.id, file.id], { text: 'two' }),
      send(office, actorOf(office.ben), [], { text: 'three' }),
    ])
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : null))).toEqual([null, 'conflict', null])
    await expect(send(office, actorOf(office.ada), [file.id])).rejects.toMatchObject({ code: 'conflict' })
    await send(office, actorOf(office.ada), [other.id])
  })

  it('[CH1] [ID2] nobody sends what is not theirs, not uploaded yet, of another organization, or twice', async () => {
    const [office, elsewhere] = [await anOffice(), await anOffice()]
    const [bens, foreign] = [await aFile(services(), actorOf(office.ben)), await aFile(services(), actorOf(elsewhere.ada))]
    const mine = await aFile(services(), actorOf(office.ada))
    const coming = newId<FileId>()
    await database()
      .owner.db.insertInto('file')
      .values({
        organization_id: office.organizationId,
        id: coming,
        uploaded_by: office.ada.id,
        name: 'x',
        mime_type: 'a/b',
        size_bytes: 0,
        state: 'fetching',
      })
      .execute()
    const codes: Record<string, FileId[]> = {
      not_found: [bens.id],
      conflict: [coming],
      bad_input: [mine.id, mine.id],
    }
    for (const [code, fileIds] of Object.entries(codes))
      await expect(send(office, actorOf(office.ada), fileIds, { text: 'look' })).rejects.toMatchObject({ code })
    for (const id of [foreign.id, newId<FileId>()])
      await expect(send(office, actorOf(office.ada), [mine.id, id])).rejects.toMatchObject({ code: 'not_found' })
    await expect(send(office, actorOf(office.ada), [])).rejects.toMatchObject({ code: 'bad_input' })
    expect(await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).toEqual([])
    expect((await send(office, actorOf(office.ada), [mine.id])).message.files).toEqual([mine])
  })

  it('[CH1] a deleted message keeps neither its files nor their bytes', async () => {
    const office = await anOffice()
    const file = await aFile(services(), actorOf(office.ada), { bytes: await aPicture() })
    const { message } = await send(office, actorOf(office.ada), [file.id], { text: 'look' })
    expect(await rowsOf(office.organizationId)).toEqual({ files: 1, chunks: 2 })
    const gone = await commitInOrganization(services(), office.organizationId, (tx) =>
      deleteMessage(tx, actorOf(office.ada), { messageId: message.id, nowMs: 1 }),
    )
    expect(gone).toMatchObject({ text: '', files: [], rev: 2 })
    expect(await rowsOf(office.organizationId)).toEqual({ files: 0, chunks: 0 })
  })
})

describe('receiving', () => {
  const pdf: ReceivedFile = { name: '../plan.pdf', mimeType: 'application/pdf', sizeBytes: 9, width: null, height: null }
  const png: ReceivedFile = { name: 'plan.png', mimeType: 'image/png', sizeBytes: 12, width: 1_200, height: 800 }

  async function received(office: Office, files: ReceivedFile[]) {
    return commitInOrganization(services(), office.organizationId, async (tx) => {
      const channel = await openMentionChannel(tx, {
        organizationId: office.organizationId,
        people: [office.ada.id, office.ben.id],
        nowMs: 1,
      })
      return receiveMessage(tx, office.system, { channelId: channel.id, authorId: office.ben.id, text: '', createdAtMs: 5_000, files })
    })
  }
  const settle = (office: Office, fileId: FileId, outcome: FetchOutcome) =>
    commitInOrganization(services(), office.organizationId, (tx) =>
      settleReceivedFile(tx, office.system, { fileId, outcome, nowMs: 6_000 }),
    )

  it('[BR7] a message from outside tells of its files at once, and of their bytes once they are here', async () => {
    const office = await anOffice()
    const message = await received(office, [pdf, png])
    expect(message).toMatchObject({
      rev: 1,
      files: [
        { name: 'plan.pdf', mimeType: 'application/pdf', sizeBytes: 9, width: null, state: 'fetching' },
        { name: 'plan.png', mimeType: 'image/png', width: 1_200, height: 800, hasThumbnail: false, state: 'fetching' },
      ],
    })
    const [first, second] = message.files.map(({ id }) => id) as [FileId, FileId]
    const key = { organizationId: office.organizationId, fileId: second }
    // An attempt that was given up; the next one begins anew.
    await expect(
      keepBytes(services(), key, { source: inPieces(Buffer.alloc(2 * CHUNK_BYTES)), maxBytes: 9, mimeType: 'image/png' }),
    ).rejects.toThrow()
    const bytes = await aPicture()
    const kept = await keepBytes(services(), key, { source: inPieces(bytes), maxBytes: 1 << 20, mimeType: 'image/png' })
    const withPicture = await settle(office, second, { state: 'stored', ...kept })
    expect(withPicture.files[1]).toMatchObject({ state: 'stored', width: 640, height: 320, hasThumbnail: true, sizeBytes: bytes.length })
    expect((await bytesOf(office, second, bytes.length)).equals(bytes)).toBe(true)
    const failed = await settle(office, first, { state: 'failed', failure: 'Slack no longer has it.' })
    expect(failed.files[0]).toMatchObject({ state: 'failed', failure: 'Slack no longer has it.' })
    expect(await settle(office, first, { state: 'failed', failure: 'Again' })).toEqual(failed)
    const told = await feedOf(database().owner, office.organizationId, 'chat.messageChanged')
    expect(told.map(({ payload }) => payload)).toEqual([{ message }, { message: withPicture }, { message: failed }])
  })

  it('[BR7] files that come after their message stand behind those it has', async () => {
    const office = await anOffice()
    const message = await received(office, [pdf])
    const add = (messageId: MessageId) =>
      commitInOrganization(services(), office.organizationId, (tx) => receiveFiles(tx, office.system, { messageId, files: [png] }))
    const ids = await add(message.id)
    const [last] = (await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).slice(-1)
    expect(last?.payload.message).toMatchObject({ rev: 2, files: [{ id: message.files[0]?.id }, { id: ids[0] }] })
    await expect(add(newId<MessageId>())).rejects.toMatchObject({ code: 'not_found' })
  })

  it('[BR7] nothing comes to a message that was deleted, not even what is on its way', async () => {
    const office = await anOffice()
    const { id, files } = await received(office, [pdf])
    await commitInOrganization(services(), office.organizationId, (tx) =>
      deleteReceivedMessage(tx, office.system, { messageId: id, deletedAtMs: 7_000 }),
    )
    const fileId = files[0]!.id
    const outcome: FetchOutcome = { state: 'stored', mimeType: 'a/b', sizeBytes: 9, dimensions: null, thumbnail: null }
    await expect(settle(office, fileId, outcome)).rejects.toMatchObject({ code: 'not_found' })
    const late = { source: inPieces(Buffer.alloc(9)), maxBytes: 9, mimeType: undefined }
    await expect(keepBytes(services(), { organizationId: office.organizationId, fileId }, late)).rejects.toThrow()
    const more = await commitInOrganization(services(), office.organizationId, (tx) =>
      receiveFiles(tx, office.system, { messageId: id, files: [png] }),
    )
    expect(more).toEqual([])
    expect(await rowsOf(office.organizationId)).toEqual({ files: 0, chunks: 0 })
  })
})
