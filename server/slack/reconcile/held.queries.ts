import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { signatureOf, type Held, type Page, type ThreadNews } from './compare.rules.ts'
import type { Reconciled } from './target.queries.ts'

interface HeldRow {
  ts: string
  thread_ts: string | null
  arrived: boolean
  deleted: boolean
  edited_ts: string | null
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
    select ts, thread_ts, arrived, deleted, edited_ts from slack_message
    where organization_id = ${organizationId} and channel_id = ${channelId}
      and (ts = any(${page.messages.map(({ ts }) => ts)}) or (ts > ${page.after} and ts <= ${upTo} and ${inThread}))
  `.execute(tx)
  return new Map(
    rows.map((row) => [
      row.ts,
      { ts: row.ts, threadTs: row.thread_ts, arrived: row.arrived, deleted: row.deleted, editedTs: row.edited_ts },
    ]),
  )
}

/** How many replies of each thread we have and the latest of them, as `signatureOf` writes it. */
export async function readHeldReplies(
  tx: Tx,
  { organizationId }: Reconciled,
  { channelId, news }: { channelId: string; news: readonly ThreadNews[] },
): Promise<Map<string, string>> {
  const roots = news.map(({ rootTs }) => rootTs).toSorted()
  const [first] = roots
  if (first === undefined) return new Map()
  const { rows } = await sql<{ root: string; latest: string; replies: number }>`
    select thread_ts as root, max(ts) as latest, count(*)::int as replies from slack_message
    where organization_id = ${organizationId} and channel_id = ${channelId} and ts > ${first}
      and thread_ts = any(${roots}) and arrived and not deleted
    group by thread_ts
  `.execute(tx)
  return new Map(rows.map(({ root, latest, replies }) => [root, signatureOf({ latestReply: latest, replies })]))
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
