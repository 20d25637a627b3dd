import type { Db } from '@atrium/db/connect.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { FileId, InstallationId, MessageId, OrganizationId } from '@atrium/shared/ids.ts'

interface Scope {
  organizationId: OrganizationId
  installationId: InstallationId
}

/** One of our files as Slack has it, or will once the upload is completed. */
export interface Upload {
  fileId: FileId
  slackFileId: string
  /** Slack did not know the upload any more. */
  spent: boolean
}

/** In the order in which they were uploaded. */
export function findUploads(db: Db, { organizationId }: Scope, deliveryId: string): Promise<Upload[]> {
  return inOrganization(db, organizationId, (tx) => uploadsOf(tx, organizationId, deliveryId))
}

export async function uploadsOf(tx: Tx, organizationId: OrganizationId, deliveryId: string): Promise<Upload[]> {
  const rows = await tx
    .selectFrom('slack_file')
    .leftJoin('file', (join) =>
      join.onRef('file.organization_id', '=', 'slack_file.organization_id').onRef('file.id', '=', 'slack_file.file_id'),
    )
    .select(['file_id', 'slack_file_id', 'spent'])
    .where('slack_file.organization_id', '=', organizationId)
    .where('delivery_id', '=', deliveryId)
    .orderBy('file.position')
    .orderBy('slack_file_id')
    .execute()
  return rows.map((row) => ({ fileId: row.file_id as FileId, slackFileId: row.slack_file_id, spent: row.spent }))
}

/** Before Slack is asked to share them. */
export async function insertUploads(
  tx: Tx,
  { organizationId, installationId }: Scope,
  { deliveryId, uploads }: { deliveryId: string; uploads: readonly Pick<Upload, 'fileId' | 'slackFileId'>[] },
): Promise<void> {
  const rows = uploads.map(({ fileId, slackFileId }) => ({
    organization_id: organizationId,
    file_id: fileId,
    slack_file_id: slackFileId,
    installation_id: installationId,
    delivery_id: deliveryId,
  }))
  if (rows.length > 0) await tx.insertInto('slack_file').values(rows).execute()
}

/** The files of one of our messages that Slack has shared, in their order. */
export async function slackFilesOfEntity(tx: Tx, { organizationId, installationId }: Scope, entityId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('slack_file')
    .innerJoin('delivery', (join) =>
      join.onRef('delivery.organization_id', '=', 'slack_file.organization_id').onRef('delivery.id', '=', 'slack_file.delivery_id'),
    )
    .innerJoin('file', (join) =>
      join.onRef('file.organization_id', '=', 'slack_file.organization_id').onRef('file.id', '=', 'slack_file.file_id'),
    )
    .select('slack_file.slack_file_id')
    .where('slack_file.organization_id', '=', organizationId)
    .where('slack_file.installation_id', '=', installationId)
    .where('slack_file.spent', '=', false)
    .where('delivery.entity_id', '=', entityId)
    .where('delivery.state', '=', 'sent')
    .orderBy('file.position')
    .execute()
  return rows.map((row) => row.slack_file_id)
}

/** Nothing comes of what was uploaded so far. */
export function spendUploads(db: Db, { organizationId }: Scope, deliveryId: string): Promise<unknown> {
  return inOrganization(db, organizationId, (tx) =>
    tx
      .updateTable('slack_file')
      .set({ spent: true })
      .where('organization_id', '=', organizationId)
      .where('delivery_id', '=', deliveryId)
      .execute(),
  )
}

/** The delivery that shares these Slack files, if one of ours does. */
export async function findShareOf(
  db: Db,
  { organizationId, installationId }: Scope,
  slackFileIds: readonly string[],
): Promise<string | null> {
  if (slackFileIds.length === 0) return null
  const row = await db
    .selectFrom('slack_file')
    .select('delivery_id')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_file_id', 'in', slackFileIds)
    .where('delivery_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row?.delivery_id ?? null
}

/** Files that came with a Slack message, in the order of ours. */
export async function insertReceived(
  tx: Tx,
  { organizationId, installationId }: Scope,
  from: { channelId: string; ts: string; files: readonly { fileId: FileId; slackFileId: string }[] },
): Promise<void> {
  const rows = from.files.map(({ fileId, slackFileId }) => ({
    organization_id: organizationId,
    file_id: fileId,
    slack_file_id: slackFileId,
    installation_id: installationId,
    channel_id: from.channelId,
    ts: from.ts,
  }))
  if (rows.length > 0) await tx.insertInto('slack_file').values(rows).execute()
}

export interface StandingFile {
  fileId: FileId
  slackFileId: string
  deliveryId: string | null
  /** The message of ours that still has it. */
  messageId: MessageId | null
}

/** What a Slack message brought, by where it is, or by the delivery that posted it. */
export async function filesOfSlackMessage(
  tx: Tx,
  { organizationId }: Scope,
  of: { channelId: string; ts: string; deliveryId: string | null },
): Promise<StandingFile[]> {
  const rows = await standing(tx, organizationId)
    .where((eb) =>
      eb.or([
        eb.and([eb('slack_file.channel_id', '=', of.channelId), eb('slack_file.ts', '=', of.ts)]),
        ...(of.deliveryId === null ? [] : [eb('slack_file.delivery_id', '=', of.deliveryId)]),
      ]),
    )
    .execute()
  return rows.map(standingFileOf)
}

/** Wherever it came, or was shared. */
export async function findBySlackFile(tx: Tx, { organizationId, installationId }: Scope, slackFileId: string): Promise<StandingFile[]> {
  const rows = await standing(tx, organizationId)
    .where('slack_file.installation_id', '=', installationId)
    .where('slack_file.slack_file_id', '=', slackFileId)
    .execute()
  return rows.map(standingFileOf)
}

const standing = (tx: Tx, organizationId: OrganizationId) =>
  tx
    .selectFrom('slack_file')
    .leftJoin('file', (join) =>
      join.onRef('file.organization_id', '=', 'slack_file.organization_id').onRef('file.id', '=', 'slack_file.file_id'),
    )
    .select(['slack_file.file_id', 'slack_file.slack_file_id', 'slack_file.delivery_id', 'file.message_id'])
    .where('slack_file.organization_id', '=', organizationId)

function standingFileOf(row: {
  file_id: string
  slack_file_id: string
  delivery_id: string | null
  message_id: string | null
}): StandingFile {
  return {
    fileId: row.file_id as FileId,
    slackFileId: row.slack_file_id,
    deliveryId: row.delivery_id,
    messageId: row.message_id as MessageId | null,
  }
}
