import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { historyBegins, mayUseChannel } from '../channel-access.rules.ts'
import { presentChannel, type ChannelRow } from '../present-chat.ts'
import { presentFile, type FileRow } from './files.queries.ts'

interface Found {
  file: FileRow
  /** Null while it is in no message. */
  message: { createdAtMs: number; isDeleted: boolean } | null
  channel: ChannelRow | null
}

/** A stored file that somebody may read: who may read its message, and before it has one whoever uploaded it. @throws not_found */
export async function readableFile(tx: Tx, actor: PersonActor, fileId: FileId): Promise<FileView> {
  const found = await findWithMessage(tx, actor, fileId)
  if (!found || found.file.state !== 'stored' || !mayRead(actor, found)) throw new AtriumError('not_found')
  return presentFile(found.file)
}

function mayRead(actor: PersonActor, { file, message, channel }: Found): boolean {
  if (!message || !channel) return file.message_id === null && file.uploaded_by === actor.personId
  return !message.isDeleted && mayUseChannel(actor, presentChannel(channel)) && message.createdAtMs >= historyBegins(actor)
}

async function findWithMessage(tx: Tx, { organizationId }: PersonActor, fileId: FileId): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select to_jsonb(file) as file, to_jsonb(channel) as channel,
      case when message.id is not null then jsonb_build_object(
        'createdAtMs', floor(extract(epoch from message.created_at) * 1000), 'isDeleted', message.deleted_at is not null) end as message
    from file
    left join message on message.organization_id = file.organization_id and message.id = file.message_id
    left join channel on channel.organization_id = message.organization_id and channel.id = message.channel_id
    where file.organization_id = ${organizationId} and file.id = ${fileId}
  `.execute(tx)
  return rows[0]
}
