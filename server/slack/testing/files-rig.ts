import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import {
  newId,
  type ChannelId,
  type ClientMutationId,
  type FileId,
  type MessageId,
  type OrganizationId,
  type PersonId,
} from '@atrium/shared/ids.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { deleteMessage } from '../../chat/delete-message.ts'
import { readWholeFile } from '../../chat/files/read-file.ts'
import { aFile } from '../../chat/files/testing/builders.ts'
import { MESSAGE_COLUMNS } from '../../chat/messages.queries.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { presentMessage } from '../../chat/present-chat.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf, aMember, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { startFetchWorker, type FetchWorkerOptions } from '../files/fetch.worker.ts'
import { retryDueEvents } from '../ingress/inbox.worker.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice, type SlackScene } from './slack-scene.ts'

type Linked = Awaited<ReturnType<typeof aLinkedMember>>

/** Ada and Ben, who are linked, and Una, who is not; what goes between them and Slack. Read its members inside tests only. */
export interface FilesRig {
  scene: SlackScene
  office: ConnectedOffice
  people: { ada: Linked; ben: Linked; una: TestMember }
  mirror(): void
  egress(): void
  fetching(options?: FetchWorkerOptions): void
  stopAll(): Promise<void>
  send(from: TestMember, to: { id: PersonId }, said: Said): Promise<MessageView>
  remove(by: TestMember, messageId: MessageId): Promise<unknown>
  /** What Slack has to tell has arrived and is applied. */
  told(): Promise<unknown>
  /** Nothing is owed, on its way, being fetched, or waiting to be tried again. */
  quiet(withinMs?: number): Promise<unknown>
  kept(messageId: MessageId): Promise<MessageView>
  keptIn(channelId: ChannelId): Promise<MessageView[]>
  bytesOf(file: { id: FileId; sizeBytes: number }): Promise<Buffer>
  /** In Slack, in the thread of a message in their direct message. */
  answer(by: string, said: { to: string; under: string; text: string }): Promise<unknown>
  /** What stands in Slack's direct message of these people, their system lines left out. */
  inSlack(...slackUserIds: string[]): Promise<SlackState>
  calls(method: string, since?: number): Promise<Awaited<ReturnType<SlackScene['control']['log']>>>
  lastCall(): Promise<number>
  commit<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}
export interface Said {
  text?: string
  files?: NewFile[]
  /** In the thread of this one, and, where it says so, in the chat as well. */
  under?: MessageView
  also?: boolean
  /** The rig's by default. */
  organizationId?: OrganizationId
}
export interface NewFile {
  name?: string
  mimeType?: string
  bytes?: Uint8Array
}
type SlackState = Awaited<ReturnType<SlackScene['control']['state']['channel']>>['messages']

/** So long after its answer Slack shows what was shared. */
const SHARE_DELAY_MS = 20

export function useFilesRig(database: () => TestDatabase): FilesRig {
  const scene = useSlackScene(database)
  const stops: (() => Promise<void>)[] = []
  const rig = { scene } as FilesRig
  const stopAll = async () => {
    for (const stop of stops.splice(0)) await stop()
  }
  const started = (worker: { start?(): void; stop(): Promise<void> }) => {
    worker.start?.()
    stops.push(() => worker.stop())
  }
  beforeAll(async () => {
    const office = await aConnectedOffice(scene)
    const people = {
      ada: await aLinkedMember(scene, office, { person: 'ada' }),
      ben: await aLinkedMember(scene, office, { person: 'ben' }),
      una: await aMember(scene.services, office.organizationId, { name: 'Una Unlinked' }),
    }
    Object.assign(rig, { office, people })
  })
  afterEach(async () => {
    await stopAll()
    await scene.control.faults.clear()
    await scene.control.settings({ files_url: null, file_share_delay_ms: SHARE_DELAY_MS })
  })
  afterAll(stopAll)
  return Object.assign(rig, {
    mirror: () => started(createMirrorWorker({ services: scene.services })),
    egress: () => started(createSlackDeliveryWorker(scene.services, BRISK)),
    fetching: (options?: FetchWorkerOptions) => started(startFetchWorker(scene.services, { pollMs: 50, ...options })),
    stopAll,
    ...sayings(rig),
    ...sights(rig, database),
  })
}

function sayings(rig: FilesRig): Pick<FilesRig, 'send' | 'remove' | 'commit'> {
  const commit = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(rig.scene.services, rig.office.organizationId, work)
  return {
    commit,
    async send(from, to, { text = '', files = [], under, also = false, organizationId = rig.office.organizationId }) {
      const { services } = rig.scene
      const pair = { organizationId, people: [from.id, to.id] as [PersonId, PersonId], nowMs: services.clock.now() }
      const channel = await commitInOrganization(services, organizationId, (tx) => openMentionChannel(tx, pair))
      const fileIds = []
      for (const file of files) fileIds.push((await aFile(services, actorOf(from), file)).id)
      const thread = under ? { threadRootId: under.id, alsoInChannel: also } : {}
      const said = { clientId: newId<ClientMutationId>(), channelId: channel.id, text, fileIds, ...thread }
      return (await sendMessage(services, { actor: actorOf(from), ...said })).message
    },
    remove: (by, messageId) => commit((tx) => deleteMessage(tx, actorOf(by), { messageId, nowMs: rig.scene.services.clock.now() })),
  }
}

function sights(
  rig: FilesRig,
  database: () => TestDatabase,
): Omit<FilesRig, 'scene' | 'office' | 'people' | 'mirror' | 'egress' | 'fetching' | 'stopAll' | keyof ReturnType<typeof sayings>> {
  const read = <T>(work: (tx: Tx) => Promise<T>) => inOrganization(rig.scene.services.db, rig.office.organizationId, work)
  const messages = (tx: Tx) => tx.selectFrom('message').select(MESSAGE_COLUMNS).where('organization_id', '=', rig.office.organizationId)
  return {
    async quiet(withinMs = 30_000) {
      const rest = () =>
        eventually(
          () => unrest(rig, database()),
          (left) => Object.values(left).flat().length === 0,
          withinMs,
        )
      await rest()
      await setTimeout(2 * SHARE_DELAY_MS)
      return rest()
    },
    told: () =>
      eventually(
        () => untold(rig, database()),
        (left) => Object.values(left).flat().length === 0,
      ),
    kept: async (id) => presentMessage(await read((tx) => messages(tx).where('id', '=', id).executeTakeFirstOrThrow())),
    keptIn: async (id) => (await read((tx) => messages(tx).where('channel_id', '=', id).orderBy('id').execute())).map(presentMessage),
    bytesOf: ({ id, sizeBytes }) =>
      readWholeFile(rig.scene.services.db, { organizationId: rig.office.organizationId, fileId: id, variant: 'original' }, sizeBytes),
    async answer(by, { to, under, text }) {
      const direct = await directOf(rig, [by, to])
      await rig.scene.control.act.postMessage({ user_id: by, channel_id: direct?.id ?? '', thread_ts: under, text })
    },
    async inSlack(...slackUserIds) {
      const direct = await directOf(rig, slackUserIds)
      return direct ? (await rig.scene.control.state.channel(direct.id)).messages : []
    },
    calls: async (method, since = 0) => (await rig.scene.control.log({ method })).filter(({ n }) => n > since),
    lastCall: async () => (await rig.scene.control.log()).at(-1)?.n ?? 0,
  }
}

async function directOf({ scene }: FilesRig, slackUserIds: string[]) {
  const channels = await scene.control.state.channels(scene.demo.northwind.team_id)
  const wanted = slackUserIds.toSorted().join()
  return channels.find(({ kind, members }) => (kind === 'im' || kind === 'mpim') && members.toSorted().join() === wanted)
}

async function untold({ scene }: FilesRig, { owner: { db } }: TestDatabase): Promise<Record<string, unknown[]>> {
  await scene.ingress.idle()
  await retryDueEvents(scene.services)
  const told = (await scene.control.deliveries()).filter(({ state }) => state !== 'delivered' && state !== 'dropped')
  const pending = await db.selectFrom('slack_inbox').select(['event_id', 'error']).where('state', '=', 'pending').execute()
  return { pending, told: told.map(({ type, state }) => `${type} ${state}`) }
}

async function unrest(rig: FilesRig, database: TestDatabase): Promise<Record<string, unknown[]>> {
  const left = await untold(rig, database)
  const { db } = database.owner
  const { organizationId } = rig.office
  const fetches = await db.selectFrom('slack_fetch').select(['slack_file_id', 'error']).execute()
  // What is owed follows from the feed, so it is read after it.
  const head = await db.selectFrom('organization_head').select('seq').where('organization_id', '=', organizationId).executeTakeFirst()
  const cursor = await db.selectFrom('feed_cursor').select('seq').where('organization_id', '=', organizationId).executeTakeFirst()
  const owed = await db.selectFrom('delivery').select(['id', 'operation', 'state', 'error']).where('settled_at', 'is', null).execute()
  const behind = Number(head?.seq) === Number(cursor?.seq) ? [] : ['the feed']
  return { owed, fetches, behind, ...left }
}
