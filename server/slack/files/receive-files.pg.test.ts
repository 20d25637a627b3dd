import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { findChunk } from '../../chat/files/chunks.queries.ts'
import { aPicture } from '../../chat/files/testing/builders.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { findLink, updateLink } from '../link/link.queries.ts'
import { reconcile } from '../reconcile/testing/reconciling.ts'
import { useFilesRig } from '../testing/files-rig.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { eventually } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const rig = useFilesRig(database)

interface SlackUpload {
  name: string
  content: string
  encoding?: 'utf8' | 'base64'
  mode?: 'external' | 'hidden_by_limit'
  needs_info?: boolean
}
/** The direct message of Ada and Ben, in Slack and here. */
let dm: string
let chat: ChannelId
beforeAll(async () => {
  const { ada, ben } = rig.people
  rig.mirror()
  rig.egress()
  chat = (await rig.send(ada, ben, { text: 'Shall we?' })).channelId
  await rig.quiet()
  await rig.stopAll()
  const row = await database()
    .owner.db.selectFrom('slack_direct')
    .select('slack_channel_id')
    .where('kind', '=', 'person')
    .executeTakeFirst()
  dm = row?.slack_channel_id ?? ''
})
beforeEach(() => {
  rig.mirror()
  rig.egress()
})

const benSays = (text: string, files: SlackUpload[]) =>
  rig.scene.control.act.postMessage({ user_id: rig.people.ben.slackUserId, channel_id: dm, text, files })
const latest = async (): Promise<MessageView | undefined> => (await rig.keptIn(chat)).at(-1)
const arrived = (count: number) =>
  eventually(
    () => rig.keptIn(chat),
    (messages) => messages.length >= count,
  )
const howMany = async () => (await rig.keptIn(chat)).length
const FILE = { name: 'notes.txt', content: 'Remember the milk' }

describe('a message with files from Slack', () => {
  it('[BR6, BR7] is one message with all of them, at first on their way and then here, a picture with its thumbnail', async () => {
    const before = await howMany()
    const picture = (await aPicture(640, 320)).toString('base64')
    await benSays('The numbers', [{ name: 'chart.png', content: picture, encoding: 'base64' }, FILE])
    await arrived(before + 1)
    expect(await latest()).toMatchObject({
      ...{ authorId: rig.people.ben.id, source: 'slack', text: 'The numbers' },
      files: [
        { name: 'chart.png', state: 'fetching', width: 640, height: 320 },
        { name: 'notes.txt', state: 'fetching', sizeBytes: 17 },
      ],
    })
    const since = await rig.lastCall()
    rig.fetching()
    await rig.quiet()
    const message = await latest()
    expect(message?.files).toMatchObject([
      { name: 'chart.png', state: 'stored', mimeType: 'image/png', width: 640, height: 320, hasThumbnail: true },
      { name: 'notes.txt', state: 'stored', mimeType: 'text/plain', sizeBytes: 17, hasThumbnail: false },
    ])
    const [chart, notes] = message?.files ?? []
    expect(chart && (await rig.bytesOf(chart)).toString('base64')).toBe(picture)
    expect(notes && (await rig.bytesOf(notes)).toString()).toBe('Remember the milk')
    const thumbnail = chart && { organizationId: rig.office.organizationId, fileId: chart.id, variant: 'thumbnail' as const }
    expect(thumbnail && (await rig.commit((tx) => findChunk(tx, thumbnail, 0)))?.length).toBeGreaterThan(100)
    // Only the two can see it: a member's own token reads, our bot's is not tried.
    expect((await rig.calls('download', since)).map(({ token_kind, ok }) => [token_kind, ok])).toEqual([
      ['user', true],
      ['user', true],
    ])
    expect(await howMany()).toBe(before + 1)
    // What came from Slack is not owed to it.
    expect(await rig.calls('files.getUploadURLExternal', since)).toEqual([])
  })

  it('[BR7] may be files alone', async () => {
    rig.fetching()
    await benSays('', [FILE])
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: '', files: [{ name: 'notes.txt', state: 'stored' }] })
  })

  it('[BR6, BR7] in the bot’s thread belongs to the chat of whoever the bot wrote for, and our bot’s token reads it', async () => {
    const { una, ben } = rig.people
    rig.fetching()
    const asked = await rig.send(una, ben, { text: 'Do you have the notes?' })
    await rig.quiet()
    const at = await database().owner.db.selectFrom('slack_message').selectAll().where('entity_id', '=', asked.id).executeTakeFirstOrThrow()
    const since = await rig.lastCall()
    const reply = { user_id: ben.slackUserId, channel_id: at.channel_id, thread_ts: at.ts, text: 'Here', files: [FILE] }
    await rig.scene.control.act.postMessage(reply)
    await rig.quiet()
    expect((await rig.keptIn(asked.channelId)).at(-1)).toMatchObject({ authorId: ben.id, text: 'Here', files: [{ state: 'stored' }] })
    expect((await rig.calls('download', since)).map(({ token_kind }) => token_kind)).toEqual(['bot'])
  })

  it('[BR7] asks about what Slack names by an id alone, and then shows what it is', async () => {
    const before = await howMany()
    await benSays('held back', [{ ...FILE, needs_info: true }])
    await arrived(before + 1)
    expect((await latest())?.files).toMatchObject([{ name: 'File from Slack', state: 'fetching' }])
    rig.fetching()
    await rig.quiet()
    expect((await latest())?.files).toMatchObject([{ name: 'notes.txt', state: 'stored', sizeBytes: 17 }])
  })

  it('[BR7] says in words of what it cannot have: links, and what Slack hides', async () => {
    rig.fetching()
    const [external, hidden] = [
      { name: 'plan.gdoc', content: '', mode: 'external' } as const,
      { ...FILE, mode: 'hidden_by_limit' } as const,
    ]
    await benSays('', [external, hidden, FILE])
    await rig.quiet()
    expect((await latest())?.files).toMatchObject([
      { name: 'plan.gdoc', state: 'failed', failure: expect.stringContaining('only a link to it: https://drive.example/') as string },
      { state: 'failed', failure: expect.stringContaining('limit of its plan') as string },
      { name: 'notes.txt', state: 'stored' },
    ])
  })

  it('[BR7] that shows files which are deleted already says so in words', async () => {
    rig.fetching()
    const { scene, office, people } = rig
    const ts = `${Math.floor(Date.now() / 1000)}.424242`
    const message = { type: 'message', channel: dm, channel_type: 'im', user: people.ben.slackUserId, ts, text: '' }
    await sendEvent(scene, office, {
      event: { ...message, subtype: 'file_share', files: [{ id: 'F0GONE', mode: 'tombstone' }] },
      authorizedUserId: people.ada.slackUserId,
    })
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: '(a file that was deleted in Slack)', files: [] })
  })

  it('[BR7] is taken once however often its event comes', async () => {
    rig.fetching()
    const before = await howMany()
    await rig.scene.control.faults.events({ duplicate: 2, seed: 1 })
    await benSays('once', [FILE])
    await rig.quiet()
    expect(await howMany()).toBe(before + 1)
    expect((await latest())?.files).toHaveLength(1)
  })

  it('[BR7] keeps its files when its words are edited, and shows no name of theirs among them', async () => {
    rig.fetching()
    const { ts } = await benSays('befor', [FILE])
    await rig.quiet()
    const before = (await latest())?.files
    await rig.scene.control.act.editMessage({ user_id: rig.people.ben.slackUserId, channel_id: dm, ts, text: 'before' })
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: 'before', files: before })
  })
})

describe('what disappears in Slack', () => {
  const by = () => ({ user_id: rig.people.ben.slackUserId })
  beforeEach(() => rig.fetching())

  it('[BR7] a file taken out of its message goes here too, the others and the words stay', async () => {
    const { ts, file_ids: ids } = await benSays('two of them', [FILE, { ...FILE, name: 'other.txt' }])
    await rig.quiet()
    await rig.scene.control.act.takeFileOut({ ...by(), channel_id: dm, ts, file_id: ids[0] ?? '' })
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: 'two of them', deletedAt: null, files: [{ name: 'other.txt' }] })
  })

  it('[BR7] a file that is deleted goes here too, with its bytes; a message that was nothing else is deleted with it', async () => {
    const { file_ids: ids } = await benSays('', [FILE])
    await rig.quiet()
    const message = await latest()
    await rig.scene.control.act.deleteFile({ ...by(), file_id: ids[0] ?? '' })
    await rig.quiet()
    expect(await latest()).toMatchObject({ id: message?.id, files: [], deletedAt: expect.any(Number) as number })
    const chunks = await database()
      .owner.db.selectFrom('file_chunk')
      .select('position')
      .where('file_id', '=', message?.files[0]?.id ?? '')
      .execute()
    expect(chunks).toEqual([])
  })

  it('[BR7] a deleted message takes its files along, also while they are being fetched', async () => {
    await rig.stopAll()
    const before = await howMany()
    const { ts } = await benSays('soon gone', [FILE])
    await arrived(before + 1)
    await rig.scene.control.act.deleteMessage({ ...by(), channel_id: dm, ts })
    await rig.scene.ingress.idle()
    await eventually(latest, (message) => message?.deletedAt !== null)
    rig.mirror()
    rig.fetching()
    await rig.quiet()
    expect(await latest()).toMatchObject({ files: [], text: '' })
  })

  it('[BR7] what Slack says was deleted when it is asked is gone, though no event told', async () => {
    await rig.stopAll()
    const before = await howMany()
    const { file_ids: ids } = await benSays('gone meanwhile', [FILE])
    await arrived(before + 1)
    await rig.scene.control.faults.events({ drop: 1, seed: 1 })
    await rig.scene.control.act.deleteFile({ ...by(), file_id: ids[0] ?? '' })
    rig.mirror()
    rig.fetching()
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: 'gone meanwhile', files: [] })
  })

  it('[BR7] what Ada sent from here and deletes there goes here: a file, and the message that shows it; the words stay', async () => {
    const { ada, ben } = rig.people
    const files = [{ name: 'one.txt' }, { name: 'two.txt' }]
    const message = await rig.send(ada, ben, { text: 'Two for you', files })
    await rig.quiet()
    const [share] = (await rig.inSlack(ada.slackUserId, ben.slackUserId)).slice(-1)
    const [one] = (share?.files ?? []) as { id?: string }[]
    await rig.scene.control.act.deleteFile({ user_id: ada.slackUserId, file_id: one?.id ?? '' })
    await rig.quiet()
    expect(await rig.kept(message.id)).toMatchObject({ text: 'Two for you', files: [{ name: 'two.txt' }] })
    await rig.scene.control.act.deleteMessage({ user_id: ada.slackUserId, channel_id: dm, ts: share?.ts ?? '' })
    await rig.quiet()
    expect(await rig.kept(message.id)).toMatchObject({ text: 'Two for you', files: [], deletedAt: null, bridge: { state: 'sent' } })
  })

  it('[BR7] the words that went with files may go alone, and come anew as words beside the files', async () => {
    const { ada, ben } = rig.people
    const message = await rig.send(ada, ben, { text: 'These words', files: [{ name: 'stays.txt' }] })
    await rig.quiet()
    const [words, share] = (await rig.inSlack(ada.slackUserId, ben.slackUserId)).slice(-2)
    await rig.scene.control.act.deleteMessage({ user_id: ada.slackUserId, channel_id: dm, ts: words?.ts ?? '' })
    await rig.quiet()
    expect(await rig.kept(message.id)).toMatchObject({ text: '', files: [{ name: 'stays.txt' }], deletedAt: null })
    await rig.scene.control.act.editMessage({ user_id: ada.slackUserId, channel_id: dm, ts: share?.ts ?? '', text: 'Other words' })
    await rig.quiet()
    expect(await rig.kept(message.id)).toMatchObject({ text: 'Other words', files: [{ name: 'stays.txt' }] })
  })

  it('[BR7] a file that Ada sent from here and shares again by hand is a message of its own', async () => {
    const { ada, ben } = rig.people
    await rig.send(ada, ben, { files: [{ name: 'again.txt' }] })
    await rig.quiet()
    const before = await howMany()
    const [share] = (await rig.inSlack(ada.slackUserId, ben.slackUserId)).slice(-1)
    const [{ id } = { id: '' }] = (share?.files ?? []) as { id?: string }[]
    const { slackApi } = rig.scene.services
    const posted = await rig.scene.control.act.postMessage({ user_id: ada.slackUserId, channel_id: dm, text: 'once more' })
    await rig.quiet()
    await slackApi.call(ada.userToken, (client) =>
      client.chat.update({ channel: dm, ts: posted.ts, text: 'once more', file_ids: [id ?? ''] }),
    )
    await rig.quiet()
    expect(await howMany()).toBe(before + 1)
    expect(await latest()).toMatchObject({ text: 'once more', source: 'slack', files: [{ name: 'again.txt', state: 'stored' }] })
    expect((await rig.keptIn(chat)).at(-2)).toMatchObject({ source: 'atrium', files: [{ name: 'again.txt' }] })
  })
})

describe('fetching', () => {
  it('[BR7] survives whoever was at it: another one goes on when the lease is over', async () => {
    const before = await howMany()
    await benSays('left in the middle', [FILE])
    await arrived(before + 1)
    await rig.scene.control.faults.add({ method: 'download', kind: 'timeout' })
    // The first one hangs in the middle of it and never renews.
    rig.fetching({ leaseMs: 600_000 })
    await eventually(
      () => rig.calls('download'),
      (calls) => calls.at(-1)?.error === 'timeout',
    )
    await database().owner.db.updateTable('slack_fetch').set({ due_at: new Date() }).execute()
    rig.fetching()
    await eventually(latest, (message) => message?.files[0]?.state === 'stored')
    const told = (await feedOf(database().owner, rig.office.organizationId, 'chat.messageChanged')).filter(
      ({ payload }) => payload.message.text === 'left in the middle' && payload.message.files[0]?.state === 'stored',
    )
    expect(told).toHaveLength(1)
  })

  it.each([
    ['a question about it', { method: 'files.info', kind: 'reset' }],
    ['Slack’s own trouble with the question', { method: 'files.info', kind: '500' }],
    ['the bytes', { method: 'download', kind: 'reset' }],
    ['Slack’s own trouble with the bytes', { method: 'download', kind: '500' }],
  ] as const)('[BR7] tries again what was lost: %s', async (_what, fault) => {
    await rig.scene.control.faults.add({ ...fault, times: 2 })
    rig.fetching()
    await benSays('patience', [FILE])
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: 'patience', files: [{ state: 'stored' }] })
  })

  it('[BR7] gives up in the end, with words', async () => {
    const before = await howMany()
    await benSays('never', [FILE])
    await arrived(before + 1)
    await database().owner.db.updateTable('slack_fetch').set({ attempts: 11 }).execute()
    await rig.scene.control.faults.add({ method: 'download', kind: '500' })
    rig.fetching()
    await rig.quiet()
    expect((await latest())?.files).toMatchObject([
      { state: 'failed', failure: expect.stringMatching(/^Atrium could not fetch it: .*Open it in Slack\.$/) as string },
    ])
  })

  it('[BR7] waits as long as Slack asks', async () => {
    const since = await rig.lastCall()
    await rig.scene.control.faults.add({ method: 'files.info', kind: '429', retry_after_s: 2 })
    rig.fetching()
    await benSays('slowly', [FILE, { ...FILE, name: 'other.txt' }])
    await rig.quiet()
    const [refused, ...after] = await rig.calls('files.info', since)
    expect(refused?.status).toBe(429)
    // What had begun before the answer came may still be answered.
    const late = after.filter(({ at, status }) => status === 200 && at - (refused?.at ?? 0) >= 2_000)
    expect(late.length).toBeGreaterThanOrEqual(1)
    expect((await latest())?.files.map(({ state }) => state)).toEqual(['stored', 'stored'])
  })

  it('[BR7] takes nothing larger than is allowed, whatever Slack said of its size, and names where it is', async () => {
    const { services } = rig.scene
    services.maxFileBytes = 1 << 20
    rig.fetching()
    await benSays('', [{ name: 'large.bin', content: randomBytes(1_200_000).toString('base64'), encoding: 'base64' }])
    await rig.quiet()
    services.maxFileBytes = 64 << 20
    expect((await latest())?.files).toMatchObject([
      {
        name: 'large.bin',
        state: 'failed',
        failure: expect.stringMatching(/larger than the 1 MB that Atrium takes\. Open it in Slack: http/) as string,
      },
    ])
    const chunks = await database()
      .owner.db.selectFrom('file_chunk')
      .select('position')
      .where('file_id', '=', (await latest())?.files[0]?.id ?? '')
      .execute()
    expect(chunks).toEqual([])
  })

  it('[BR7] follows no redirect, and gives its token to no host that is not Slack’s', async () => {
    const asked: unknown[] = []
    const stranger = createServer((request, response) => {
      asked.push([request.url, request.headers.authorization])
      response.end('not what you want')
    })
    stranger.listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
    rig.fetching()
    await rig.scene.control.settings({ files_url: elsewhere })
    await benSays('elsewhere', [FILE])
    await rig.quiet()
    expect((await latest())?.files).toMatchObject([{ state: 'failed', failure: expect.stringContaining('not kept at Slack') as string }])
    await rig.scene.control.settings({ files_url: null })
    await rig.scene.control.faults.add({ method: 'download', kind: 'redirect', location: `${elsewhere}/stolen`, times: 100 })
    const before = await howMany()
    await benSays('led astray', [FILE])
    await arrived(before + 1)
    await eventually(
      () => database().owner.db.selectFrom('slack_fetch').select('attempts').execute(),
      ([fetch]) => (fetch?.attempts ?? 0) > 0,
    )
    await rig.scene.control.faults.clear()
    await rig.quiet()
    expect(await latest()).toMatchObject({ text: 'led astray', files: [{ state: 'stored' }] })
    expect(asked).toEqual([])
    stranger.close()
  })

  it('[BR7] says whose permission is missing when neither of the two lets us read files', async () => {
    const { ada, ben } = rig.people
    const { organizationId, installationId } = rig.office
    const links = await Promise.all(
      [ada, ben].map(({ id }) => rig.commit((tx) => findLink(tx, organizationId, { installationId, memberId: id }))),
    )
    const set = (change: (scopes: string[]) => string[]) =>
      rig.commit(async (tx) => {
        for (const link of links) if (link) await updateLink(tx, organizationId, { id: link.id, set: { scopes: change(link.scopes) } })
      })
    await set((scopes) => scopes.filter((scope) => scope !== 'files:read'))
    rig.fetching()
    await benSays('unreadable', [FILE])
    await rig.quiet()
    await set((scopes) => scopes)
    expect((await latest())?.files).toMatchObject([{ state: 'failed', failure: expect.stringContaining('Link Slack again') as string }])
  })
})

it('[SL11] a message with files that no event told of comes from the history, once, with its files', async () => {
  rig.fetching()
  const before = await howMany()
  await rig.scene.control.faults.events({ drop: 1, seed: 1 })
  await benSays('missed', [FILE])
  await benSays('', [{ ...FILE, name: 'missed.txt' }])
  await rig.scene.control.faults.clear()
  await reconcile(rig.scene, rig.office)
  await reconcile(rig.scene, rig.office)
  await rig.quiet()
  expect((await rig.keptIn(chat)).slice(before)).toMatchObject([
    { text: 'missed', files: [{ name: 'notes.txt', state: 'stored' }] },
    { text: '', files: [{ name: 'missed.txt', state: 'stored' }] },
  ])
})

it('[SL11, BR7] a file that was deleted while nobody listened goes when the history is read', async () => {
  rig.fetching()
  const { file_ids: ids } = await benSays('two of them', [FILE, { ...FILE, name: 'other.txt' }])
  await rig.quiet()
  await rig.scene.control.faults.events({ drop: 1, seed: 1 })
  await rig.scene.control.act.deleteFile({ user_id: rig.people.ben.slackUserId, file_id: ids[1] ?? '' })
  await rig.scene.control.faults.clear()
  await reconcile(rig.scene, rig.office)
  await rig.quiet()
  expect(await latest()).toMatchObject({ text: 'two of them', files: [{ name: 'notes.txt' }] })
})
