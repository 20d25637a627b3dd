import { inOrganization } from '@atrium/db/transaction.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { FileId } from '@atrium/shared/ids.ts'
import { readFile } from '../../chat/files/read-file.ts'
import { findStoredFiles } from '../../chat/files/files.queries.ts'
import { beginCall } from '../../infra/deliveries/begin-call.ts'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import { findUploads, insertUploads } from '../files/slack-file.queries.ts'
import { TransferError, type TransferFailure } from '../files/slack-files.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { outcomeOfFailure, refusalText } from './egress.rules.ts'
import type { SharePayload } from './share-payload.ts'
import type { Posting } from './slack-transport.ts'
import { waitForGate } from './wait-for-gate.ts'

export interface Uploaded {
  fileId: FileId
  slackFileId: string
}
export interface Uploads {
  files: [Uploaded, ...Uploaded[]]
  /** They were not part of a call before. */
  areNew: boolean
}

const METHOD = 'files.getUploadURLExternal'
export const FILES_GONE = 'its files are gone'

/**
 * Brings the bytes to Slack, where nobody sees them before they are shared, and writes down which of Slack's files they are, in a
 * transaction of its own. Cut off before that nothing has happened; after it they are not uploaded again.
 */
export async function uploadFiles(sharing: Posting<SharePayload>): Promise<Uploads | Outcome> {
  const { services, scope, delivery, payload } = sharing
  const before = (await findUploads(services.db, scope, delivery.id)).filter(({ spent }) => !spent)
  const uploaded: Uploaded[] = [...before]
  if (before.length === 0) {
    const files = await inOrganization(services.db, scope.organizationId, (tx) =>
      findStoredFiles(tx, scope.organizationId, payload.fileIds as FileId[]),
    )
    for (const file of files) {
      const slackFileId = await uploadFile(sharing, file)
      if (typeof slackFileId !== 'string') return slackFileId
      uploaded.push({ fileId: file.id, slackFileId })
    }
  }
  const [first, ...others] = uploaded
  if (!first) return { kind: 'dropped', reason: FILES_GONE }
  faultPoint('egress.uploaded')
  const areNew = before.length === 0
  const mayCall = await inOrganization(services.db, scope.organizationId, async (tx) => {
    if (!(await beginCall(tx, delivery))) return false
    if (areNew) await insertUploads(tx, scope, { deliveryId: delivery.id, uploads: uploaded })
    return true
  })
  faultPoint('egress.noted')
  return mayCall ? { files: [first, ...others], areNew } : { kind: 'unknown', reason: 'it was taken by somebody else' }
}

/** @returns the file's id at Slack */
async function uploadFile(sharing: Posting<SharePayload>, file: FileView): Promise<string | Outcome> {
  const { services, scope, payload, token } = sharing
  const closed = await waitForGate(sharing, METHOD)
  if (closed) return closed
  try {
    const { upload_url: address, file_id: slackFileId } = await services.slackApi.call(token, (client) =>
      client.files.getUploadURLExternal({ filename: file.name, length: file.sizeBytes }),
    )
    if (!address || !slackFileId) return { kind: 'retry', reason: 'Slack named no place for the file.', afterMs: null, gate: null }
    const chunks = { organizationId: scope.organizationId, fileId: file.id, variant: 'original' } as const
    const bytes = readFile(services.db, chunks, { first: 0, last: file.sizeBytes - 1 })
    await services.slackFiles.upload(address, { sizeBytes: file.sizeBytes, bytes })
    return slackFileId
  } catch (error) {
    if (error instanceof TransferError) return outcomeOfTransfer(error.failure)
    if (!(error instanceof SlackCallError)) throw error
    if (await isAuthorGone(sharing, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    return outcomeOfShareFailure(error, { method: METHOD, owner: payload.as.kind, repeatable: true })
  }
}

export const SENDER_CANNOT_SHARE = 'The sender’s Slack link does not let Atrium send files for them. Link Slack again in your settings.'

/** A member's grant without `files:write` still lets us post: only their files go another way. */
export function outcomeOfShareFailure({ failure }: SlackCallError, call: Parameters<typeof outcomeOfFailure>[1]): Outcome {
  if (failure.kind === 'missing_scope' && call.owner === 'sender') return { kind: 'dropped', reason: SENDER_CANNOT_SHARE }
  return outcomeOfFailure(failure, call)
}

function outcomeOfTransfer(failure: TransferFailure): Outcome {
  switch (failure.kind) {
    case 'foreign_address':
      return { kind: 'failed', reason: 'Slack named an address for the file that is not one of Slack’s.' }
    case 'refused':
      return { kind: 'failed', reason: refusalText(`http_${failure.status}`) }
    case 'rate_limited':
      return { kind: 'retry', reason: 'Slack asks us to wait.', afterMs: failure.retryAfterMs, gate: null }
    case 'gone':
    case 'interrupted':
      return { kind: 'retry', reason: 'The file did not reach Slack.', afterMs: null, gate: null }
  }
}
