import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { FileId, InstallationId, OrganizationId } from '@atrium/shared/ids.ts'

/** A file whose bytes are to be fetched. */
export interface Fetch {
  organizationId: OrganizationId
  installationId: InstallationId
  fileId: FileId
  slackFileId: string
  /** Where it was shared: who may see that may see the file. */
  channelId: string
}
export interface ClaimedFetch extends Fetch {
  attempts: number
  /** The claim's number; with an old one nothing is changed. */
  fence: number
}

export async function insertFetches(tx: Tx, fetches: readonly Fetch[]): Promise<void> {
  const rows = fetches.map((one) => ({
    organization_id: one.organizationId,
    file_id: one.fileId,
    installation_id: one.installationId,
    slack_file_id: one.slackFileId,
    channel_id: one.channelId,
  }))
  if (rows.length > 0) await tx.insertInto('slack_fetch').values(rows).execute()
}

/** Takes files that are due, of every organization, for so long. */
export async function claimFetches(db: Db, { limit, leaseMs }: { limit: number; leaseMs: number }): Promise<ClaimedFetch[]> {
  return asWorker(db, async (tx) => {
    const { rows } = await sql<ClaimedFetch>`
      with due as (
        select organization_id, file_id from slack_fetch where due_at <= now() order by due_at limit ${limit} for update skip locked
      )
      update slack_fetch set fence = fence + 1, due_at = now() + ${leaseMs} * interval '1 millisecond'
      from due where slack_fetch.organization_id = due.organization_id and slack_fetch.file_id = due.file_id
      returning slack_fetch.organization_id as "organizationId", installation_id as "installationId", slack_fetch.file_id as "fileId",
        slack_file_id as "slackFileId", channel_id as "channelId", attempts, fence
    `.execute(tx)
    return rows
  })
}

/** ms until a file wants to be fetched; null when none does. */
export async function nextFetchMs(db: Db): Promise<number | null> {
  return asWorker(db, async (tx) => {
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as ms from slack_fetch
    `.execute(tx)
    return rows[0]?.ms ?? null
  })
}

const held = ({ organizationId, fileId, fence }: ClaimedFetch) =>
  sql<boolean>`organization_id = ${organizationId} and file_id = ${fileId} and fence = ${fence}`

/** Holds on to what takes long. */
export async function extendFetch(db: Db, claimed: ClaimedFetch, leaseMs: number): Promise<void> {
  await asWorker(db, async (tx) => {
    await sql`update slack_fetch set due_at = now() + ${leaseMs} * interval '1 millisecond' where ${held(claimed)}`.execute(tx)
  })
}

/** It is done. @returns false when it is somebody else's by now, or its file is gone. */
export async function endFetch(tx: Tx, claimed: ClaimedFetch): Promise<boolean> {
  const { rows } = await sql`delete from slack_fetch where ${held(claimed)} returning file_id`.execute(tx)
  return rows.length > 0
}

export async function postponeFetch(
  tx: Tx,
  claimed: ClaimedFetch,
  { attempts, error, afterMs }: { attempts: number; error: string; afterMs: number },
): Promise<void> {
  await sql`
    update slack_fetch set attempts = ${attempts}, error = ${error}, due_at = clock_timestamp() + ${afterMs} * interval '1 millisecond'
    where ${held(claimed)}
  `.execute(tx)
}
