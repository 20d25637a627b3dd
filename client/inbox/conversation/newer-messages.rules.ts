import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import type { MemberId } from '@atrium/shared/ids.ts'

/** What others had written when somebody began to answer. Slack may hand on an older message later, so the newest alone does not tell. */
export interface Seen {
  count: number
  newestId: string
}

const byOthers = (messages: readonly ConversationMessageView[], me: MemberId) => messages.filter(({ author }) => author.id !== me)

export function seenOf(messages: readonly ConversationMessageView[], me: MemberId): Seen {
  const others = byOthers(messages, me)
  return { count: others.length, newestId: others.at(-1)?.id ?? '' }
}

/** How many messages of others came since. Of a long conversation only the newest are here, so that their number may stay. */
export function cameSince({ count, newestId }: Seen, messages: readonly ConversationMessageView[], me: MemberId): number {
  const others = byOthers(messages, me)
  return Math.max(0, others.length - count, others.filter(({ id }) => id > newestId).length)
}
