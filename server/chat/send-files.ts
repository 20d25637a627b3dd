import type { Tx } from '@atrium/db/transaction.ts'
import type { FileView } from '@atrium/shared/chat/views.ts'
import type { AtriumError } from '@atrium/shared/errors.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { claimFiles } from './files/claim-files.ts'
import { messagesOfMutations, mutationKey } from './send-batch.queries.ts'
import type { Send, SendOutcome } from './send-batch.ts'

const mutationOf = ({ actor, clientId }: Send) => ({ personId: actor.personId, clientId })

/** Of those sends that have files: which, or why they may not go along. Costs nothing when there are none. */
export async function filesOfSends(
  tx: Tx,
  organizationId: OrganizationId,
  sends: readonly Send[],
): Promise<Map<Send, FileView[] | AtriumError>> {
  const withFiles = sends.filter(({ fileIds }) => fileIds && fileIds.length > 0)
  if (withFiles.length === 0) return new Map()
  const claims = withFiles.map((send) => {
    const mutation = mutationOf(send)
    return { personId: mutation.personId, fileIds: send.fileIds ?? [], messageKey: mutationKey(mutation) }
  })
  const claimed = await claimFiles(tx, organizationId, claims)
  return new Map(withFiles.map((send, index) => [send, claimed[index] ?? []]))
}

/** A repeated send finds its own files taken, by the message that it became the first time: that is its answer. */
export async function answerSentFiles(
  tx: Tx,
  organizationId: OrganizationId,
  { sends, outcomes }: { sends: readonly Send[]; outcomes: SendOutcome[] },
): Promise<SendOutcome[]> {
  const isInDoubt = (send: Send, index: number) =>
    send.fileIds !== undefined && send.fileIds.length > 0 && 'refused' in (outcomes[index] ?? {})
  const inDoubt = sends.filter(isInDoubt)
  if (inDoubt.length === 0) return outcomes
  const before = await messagesOfMutations(tx, organizationId, inDoubt.map(mutationOf))
  return outcomes.map((outcome, index) => {
    const send = sends[index]
    const sent = send && isInDoubt(send, index) ? before.get(mutationKey(mutationOf(send))) : undefined
    return sent ? { sent } : outcome
  })
}
