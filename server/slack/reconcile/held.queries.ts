import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { Held, HeldReplies, Page } from './compare.rules.ts'
import type { KnownReactions } from './compare-reactions.rules.ts'
import type { Reconciled } from './target.queries.ts'

interface HeldRow {
  ts: string
  thread_ts: string | null
  arrived: boolean
  deleted: boolean
  edited_ts: string | null
  file_ids: string[]
}

/** What we have of a page's messages, and of everything in what it covers. */
export async function readHeld(
  tx: Tx,
  { organizationId }: Reconciled,
  { channelId, threadTs, page }: { channelId: string; threadTs: string | null; page: Page },
): Promise<Map<string, Held>> {
  const upTo = page.upTo ?? '999999999999.999999'
  const inThread = threadTs === null ? sql`thread_ts is null` : sql`thread_ts = ${threadTs}`
  const { rows } = await sql<HeldRow>`
    select ts, thread_ts, arrived, deleted, edited_ts, array(
      select came.slack_file_id from slack_file came
      join file on file.organization_id = came.organization_id and file.id = came.file_id and file.message_id is not null
      where came.organization_id = slack_message.organization_id and (
        (came.channel_id = slack_message.channel_id and came.ts = slack_message.ts) or came.delivery_id = slack_message.delivery_id
      )
    ) as file_ids
    from slack_message
    where organization_id = ${organizationId} and channel_id = ${channelId}
      and (ts = any(${page.messages.map(({ ts }) => ts)}) or (ts > ${page.after} and ts <= ${upTo} and ${inThread}))
  `.execute(tx)
  return new Map(
    rows.map((row) => [
      row.ts,
      {
        ...{ ts: row.ts, threadTs: row.thread_ts, arrived: row.arrived, deleted: row.deleted, editedTs: row.edited_ts },
        fileIds: row.file_ids,
      },
    ]),
  )
}

/** Of a page's messages. Nobody's and none where no mention chat goes on: reactions are mirrored nowhere else. */
export async function readKnownReactions(
  tx: Tx,
  { organizationId, installationId }: Reconciled,
  { channelId, page }: { channelId: string; page: Page },
): Promise<KnownReactions> {
  const links = await tx
    .selectFrom('slack_link')
    .innerJoin('slack_direct', (join) =>
      join
        .onRef('slack_direct.organization_id', '=', 'slack_link.organization_id')
        .onRef('slack_direct.installation_id', '=', 'slack_link.installation_id'),
    )
    .select('slack_user_id')
    .where('slack_link.organization_id', '=', organizationId)
    .where('slack_link.installation_id', '=', installationId)
    .where('slack_direct.slack_channel_id', '=', channelId)
    .where(sql<boolean>`slack_user_id = any(string_to_array(slack_direct.lane_key, ':'))`)
    .execute()
  if (links.length === 0) return { userIds: [], standing: [] }
  const standing = await tx
    .selectFrom('slack_reaction')
    .select(['ts', 'slack_user_id as userId', 'name'])
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', channelId)
    .where('ts', '=', (eb) => eb.fn.any(eb.val(page.messages.map(({ ts }) => ts))))
    .where('present', '=', true)
    .execute()
  return { userIds: [...new Set(links.map(({ slack_user_id }) => slack_user_id))], standing }
}

/** How many replies of each thread we have and the latest of them, where we have any. */
export async function readHeldReplies(
  tx: Tx,
  { organizationId }: Reconciled,
  { channelId, roots: wanted }: { channelId: string; roots: readonly string[] },
): Promise<Map<string, HeldReplies>> {
  const roots = wanted.toSorted()
  const [first] = roots
  if (first === undefined) return new Map()
  const { rows } = await sql<{ root: string; latest: string; replies: number }>`
    select thread_ts as root, max(ts) as latest, count(*)::int as replies from slack_message
    where organization_id = ${organizationId} and channel_id = ${channelId} and ts > ${first}
      and thread_ts = any(${roots}) and arrived and not deleted
    group by thread_ts
  `.execute(tx)
  return new Map(rows.map(({ root, latest, replies }) => [root, { latestReply: latest, replies }]))
}

/** Whether we know that a message is gone. */
export async function isKnownDeleted(tx: Tx, { organizationId }: Reconciled, of: { channelId: string; ts: string }): Promise<boolean> {
  const row = await tx
    .selectFrom('slack_message')
    .select('deleted')
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', of.channelId)
    .where('ts', '=', of.ts)
    .executeTakeFirst()
  return row?.deleted ?? false
}
