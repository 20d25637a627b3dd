import type { Tx } from '@atrium/db/transaction.ts'
import { isEmoji } from '@atrium/shared/chat/reaction-emoji.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView, Status } from '@atrium/shared/space/views.ts'
import { appendPresenceChange } from './append-presence-change.ts'
import { findPresence, lockPresence, updatePresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { tellWatchers } from './tell-when-free.ts'

/** Nobody says something of themselves for longer than this, in ms: a month. */
const LONGEST_MS = 31 * 24 * 60 * 60_000

export interface SaidOfOneself {
  status: Status
  text: string
  emoji: string | null
  /** When it is taken back, in ms since the epoch; null: not by itself. */
  until: number | null
  nowMs: number
}

/** How available somebody is, and why in their own words; it stays however they move. @throws not_found when they are in no space, bad_input */
export async function setStatus(tx: Tx, actor: PersonActor, said: SaidOfOneself): Promise<PresenceView> {
  const { organizationId, personId } = actor
  const { status, emoji, until, nowMs } = said
  if (emoji !== null && !isEmoji(emoji)) throw new AtriumError('bad_input', 'Choose one emoji.').at('emoji')
  if (until !== null && (until <= nowMs || until > nowMs + LONGEST_MS))
    throw new AtriumError('bad_input', 'Choose a time that is still to come, within a month.').at('until')
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  if (!row) throw new AtriumError('not_found', 'You are in no space.')
  const before = presentPresence(row)
  const after = { status, statusText: storableText(said.text).trim(), statusEmoji: emoji, statusUntil: until }
  if ((Object.keys(after) as (keyof typeof after)[]).every((key) => before[key] === after[key])) return before
  const patch = { status, status_text: after.statusText, status_emoji: emoji, status_until: until === null ? null : new Date(until) }
  const updated = await updatePresence(tx, { organizationId, personId }, patch)
  if (status === 'available' && before.status !== 'available') await tellWatchers(tx, { organizationId, personId, nowMs })
  return appendPresenceChange(tx, organizationId, updated)
}
