import { inOrganization } from '@atrium/db/transaction.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { Addressed } from './post-payload.ts'
import type { Posting } from './slack-transport.ts'

/**
 * The thread in which a post goes, by its first message; null: at the top level. The message of ours that it replies to may have been
 * posted only just before, in the same lane, so this is asked right before the call; in another Slack channel, or not at all in
 * Slack, it has no thread there. A reply to what is a reply in Slack, and none here, joins its thread.
 */
export async function threadTsOf(
  { services, scope, payload: { to } }: Pick<Posting<Addressed>, 'services' | 'scope' | 'payload'>,
  channelId: string,
): Promise<string | null> {
  if (to.kind === 'channel') return to.threadTs
  const messageId = to.thread?.messageId
  if (!messageId) return null
  const root = await inOrganization(services.db, scope.organizationId, (tx) =>
    tx
      .selectFrom('slack_message')
      .select(['ts', 'thread_ts'])
      .where('organization_id', '=', scope.organizationId)
      .where('installation_id', '=', scope.installationId)
      .where('channel_id', '=', channelId)
      .where('entity_id', '=', messageId)
      .orderBy('ts')
      .limit(1)
      .executeTakeFirst(),
  )
  return root ? (root.thread_ts ?? root.ts) : null
}

const THREAD_GONE = ['thread_not_found', 'cannot_reply_to_message']

/** The thread's first message was deleted in Slack, and its thread with it. */
export function isThreadGone(failure: SlackFailure): boolean {
  return failure.kind === 'refused' && THREAD_GONE.includes(failure.error)
}
