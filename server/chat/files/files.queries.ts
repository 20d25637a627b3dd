import { sql, type Selectable, type Updateable } from 'kysely'
import type { File } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { FileId, MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { FileKey } from './chunks.queries.ts'

const COLUMNS = [
  ...(['id', 'uploaded_by', 'name', 'mime_type', 'size_bytes', 'width', 'height', 'has_thumbnail'] as const),
  ...(['state', 'failure', 'message_id'] as const),
] as const
export type FileRow = Pick<Selectable<File>, (typeof COLUMNS)[number]>

export function presentFile(row: FileRow): FileView {
  return {
    id: row.id as FileId,
    name: row.name,
    mimeType: row.mime_type,
    sizeBytes: row.size_bytes,
    width: row.width,
    height: row.height,
    hasThumbnail: row.has_thumbnail,
    state: row.state as FileView['state'],
    failure: row.failure,
  }
}

export interface NewFile {
  id: FileId
  uploadedBy: PersonId
  name: string
  mimeType: string
  sizeBytes: number
  /** In pixels, as far as it was said. */
  dimensions: { width: number; height: number } | null
  messageId: MessageId | null
  position: number
  createdAtMs: number
}

/** Whose bytes are to come. */
export async function insertFiles(tx: Tx, organizationId: OrganizationId, files: readonly NewFile[]): Promise<void> {
  const rows = files.map((file) => ({
    organization_id: organizationId,
    id: file.id,
    uploaded_by: file.uploadedBy,
    name: file.name,
    mime_type: file.mimeType,
    size_bytes: file.sizeBytes,
    width: file.dimensions?.width ?? null,
    height: file.dimensions?.height ?? null,
    state: 'fetching',
    message_id: file.messageId,
    position: file.position,
    created_at: new Date(file.createdAtMs),
  }))
  if (rows.length > 0) await tx.insertInto('file').values(rows).execute()
}

export function findFile(tx: Tx, { organizationId, fileId }: FileKey): Promise<FileRow | undefined> {
  return tx.selectFrom('file').select(COLUMNS).where('organization_id', '=', organizationId).where('id', '=', fileId).executeTakeFirst()
}

/** Those there are, held to the end of the transaction. */
export function lockFiles(tx: Tx, organizationId: OrganizationId, ids: readonly FileId[]): Promise<FileRow[]> {
  return tx
    .selectFrom('file')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Only while its bytes are on their way. @returns nothing when they no longer are, or it is gone. */
export function settleFile(
  tx: Tx,
  { organizationId, fileId }: FileKey,
  patch: Pick<Updateable<File>, 'state' | 'failure' | 'stored_at' | 'mime_type' | 'size_bytes' | 'width' | 'height' | 'has_thumbnail'>,
): Promise<FileRow | undefined> {
  return tx
    .updateTable('file')
    .set(patch)
    .where('organization_id', '=', organizationId)
    .where('id', '=', fileId)
    .where('state', '=', 'fetching')
    .returning(COLUMNS)
    .executeTakeFirst()
}

export async function countUnattached(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<number> {
  const row = await tx
    .selectFrom('file')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('organization_id', '=', organizationId)
    .where('uploaded_by', '=', personId)
    .where('message_id', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

/** With their bytes. */
export async function deleteFilesOfMessage(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<void> {
  await tx.deleteFrom('file').where('organization_id', '=', organizationId).where('message_id', '=', messageId).execute()
}

/** With its bytes, unless a message has it. @returns whether it was there */
export async function deleteUnattached(tx: Tx, { organizationId, fileId }: FileKey, personId: PersonId): Promise<boolean> {
  const gone = await tx
    .deleteFrom('file')
    .where('organization_id', '=', organizationId)
    .where('id', '=', fileId)
    .where('uploaded_by', '=', personId)
    .where('message_id', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

/** Those of `ids` that a message still has and whose bytes are here, as they stand in it. */
export async function findStoredFiles(tx: Tx, organizationId: OrganizationId, ids: readonly FileId[]): Promise<FileView[]> {
  const rows = await tx
    .selectFrom('file')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('message_id', 'is not', null)
    .where('state', '=', 'stored')
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(presentFile)
}
