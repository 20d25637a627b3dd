import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { describeReceivedFile } from '../../chat/files/describe-received-file.ts'
import { keepBytes } from '../../chat/files/keep-bytes.ts'
import { gateClosedForMs } from '../../infra/deliveries/gates.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import { slackTokenOf, type TokenOwner } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ClaimedFetch } from './fetch.queries.ts'
import {
  NOBODY_MAY_READ,
  NOT_CONNECTED,
  NOT_FOUND,
  resultOfRefusal,
  resultOfTransfer,
  type FetchResult,
  type TokenResult,
} from './fetch.rules.ts'
import { findFileReaders } from './file-readers.ts'
import { fetchableOf, inSlackOnly, describeFile, isGone, type SlackFile } from './received-file.rules.ts'
import { TransferError } from './slack-files.ts'

interface Attempt {
  services: SlackServices
  claimed: ClaimedFetch
  token: string
  owner: TokenOwner
  signal: AbortSignal
}

/** Asks Slack about a file and brings its bytes here, with the token of whoever can see it. Its row says nothing of it yet. */
export async function fetchFile(services: SlackServices, claimed: ClaimedFetch, signal: AbortSignal): Promise<FetchResult> {
  const { organizationId, installationId } = claimed
  const { readers, closedMs } = await inOrganization(services.db, organizationId, async (tx) => ({
    readers: await findFileReaders(tx, claimed),
    closedMs: await gateClosedForMs(tx, { organizationId, scopeId: installationId }, 'files.info'),
  }))
  if (!readers.isConnected) return NOT_CONNECTED
  if (closedMs > 0) return { kind: 'later', reason: 'Slack asks us to wait.', afterMs: closedMs, counts: false, gate: null }
  let refusal = NOBODY_MAY_READ
  for (const owner of readers.owners) {
    const result = await fetchAs(services, { claimed, owner, signal })
    if (result.kind !== 'not_for_them') return result
    refusal = result.failure
  }
  // A file may be seen a moment after its message.
  if (refusal === NOT_FOUND) return { kind: 'later', reason: 'Slack does not let Atrium read it.', afterMs: null, counts: true, gate: null }
  return { kind: 'failed', failure: refusal }
}

async function fetchAs(services: SlackServices, as: Pick<Attempt, 'claimed' | 'owner' | 'signal'>): Promise<TokenResult> {
  const { claimed, owner } = as
  try {
    const token = await slackTokenOf(services, { organizationId: claimed.organizationId, owner, reader: 'slack-files' })
    return token === null ? { kind: 'not_for_them', failure: NOBODY_MAY_READ } : await fetchWith({ services, token, ...as })
  } catch (error) {
    // Renewing a token that has ended is a call too.
    if (error instanceof SlackCallError) return resultOfRefusal(error.failure, owner.kind)
    throw error
  }
}

async function fetchWith(attempt: Attempt): Promise<TokenResult> {
  const { services, claimed, token, owner } = attempt
  try {
    const { file } = await services.slackApi.call(token, (client) => client.files.info({ file: claimed.slackFileId }))
    return await download(attempt, file ?? {})
  } catch (error) {
    if (error instanceof TransferError) return resultOfTransfer(error.failure)
    if (!(error instanceof SlackCallError)) throw error
    const { failure } = error
    if (owner.kind === 'installation') await noteDeadToken(services, { ...claimed, token, failure })
    return owner.kind === 'installation' && failure.kind === 'dead_token' ? NOT_CONNECTED : resultOfRefusal(failure, owner.kind)
  }
}

/** @throws TransferError */
async function download({ services, claimed, token, signal }: Attempt, file: SlackFile): Promise<TokenResult> {
  const { organizationId, fileId } = claimed
  const fetchable = fetchableOf(file)
  if (isGone(file)) return { kind: 'gone' }
  if (fetchable === 'ask') return { kind: 'not_for_them', failure: NOT_FOUND }
  if ('failure' in fetchable) return { kind: 'failed', failure: fetchable.failure }
  const { name, sizeBytes, mimeType } = describeFile(file)
  await commitInOrganization(services, organizationId, (tx) => describeReceivedFile(tx, fetchActor(claimed), { fileId, name, sizeBytes }))
  const { maxFileBytes: maxBytes } = services
  const tooLarge = inSlackOnly(`It is larger than the ${Math.floor(maxBytes / (1 << 20))} MB that Atrium takes.`, file)
  if (sizeBytes > maxBytes) return { kind: 'failed', failure: tooLarge }
  try {
    const source = await services.slackFiles.download(fetchable.address, token, signal)
    return { kind: 'kept', kept: await keepBytes(services, { organizationId, fileId }, { source, maxBytes, mimeType }) }
  } catch (error) {
    if (error instanceof AtriumError && error.code === 'too_large') return { kind: 'failed', failure: tooLarge }
    throw error
  }
}

export function fetchActor({ organizationId }: ClaimedFetch): SystemActor {
  return { kind: 'system', organizationId, name: 'slack-files' }
}
