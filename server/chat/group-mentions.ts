import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { mentionTokensOf } from '@atrium/shared/chat/message-text.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** An admin has turned group mentions off; not asked of the database for texts in which there can be none. */
export async function areGroupMentionsOff(tx: Tx, organizationId: OrganizationId, texts: readonly string[]): Promise<boolean> {
  if (!texts.some((text) => /[@＠](?:all|here|room)/i.test(text.normalize('NFKC')))) return false
  const row = await tx
    .selectFrom('organization')
    .select('group_mentions')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return !row.group_mentions
}

/** `before`: what an edit replaces may go on calling whom it has called. @throws not_allowed */
export function assertCallsNoGroup(text: string, before = ''): void {
  const called = new Set(mentionTokensOf(before).groups)
  const groups = mentionTokensOf(text).groups.filter((group) => !called.has(group))
  if (groups.length === 0) return
  const names = groups.map((group) => `@${group}`).join(' and ')
  throw new AtriumError('not_allowed', `${names} cannot be written here: an admin has turned group mentions off. Mention people by name.`)
}
