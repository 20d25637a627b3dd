import { AtriumError } from '@atrium/shared/errors.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { newId, type FileId } from '@atrium/shared/ids.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { declaredType, keptName } from './file-name.rules.ts'
import { countUnattached, deleteUnattached, insertFiles } from './files.queries.ts'
import { keepBytes } from './keep-bytes.ts'
import { storeFile } from './store-file.ts'

export interface Upload {
  name: string
  /** As the browser declares it; nothing depends on it. */
  mimeType: string | undefined
  source: AsyncIterable<Uint8Array>
  maxBytes: number
}
type UploadServices = Pick<Services, 'db' | 'bus' | 'clock'>

/** Uploaded and in no message: more than anybody is about to send. */
export const MOST_UNATTACHED = 60

/** A file that its uploader alone has, until they send it. Cut off in the middle it leaves nothing. @throws too_large, too_many, bad_input */
export async function uploadFile(services: UploadServices, actor: PersonActor, upload: Upload): Promise<FileView> {
  const { organizationId, personId } = actor
  const key = { organizationId, fileId: await begin(services, actor, upload) }
  try {
    const kept = await keepBytes(services, key, upload)
    if (kept.sizeBytes === 0) throw new AtriumError('bad_input', 'The file is empty.')
    const nowMs = services.clock.now()
    const file = await commitInOrganization(services, organizationId, (tx) => storeFile(tx, key, { kept, nowMs }))
    if (!file) throw new AtriumError('conflict', 'The file was removed meanwhile.')
    return file
  } catch (error) {
    await commitInOrganization(services, organizationId, (tx) => deleteUnattached(tx, key, personId))
    throw error
  }
}

async function begin({ clock, ...services }: UploadServices, actor: PersonActor, upload: Upload): Promise<FileId> {
  const { organizationId, personId } = actor
  const [createdAtMs, id] = [clock.now(), newId<FileId>()]
  const declared = { name: keptName(upload.name), mimeType: declaredType(upload.mimeType), sizeBytes: 0, dimensions: null }
  await commitInOrganization(services, organizationId, async (tx) => {
    if ((await countUnattached(tx, organizationId, personId)) >= MOST_UNATTACHED)
      throw new AtriumError('too_many', 'Too many files wait to be sent. Send some of them first, or remove them.')
    await insertFiles(tx, organizationId, [{ id, uploadedBy: personId, ...declared, messageId: null, position: 0, createdAtMs }])
  })
  return id
}
