import { sql } from 'kysely'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import { selectConversations } from '../../../inbox/conversations.queries.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import { shareChannelIds } from '../../channels/move.queries.ts'
import { applyMessage } from '../../ingress/apply-message.ts'
import { findReceivingInstallations } from '../../ingress/inbox.queries.ts'
import type { InstallationScope } from '../../ingress/installation-scope.ts'
import { isOwnBot } from '../../ingress/recognise-echo.ts'
import { scopeOf } from '../../ingress/read-arrivals.ts'
import { readMessage } from '../../ingress/slack-message.rules.ts'
import type { SlackServices } from '../../slack-services.ts'
import { saveImport, type WantedImport } from './import.queries.ts'
import type { MessageAddress } from './import.rules.ts'
import { ImportRefused, type RawMessage, type ThreadReader } from './read-thread.ts'

/** The conversation that a thread is, and whether it has just become one. */
export interface OpenedThread {
  id: ConversationId
  number: number
  isNew: boolean
  rootTs: string
}

/** Makes a conversation of the thread that a message stands in, unless it is one already. @throws ImportRefused, SlackCallError */
export async function openThread(services: SlackServices, wanted: WantedImport, reader: ThreadReader): Promise<OpenedThread> {
  const known = await commitInOrganization(services, wanted.organizationId, (tx) => findKnown(tx, wanted.organizationId, wanted))
  if (known) return known
  const { channelId, slackUserId } = wanted
  const { place, isPrivate } = await reader.placeOf(channelId)
  // A link may lead where whoever has it may not look.
  if (isPrivate && !(await reader.isMember(channelId, slackUserId))) throw new ImportRefused('not_yours')
  const root = await readRoot(reader, wanted)
  return openAt(services, wanted, { root, place })
}

async function readRoot(reader: ThreadReader, { channelId, ts, threadTs }: MessageAddress): Promise<RawMessage> {
  const { messages } = await reader.read(channelId, threadTs ?? ts, null)
  const [first] = messages
  if (!first) throw new ImportRefused('gone')
  const rootTs = first.thread_ts ?? first.ts
  return rootTs === first.ts ? first : readRoot(reader, { channelId, ts: rootTs, threadTs: rootTs })
}

async function openAt(
  services: SlackServices,
  wanted: WantedImport,
  of: { root: RawMessage; place: string },
  again = true,
): Promise<OpenedThread> {
  try {
    return await commitInOrganization(services, wanted.organizationId, (tx) => openWithin(tx, services, { wanted, ...of }))
  } catch (error) {
    // Somebody else has opened it meanwhile, or an event of this message was written.
    if (again && (violatesUnique(error, 'slack_thread_pkey') || violatesUnique(error, 'slack_message_pkey')))
      return openAt(services, wanted, of, false)
    throw error
  }
}

async function openWithin(
  tx: Tx,
  services: SlackServices,
  { wanted, root, place }: { wanted: WantedImport; root: RawMessage; place: string },
): Promise<OpenedThread> {
  const { organizationId, channelId } = wanted
  await shareChannelIds(tx, organizationId)
  // Of many who want it at once, one opens it, and the others find it.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`slack_thread ${organizationId} ${channelId} ${root.ts}`}, 0))`.execute(tx)
  const at = { channelId, ts: root.ts, threadTs: root.ts }
  const known = await findKnown(tx, organizationId, at)
  if (known) return known
  const message = readMessage({ ...root, channel: channelId })
  if (!message) throw new ImportRefused('unreadable')
  const scope = await scopeOfImport(tx, wanted, services.clock.now())
  if (!scope) throw new ImportRefused('not_connected')
  if (isOwnBot(scope, message.author)) throw new ImportRefused('own')
  await applyMessage(tx, scope, {
    message: { ...message, threadTs: null },
    mentionsApp: false,
    wantedIn: place,
    publicUrl: services.publicUrl,
  })
  const opened = await findKnown(tx, organizationId, at)
  if (!opened) throw new ImportRefused('own')
  // Whoever goes on with it after an interruption knows that its thread is still to be brought.
  await saveImport(tx, wanted, { thread_ts: root.ts, read_through: root.ts })
  return { ...opened, isNew: true }
}

/** By the thread that it stands in, as far as that is known here. */
async function findKnown(
  tx: Tx,
  organizationId: OrganizationId,
  { channelId, ts, threadTs }: MessageAddress,
): Promise<OpenedThread | null> {
  const rootTs = threadTs ?? (await rootOf(tx, organizationId, { channelId, ts })) ?? ts
  const thread = await tx
    .selectFrom('slack_thread')
    .select(['conversation_id', 'card_conversation_id', 'mention_channel_id'])
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', channelId)
    .where('thread_ts', '=', rootTs)
    .executeTakeFirst()
  if (thread?.mention_channel_id) throw new ImportRefused('direct')
  const id = thread?.conversation_id ?? thread?.card_conversation_id
  if (!id) return null
  const [row] = await selectConversations(tx, organizationId)
    .where(({ eb }) =>
      eb('conversation.id', '=', (query) =>
        query
          .selectFrom('conversation as asked')
          .select(({ fn, ref }) => fn.coalesce(ref('asked.merged_into'), ref('asked.id')).as('id'))
          .where('asked.organization_id', '=', organizationId)
          .where('asked.id', '=', id),
      ),
    )
    .execute()
  return row ? { id: row.id as ConversationId, number: row.number, isNew: false, rootTs } : null
}

async function rootOf(
  tx: Tx,
  organizationId: OrganizationId,
  { channelId, ts }: Pick<MessageAddress, 'channelId' | 'ts'>,
): Promise<string | null> {
  const row = await tx
    .selectFrom('slack_message')
    .select('thread_ts')
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', channelId)
    .where('ts', '=', ts)
    .executeTakeFirst()
  return row?.thread_ts ?? null
}

/** Null: the workspace is not connected. */
export async function scopeOfImport(
  tx: Tx,
  { organizationId, installationId }: Pick<WantedImport, 'organizationId' | 'installationId'>,
  nowMs: number,
): Promise<InstallationScope | null> {
  const row = await tx
    .selectFrom('slack_installation')
    .innerJoin('slack_app', (join) =>
      join
        .onRef('slack_app.organization_id', '=', 'slack_installation.organization_id')
        .onRef('slack_app.id', '=', 'slack_installation.slack_app_id'),
    )
    .select(['slack_app.app_id', 'slack_installation.team_id'])
    .where('slack_installation.organization_id', '=', organizationId)
    .where('slack_installation.id', '=', installationId)
    .where('slack_installation.state', '=', 'active')
    .executeTakeFirst()
  if (!row) return null
  const found = await findReceivingInstallations(tx, organizationId, { apiAppIds: [row.app_id], teamIds: [row.team_id] })
  const installation = found.find(({ id }) => id === installationId)
  // It is as old as can be: nothing is waited for.
  return installation ? scopeOf(organizationId, installation, { arrival: { happenedAtMs: nowMs }, nowMs, receivedAtMs: 0 }) : null
}
