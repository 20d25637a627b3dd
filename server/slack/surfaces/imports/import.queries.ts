import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import { newId, type Id, type InstallationId, type MemberId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { MessageAddress } from './import.rules.ts'

export type ImportId = Id<'slack-import'>

/** A message, and its thread, of which a member wants a conversation. */
export interface WantedImport extends MessageAddress {
  organizationId: OrganizationId
  id: ImportId
  installationId: InstallationId
  memberId: MemberId
  /** Whom the answer is for. */
  slackUserId: string
  answered: boolean
  /** Up to there its thread has been brought. */
  readThrough: string | null
  /** So many messages. */
  brought: number
  attempts: number
}
export type NewImport = Pick<WantedImport, 'organizationId' | 'installationId' | 'memberId' | 'slackUserId' | keyof MessageAddress>

/** Longer than one attempt takes; then somebody else goes on with it. */
const LEASE_MS = 60_000

const COLUMNS = [
  ...(['organization_id', 'id', 'installation_id', 'channel_id', 'ts', 'thread_ts', 'member_id', 'slack_user_id'] as const),
  ...(['answered', 'read_through', 'brought', 'attempts'] as const),
] as const

type Row = {
  organization_id: string
  id: string
  installation_id: string
  channel_id: string
  ts: string
  thread_ts: string | null
  member_id: string
  slack_user_id: string
  answered: boolean
  read_through: string | null
  brought: number
  attempts: number
}

function importOf(row: Row): WantedImport {
  return {
    organizationId: row.organization_id as OrganizationId,
    id: row.id as ImportId,
    installationId: row.installation_id as InstallationId,
    channelId: row.channel_id,
    ts: row.ts,
    threadTs: row.thread_ts,
    memberId: row.member_id as MemberId,
    slackUserId: row.slack_user_id,
    answered: row.answered,
    readThrough: row.read_through,
    brought: row.brought,
    attempts: row.attempts,
  }
}

/** Wanted a second time while the first is under way, it is the same, and is answered again. `leased`: whoever calls does it now. */
export async function putImport(tx: Tx, wanted: NewImport, { nowMs, leased }: { nowMs: number; leased: boolean }): Promise<WantedImport> {
  const next_at = new Date(nowMs + (leased ? LEASE_MS : 0))
  const row = await tx
    .insertInto('slack_import')
    .values({
      organization_id: wanted.organizationId,
      id: newId<ImportId>(nowMs),
      installation_id: wanted.installationId,
      channel_id: wanted.channelId,
      ts: wanted.ts,
      thread_ts: wanted.threadTs,
      member_id: wanted.memberId,
      slack_user_id: wanted.slackUserId,
      next_at,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'channel_id', 'ts', 'member_id']).doUpdateSet({ answered: false, next_at }),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return importOf(row)
}

/** Of every organization that has one that is due. */
export async function listImportOrganizations(db: Db, nowMs: number): Promise<OrganizationId[]> {
  const rows = await asWorker(db, (tx) =>
    tx.selectFrom('slack_import').select('organization_id').distinct().where('next_at', '<=', new Date(nowMs)).execute(),
  )
  return rows.map((row) => row.organization_id as OrganizationId)
}

/** Takes some for as long as an attempt may last. */
export async function claimImports(
  tx: Tx,
  organizationId: OrganizationId,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<WantedImport[]> {
  const due = tx
    .selectFrom('slack_import')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('next_at', '<=', new Date(nowMs))
    .orderBy('next_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  const rows = await tx
    .updateTable('slack_import')
    .set({ next_at: new Date(nowMs + LEASE_MS), attempts: sql`attempts + 1` })
    .where('organization_id', '=', organizationId)
    .where('id', 'in', due)
    .returning(COLUMNS)
    .execute()
  return rows.map(importOf)
}

export async function saveImport(
  tx: Tx,
  { organizationId, id }: Pick<WantedImport, 'organizationId' | 'id'>,
  set: { attempts?: number; answered?: boolean; thread_ts?: string; read_through?: string; brought?: number; next_at?: Date },
): Promise<void> {
  await tx.updateTable('slack_import').set(set).where('organization_id', '=', organizationId).where('id', '=', id).execute()
}

/** It is done; but not when it was wanted again since it was answered. */
export async function deleteImport(tx: Tx, { organizationId, id }: Pick<WantedImport, 'organizationId' | 'id'>): Promise<void> {
  await tx
    .deleteFrom('slack_import')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('answered', '=', true)
    .execute()
}
