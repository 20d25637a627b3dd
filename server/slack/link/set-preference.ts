import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ReadingDelayMinutes, SlackLinkView } from '@atrium/shared/slack/views.ts'
import { lockHeld, setDue, type HeldMessage } from '../mirror/held.queries.ts'
import { presentLink } from '../present-slack.ts'
import { tellBridge } from '../tell-bridge.ts'
import { findLink, updateLink, type LinkRow } from './link.queries.ts'

interface Preference {
  installationId: InstallationId
  preference: SlackLinkView['preference']
  /** Stays as it is when left out. */
  readingDelayMinutes?: ReadingDelayMinutes | undefined
  nowMs: number
}

/**
 * Whether messages reach the member in Slack always, or only while they are not active in Atrium, and how long they may be
 * read here first (BR1). What is held already follows the new wish. @throws not_found
 */
export async function setPreference(tx: Tx, actor: MemberActor, wish: Preference): Promise<SlackLinkView> {
  const { organizationId, personId } = actor
  const { installationId, preference, readingDelayMinutes } = wish
  const link = await findLink(tx, organizationId, { installationId, memberId: personId })
  if (!link) throw new AtriumError('not_found')
  const set = { preference, ...(readingDelayMinutes === undefined ? {} : { reading_delay_minutes: readingDelayMinutes }) }
  const row = await updateLink(tx, organizationId, { id: link.id, set })
  const held = await lockHeld(tx, organizationId, { personId, installationId })
  for (const message of held.filter(({ recipientId }) => recipientId === personId))
    await retime(tx, actor, { row, message, nowMs: wish.nowMs })
  return presentLink(row)
}

async function retime(
  tx: Tx,
  { organizationId }: MemberActor,
  { row, message, nowMs }: { row: LinkRow; message: HeldMessage; nowMs: number },
): Promise<void> {
  const until = row.preference === 'always' ? nowMs : message.writtenAtMs + row.reading_delay_minutes * 60_000
  if (until === message.dueAtMs) return
  const { messageId } = message
  await setDue(tx, organizationId, { messageId, dueAtMs: until })
  if (until <= nowMs) return
  const actor = { kind: 'system', organizationId, name: 'slack-mirror' } as const
  await tellBridge(tx, actor, { entities: [{ entityKind: 'message', entityId: messageId }], bridge: { state: 'held', until } })
}
