import { isDeepStrictEqual } from 'node:util'
import { sql, type Selectable } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { SlackChannel } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { presentChannel } from '../present-slack.ts'
import { findFormerIds, forgetMoves } from './move.queries.ts'

export type ChannelRow = Selectable<SlackChannel>
export interface ChannelKey {
  installationId: InstallationId
  channelId: string
}

export function listChannelRows(db: Db, organizationId: OrganizationId, installationId: InstallationId): Promise<ChannelRow[]> {
  return db
    .selectFrom('slack_channel')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .orderBy('name')
    .orderBy('channel_id')
    .execute()
}

export function findChannelRow(db: Db, organizationId: OrganizationId, key: ChannelKey): Promise<ChannelRow | undefined> {
  return selectChannel(db, organizationId, key).executeTakeFirst()
}

function selectChannel(db: Db, organizationId: OrganizationId, key: ChannelKey) {
  return db
    .selectFrom('slack_channel')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', key.installationId)
    .where('channel_id', '=', key.channelId)
}

/**
 * To be called before several rows may be written in one transaction: a list of Slack's and the events of a batch come upon them in
 * orders of their own, and without the lock two of these would wait for each other.
 */
export async function lockChannels(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`slack_channel ${organizationId}`}, 0))`.execute(tx)
}

type ChannelUpdate = Partial<
  Pick<
    ChannelRow,
    'name' | 'is_private' | 'is_ext_shared' | 'is_archived' | 'is_member' | 'customer_id' | 'watched_at' | 'channel_id' | 'lookup_at'
  >
>

/**
 * Changes a channel that is known, and tells every member when anything differs; nothing happens to one that is not. `toldAtMs`: an event
 * says so, which came then.
 */
export async function updateChannel(
  tx: Tx,
  organizationId: OrganizationId,
  { key, set, toldAtMs }: { key: ChannelKey; set: ChannelUpdate; toldAtMs?: number },
): Promise<ChannelRow | undefined> {
  const before = await selectChannel(tx, organizationId, key).forNoKeyUpdate().executeTakeFirst()
  if (!before) return undefined
  const isNews = Object.entries(set).some(([column, value]) => !isDeepStrictEqual(before[column as keyof ChannelUpdate], value))
  if (!isNews && toldAtMs === undefined) return before
  const told = toldAtMs === undefined ? {} : { told_at: sql<Date>`greatest(told_at, ${new Date(toldAtMs)}::timestamptz)` }
  const row = await tx
    .updateTable('slack_channel')
    .set({ ...set, ...told, rev: sql<number>`rev + ${isNews ? 1 : 0}` })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', key.installationId)
    .where('channel_id', '=', key.channelId)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (isNews) announceChannel(tx, row)
  return row
}

/** A channel of which no more is known than that our bot is in it: called by its id until its name is looked up. Hold `lockChannels`. */
export async function insertUnnamed(
  tx: Tx,
  organizationId: OrganizationId,
  { key, isPrivate, toldAtMs }: { key: ChannelKey; isPrivate: boolean; toldAtMs: number },
): Promise<void> {
  const { installationId, channelId } = key
  const toldAt = new Date(toldAtMs)
  const row = await tx
    .insertInto('slack_channel')
    .values({
      ...{ organization_id: organizationId, installation_id: installationId, channel_id: channelId, name: channelId },
      ...{ is_private: isPrivate, is_member: true, told_at: toldAt, lookup_at: toldAt },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  announceChannel(tx, row)
}

export interface ListedChannel {
  channelId: string
  name: string
  isPrivate: boolean
  isExtShared: boolean
  isArchived: boolean
  isMember: boolean
}

/**
 * Writes what Slack says when it is asked; whom a channel is watched for stays. Only what differs is written and told, and nothing of
 * which an event came after Slack was asked.
 */
export async function upsertChannels(
  tx: Tx,
  organizationId: OrganizationId,
  of: { installationId: InstallationId; channels: ListedChannel[]; askedAtMs: number },
): Promise<void> {
  await lockChannels(tx, organizationId)
  const { installationId, askedAtMs } = of
  const channelIds = of.channels.map(({ channelId }) => channelId)
  const former = await findFormerIds(tx, { organizationId, installationId }, { channelIds, sinceMs: askedAtMs })
  if (former.movedBefore.length > 0) await forgetMoves(tx, { organizationId, installationId }, former.movedBefore)
  const channels = of.channels.filter(({ channelId }) => !former.movedSince.has(channelId))
  for (let start = 0; start < channels.length; start += 500) {
    const page = channels.slice(start, start + 500)
    const rows = await tx
      .insertInto('slack_channel')
      .values(
        page.map((channel) => ({
          organization_id: organizationId,
          installation_id: installationId,
          channel_id: channel.channelId,
          name: channel.name,
          is_private: channel.isPrivate,
          is_ext_shared: channel.isExtShared,
          is_archived: channel.isArchived,
          is_member: channel.isMember,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'installation_id', 'channel_id'])
          .doUpdateSet({
            name: (eb) => eb.ref('excluded.name'),
            is_private: (eb) => eb.ref('excluded.is_private'),
            is_ext_shared: (eb) => eb.ref('excluded.is_ext_shared'),
            is_archived: (eb) => eb.ref('excluded.is_archived'),
            is_member: (eb) => eb.ref('excluded.is_member'),
            rev: sql<number>`slack_channel.rev + 1`,
            lookup_at: null,
            lookup_failures: 0,
            refreshed_at: sql<Date>`now()`,
          })
          .where(
            sql<boolean>`(slack_channel.told_at is null or slack_channel.told_at < ${new Date(askedAtMs)})
              and (slack_channel.lookup_at is not null
                or (slack_channel.name, slack_channel.is_private, slack_channel.is_ext_shared, slack_channel.is_archived, slack_channel.is_member)
                is distinct from (excluded.name, excluded.is_private, excluded.is_ext_shared, excluded.is_archived, excluded.is_member))`,
          ),
      )
      .returningAll()
      .execute()
    for (const row of rows) announceChannel(tx, row)
  }
}

function announceChannel(tx: Tx, row: ChannelRow): void {
  appendChange(tx, {
    kind: 'slack.channelChanged',
    audience: ['members'],
    entityId: `${row.installation_id}/${row.channel_id}`,
    rev: Number(row.rev),
    payload: { channel: presentChannel(row) },
  })
}

/** Says that a channel is called otherwise from now on: nothing is kept under its former id. */
export function announceRemoved(tx: Tx, { installationId, channelId }: ChannelKey, rev: number): void {
  appendChange(tx, {
    kind: 'slack.channelRemoved',
    audience: ['members'],
    entityId: `${installationId}/${channelId}`,
    rev,
    payload: { installationId, channelId, rev },
  })
}
