import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { roomChannelOf, spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import type { FileView, MessageView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type FileId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts'
import { actorOf, aMember, anOrganization, aVisitor, type TestMember, type TestVisitor } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { aSpace, type TestSpace } from '../../space/testing/builders.ts'
import { deleteMessage } from '../delete-message.ts'
import { sendMessage } from '../send-message.ts'
import { CHUNK_BYTES } from './chunks.queries.ts'
import { aFile, aPicture } from './testing/builders.ts'

const database = useTestDatabase()
const MAX_BYTES = 4 << 20
let server: TestServer
beforeAll(async () => {
  server = await startTestServer(database(), { maxFileBytes: MAX_BYTES })
})
afterAll(() => server.running.close())

interface Office {
  organizationId: OrganizationId
  space: TestSpace
  ada: TestMember
  ben: TestMember
}
async function anOffice(): Promise<Office> {
  const { services } = server
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  return { organizationId, space, ada: await aMember(services, organizationId), ben: await aMember(services, organizationId) }
}

interface UploadOptions {
  name?: string
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
}
const cookiesOf = async (person: TestMember | TestVisitor | null): Promise<Record<string, string>> =>
  person ? { cookie: await server.cookieOf(person) } : {}
async function upload(
  person: TestMember | TestVisitor | null,
  { name = 'notes.txt', headers = {}, body = Buffer.from('hello') }: UploadOptions = {},
) {
  const cookie = await cookiesOf(person)
  const answer = await fetch(`${server.url}/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'text/plain', ...cookie, ...headers },
    body,
  })
  return { status: answer.status, body: (await answer.json()) as { file: FileView; error?: string; message?: string } }
}
async function read(person: TestMember | TestVisitor | null, path: string, headers: Record<string, string> = {}) {
  const cookie = await cookiesOf(person)
  return fetch(`${server.url}/api/files/${path}`, { headers: { ...cookie, ...headers } })
}
const pathOf = ({ organizationId }: { organizationId: OrganizationId }, fileId: FileId) => `${organizationId}/${fileId}`
const send = async (actor: PersonActor, channelId: ChannelId, fileIds: FileId[]): Promise<MessageView> =>
  (await sendMessage(server.services, { actor, clientId: newId(), channelId, text: '', fileIds })).message
const filesIn = async (organizationId: OrganizationId) =>
  (await database().owner.db.selectFrom('file').select('id').where('organization_id', '=', organizationId).execute()).length

describe('uploading over HTTP', () => {
  it('[CH1] takes a file from members and visitors, under its own name', async () => {
    const office = await anOffice()
    const visitor = await aVisitor(server.services, office.organizationId, { spaceId: office.space.id })
    for (const person of [office.ada, visitor]) {
      const { status, body } = await upload(person, { name: '請柬 "1".txt', body: Buffer.from('hello') })
      expect(status).toBe(200)
      expect(body.file).toMatchObject({ name: '請柬 "1".txt', mimeType: 'text/plain', sizeBytes: 5, state: 'stored', hasThumbnail: false })
    }
    const limits = await (await fetch(`${server.url}/api/files`)).json()
    expect(limits).toEqual({ maxBytes: MAX_BYTES, maxFiles: 10 })
  })

  it('[CH1] [ID2] takes none from strangers, or from a page that is not ours', async () => {
    const office = await anOffice()
    expect(await upload(null)).toMatchObject({ status: 401, body: { error: 'not_signed_in' } })
    for (const origin of ['https://evil.example', 'null']) expect((await upload(office.ada, { headers: { origin } })).status).toBe(403)
    expect(await filesIn(office.organizationId)).toBe(0)
  })

  it('[CH1] says what a file may hold when it is larger, said before or found out on the way', async () => {
    const office = await anOffice()
    const said = await upload(office.ada, { body: Buffer.alloc(MAX_BYTES + 1) })
    expect(said).toMatchObject({ status: 413, body: { error: 'too_large', message: 'A file has at most 4 MB.' } })
    const found = await uploadUnsized(office.ada, MAX_BYTES + 3 * CHUNK_BYTES)
    expect(found.status).toBe(413)
    expect(await filesIn(office.organizationId)).toBe(0)
    expect((await upload(office.ada, { body: Buffer.alloc(MAX_BYTES) })).status).toBe(200)
    expect((await upload(office.ada, { body: Buffer.alloc(0) })).status).toBe(400)
  })

  it('[CH1] leaves nothing of an upload that is cut off', async () => {
    const office = await anOffice()
    const request = await beginUpload(office.ada, { 'content-length': String(3 * CHUNK_BYTES) })
    request.write(Buffer.alloc(2 * CHUNK_BYTES))
    while ((await filesIn(office.organizationId)) === 0) await sleep(20)
    request.destroy()
    while ((await filesIn(office.organizationId)) > 0) await sleep(20)
    expect(
      await database().owner.db.selectFrom('file_chunk').select('position').where('organization_id', '=', office.organizationId).execute(),
    ).toEqual([])
  })

  async function beginUpload(person: TestMember, headers: Record<string, string>) {
    const request = httpRequest(`${server.url}/api/files?name=a.bin`, {
      method: 'POST',
      headers: { origin: server.url, cookie: await server.cookieOf(person), ...headers },
    })
    request.on('error', () => {})
    return request
  }

  async function uploadUnsized(person: TestMember, sizeBytes: number): Promise<{ status: number | undefined }> {
    const request = await beginUpload(person, { 'transfer-encoding': 'chunked' })
    const answered = once(request, 'response') as Promise<[{ statusCode?: number; resume(): void }]>
    request.end(Buffer.alloc(sizeBytes))
    const [response] = await answered
    response.resume()
    return { status: response.statusCode }
  }
})

describe('handing out', () => {
  it('[CH1] hands out every byte of a file, to be kept and never to be run', async () => {
    const office = await anOffice()
    const body = Buffer.from(Array.from({ length: CHUNK_BYTES + 999 }, (_, index) => index % 251))
    const { file } = (await upload(office.ada, { name: 'a page.html', headers: { 'content-type': 'text/html' }, body })).body
    await send(actorOf(office.ada), spaceChannelOf(office.space.id).id, [file.id])
    const answer = await read(office.ben, pathOf(office, file.id))
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      'content-disposition': `attachment; filename="a page.html"; filename*=UTF-8''a%20page.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
      'cache-control': expect.stringMatching(/^private/),
      vary: 'Cookie',
    })
    const etag = answer.headers.get('etag') ?? ''
    expect((await read(office.ben, pathOf(office, file.id), { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304)
    const part = await read(office.ben, pathOf(office, file.id), { range: `bytes=${CHUNK_BYTES - 5}-${CHUNK_BYTES + 4}` })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${CHUNK_BYTES - 5}-${CHUNK_BYTES + 4}/${body.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(body.subarray(CHUNK_BYTES - 5, CHUNK_BYTES + 5))).toBe(true)
    expect((await read(office.ben, pathOf(office, file.id), { range: `bytes=${body.length}-` })).status).toBe(416)
    const changed = await read(office.ben, pathOf(office, file.id), { range: 'bytes=0-1', 'if-range': '"another"' })
    expect([changed.status, (await changed.arrayBuffer()).byteLength]).toEqual([200, body.length])
  })

  it('[CH1] shows an image and its thumbnail, and as an image only what is one', async () => {
    const office = await anOffice()
    const picture = await aFile(server.services, actorOf(office.ada), { name: 'a.png', bytes: await aPicture() })
    const claimed = await aFile(server.services, actorOf(office.ada), {
      name: 'b.png',
      mimeType: 'image/png',
      bytes: Buffer.from('<svg/>'),
    })
    const vector = await aFile(server.services, actorOf(office.ada), {
      name: 'c.svg',
      mimeType: 'image/svg+xml',
      bytes: Buffer.from('<svg/>'),
    })
    await send(actorOf(office.ada), spaceChannelOf(office.space.id).id, [picture.id, claimed.id, vector.id])
    const [original, thumbnail] = [
      await read(office.ben, pathOf(office, picture.id)),
      await read(office.ben, `${pathOf(office, picture.id)}/thumbnail`),
    ]
    expect([original.headers.get('content-type'), original.headers.get('content-disposition')]).toEqual([
      'image/png',
      expect.stringMatching(/^inline/),
    ])
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp'])
    for (const { id } of [claimed, vector]) {
      const answer = await read(office.ben, pathOf(office, id))
      expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
        'application/octet-stream',
        expect.stringMatching(/^attachment/),
      ])
      expect((await read(office.ben, `${pathOf(office, id)}/thumbnail`)).status).toBe(404)
    }
  })

  it('[CH1] [ID2] [ID4] gives it to who may read its message, and to nobody else', async () => {
    const [office, elsewhere] = [await anOffice(), await anOffice()]
    const { services } = server
    const { organizationId, space } = office
    const early = await aVisitor(services, organizationId, { spaceId: space.id, sinceMs: 1 })
    const nextDoor = await aVisitor(services, organizationId, { spaceId: (await aSpace(services, organizationId)).id, sinceMs: 1 })
    const inStudio = await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.studio, sinceMs: 1 })
    const files = [
      await aFile(services, actorOf(office.ada)),
      await aFile(services, actorOf(office.ada)),
      await aFile(services, actorOf(office.ada)),
    ]
    const [inSpace, inLibrary, unsent] = files.map(({ id }) => id) as [FileId, FileId, FileId]
    await send(actorOf(office.ada), spaceChannelOf(space.id).id, [inSpace])
    await send(actorOf(office.ada), roomChannelOf(space.id, space.library).id, [inLibrary])
    const late = await aVisitor(services, organizationId, { spaceId: space.id, sinceMs: Date.now() + 1_000 })
    const people = { ada: office.ada, ben: office.ben, early, nextDoor, inStudio, late, stranger: null, elsewhere: elsewhere.ada }
    const readers = async (fileId: FileId, organization = organizationId) => {
      const found = []
      for (const [name, person] of Object.entries(people)) {
        const { status } = await read(person, `${organization}/${fileId}`)
        expect([200, 404]).toContain(status)
        if (status === 200) found.push(name)
      }
      return found
    }
    expect(await readers(inSpace)).toEqual(['ada', 'ben', 'early'])
    expect(await readers(inLibrary)).toEqual(['ada', 'ben', 'early'])
    expect(await readers(unsent)).toEqual(['ada'])
    expect(await readers(inSpace, elsewhere.organizationId)).toEqual([])
  })

  it('[CH1] a file of a mention chat is read by the two alone, and by nobody once its message is deleted', async () => {
    const office = await anOffice()
    const cy = await aMember(server.services, office.organizationId, { role: 'owner' })
    const file = await aFile(server.services, actorOf(office.ada), { bytes: await aPicture() })
    const { message } = await sendMessage(server.services, {
      actor: actorOf(office.ada),
      clientId: newId(),
      channelId: spaceChannelOf(office.space.id).id,
      text: `<@p:${office.ben.id}> only for you`,
      fileIds: [file.id],
    })
    const statuses = async () => {
      const answers = []
      for (const person of [office.ada, office.ben, cy])
        for (const path of ['', '/thumbnail']) answers.push((await read(person, pathOf(office, file.id) + path)).status)
      return answers
    }
    expect(await statuses()).toEqual([200, 200, 200, 200, 404, 404])
    await commitInOrganization(server.services, office.organizationId, (tx) =>
      deleteMessage(tx, actorOf(office.ada), { messageId: message.id, nowMs: Date.now() }),
    )
    expect(await statuses()).toEqual([404, 404, 404, 404, 404, 404])
  })

  it('[CH1] knows no file by an id that is none', async () => {
    const office = await anOffice()
    for (const path of ['x/y', `${office.organizationId}/../etc`, `${office.organizationId}/${newId()}`, `${newId()}/${newId()}`])
      expect((await read(office.ada, path)).status).toBe(404)
  })
})
