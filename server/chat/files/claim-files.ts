import type { Tx } from '@atrium/db/transaction.ts'
import { MOST_FILES } from '@atrium/shared/chat/file-limits.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { FileId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { lockFiles, presentFile, type FileRow } from './files.queries.ts'

interface Claim {
  personId: PersonId
  fileIds: readonly FileId[]
  /** One message: two claims of the same are one. */
  messageKey: string
}

/**
 * Whether each may have the files that are to go with it: one's own, uploaded to the end, and in no message yet. Held to the end of the
 * transaction. @returns for each claim its files in their order, or why not.
 */
export async function claimFiles(tx: Tx, organizationId: OrganizationId, claims: readonly Claim[]): Promise<(FileView[] | AtriumError)[]> {
  const ids = [...new Set(claims.flatMap(({ fileIds }) => fileIds))]
  const rows = new Map((ids.length > 0 ? await lockFiles(tx, organizationId, ids) : []).map((row) => [row.id, row]))
  const takenBy = new Map<FileId, string>()
  return claims.map((claim) => {
    const files = claim.fileIds.map((id) => rows.get(id))
    const trouble = troubleWith(claim, files)
    if (trouble) return trouble
    if (claim.fileIds.some((id) => (takenBy.get(id) ?? claim.messageKey) !== claim.messageKey)) return inAnotherMessage()
    for (const id of claim.fileIds) takenBy.set(id, claim.messageKey)
    return files.flatMap((row) => (row ? [presentFile(row)] : []))
  })
}

function troubleWith({ personId, fileIds }: Claim, files: (FileRow | undefined)[]): AtriumError | null {
  if (fileIds.length > MOST_FILES) return new AtriumError('bad_input', `A message takes at most ${MOST_FILES} files.`)
  if (new Set(fileIds).size < fileIds.length) return new AtriumError('bad_input', 'A file is attached twice.')
  if (files.some((row) => row?.uploaded_by !== personId))
    return new AtriumError('not_found', 'A file is no longer here. Remove it, and attach it again.')
  if (files.some((row) => row?.message_id !== null)) return inAnotherMessage()
  return files.some((row) => row?.state !== 'stored') ? new AtriumError('conflict', 'A file is not uploaded yet.') : null
}

const inAnotherMessage = () => new AtriumError('conflict', 'A file was sent with another message already.')
