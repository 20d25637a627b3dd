import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView, Status } from '@atrium/shared/space/views.ts'
import { appendPresenceChange } from './append-space-change.ts'
import { findPresence, lockPresence, updatePresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'

/** How available somebody is, and why in their own words; it stays however they move. @throws not_found when they are in no space */
export async function setStatus(tx: Tx, actor: PersonActor, { status, text }: { status: Status; text: string }): Promise<PresenceView> {
  const { organizationId, personId } = actor
  const words = storableText(text).trim()
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  if (!row) throw new AtriumError('not_found', 'You are in no space.')
  if (row.status === status && row.status_text === words) return presentPresence(row)
  return appendPresenceChange(tx, await updatePresence(tx, { organizationId, personId }, { status, status_text: words }))
}
