import type { Look, Outcome } from '../../infra/deliveries/transport.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'

/** Whose token was used: a dead one of our bot stops the installation, a dead one of a member only that member. */
export type TokenOwner = 'app' | 'sender'

export const SENDER_CANNOT_POST = 'The sender’s Slack link no longer lets Atrium write for them. Link Slack again in your settings.'
export const NOT_CONNECTED = 'Slack is not connected any more. An owner or admin has to reconnect it.'

const CHANNEL_UNKNOWN = 'channel_not_found'

/** Slack's refusals in words for whoever wrote the message. */
const REFUSALS: Record<string, string> = {
  [CHANNEL_UNKNOWN]: 'Slack does not know this channel any more, or the app may not see it.',
  not_in_channel: 'The app is not in this Slack channel. Invite it there, then try again.',
  is_archived: 'The Slack channel is archived.',
  is_inactive: 'The Slack channel is archived.',
  thread_not_found: 'The thread is gone from Slack.',
  restricted_action_thread_locked: 'The thread is locked in Slack.',
  user_not_found: 'Slack does not know this person any more.',
  user_disabled: 'The person’s Slack account is deactivated.',
  cannot_dm_bot: 'Slack apps cannot write to each other.',
  restricted_action: 'The Slack workspace does not allow the app to write there.',
  restricted_action_read_only_channel: 'The Slack channel is read-only.',
  msg_too_long: 'Slack says that the message is too long.',
  msg_blocks_too_long: 'Slack says that the message is too long.',
  invalid_blocks: 'Slack could not read the message.',
  no_text: 'Slack takes no empty message.',
  edit_window_closed: 'The Slack workspace does not allow edits so long after a message was sent.',
  cant_update_message: 'Slack does not let Atrium change this message.',
  cant_delete_message: 'Slack does not let Atrium delete this message.',
  cant_delete_file: 'Slack does not let Atrium delete this file.',
  file_deleting_disabled: 'The Slack workspace does not allow files to be deleted.',
  file_type_not_allowed: 'The Slack workspace does not allow files of this type.',
  file_uploads_disabled: 'The Slack workspace does not allow files.',
  file_uploads_except_images_disabled: 'The Slack workspace allows no files but images.',
  file_upload_size_restricted: 'The file is larger than the Slack workspace allows.',
  storage_limit_reached: 'The Slack workspace has no room left for files.',
  posting_to_channel_denied: 'Slack does not let Atrium send files there.',
}

export function refusalText(error: string): string {
  return REFUSALS[error] ?? `Slack refused it (${error}).`
}

/** What a failed call means for the delivery; `repeatable`: the call does nothing twice, so a lost answer loses nothing. */
export function outcomeOfFailure(failure: SlackFailure, call: { method: string; owner: TokenOwner; repeatable: boolean }): Outcome {
  switch (failure.kind) {
    case 'rate_limited':
      return { kind: 'retry', reason: 'Slack asks us to wait.', afterMs: failure.retryAfterMs, gate: call.method }
    case 'dead_token':
      return call.owner === 'app' ? { kind: 'blocked', reason: NOT_CONNECTED } : { kind: 'dropped', reason: SENDER_CANNOT_POST }
    case 'missing_scope':
      if (call.owner === 'sender') return { kind: 'dropped', reason: SENDER_CANNOT_POST }
      return { kind: 'failed', reason: `The Slack app lacks a permission: ${failure.needed.join(', ') || 'unknown'}.` }
    case 'refused':
      // It may have another id since a moment ago, of which Slack is about to tell.
      return { kind: failure.error === CHANNEL_UNKNOWN ? 'astray' : 'failed', reason: refusalText(failure.error) }
    case 'unreachable':
      return { kind: 'retry', reason: 'Slack cannot be reached.', afterMs: null, gate: null }
    case 'uncertain':
      if (call.repeatable) return { kind: 'retry', reason: 'Slack did not answer.', afterMs: null, gate: null }
      return { kind: 'unknown', reason: 'Slack did not answer.' }
  }
}

/** The same for a look into a channel's history. */
export function lookOfFailure(failure: SlackFailure, call: { method: string; owner: TokenOwner }): Look {
  const { method, owner } = call
  if (failure.kind === 'rate_limited')
    return { kind: 'unclear', reason: 'Slack asks us to wait.', afterMs: failure.retryAfterMs, gate: method }
  if (failure.kind === 'dead_token')
    return owner === 'app' ? { kind: 'blocked', reason: NOT_CONNECTED } : { kind: 'lost', reason: SENDER_CANNOT_POST }
  if (failure.kind === 'refused' && failure.error === CHANNEL_UNKNOWN) return { kind: 'astray', reason: refusalText(failure.error) }
  return { kind: 'unclear', reason: 'Slack’s history could not be read.', afterMs: null, gate: null }
}

/** @param workspaceUrl ends with a slash */
export function permalinkOf(workspaceUrl: string, post: { channel: string; ts: string; threadTs: string | null }): string {
  const thread = post.threadTs ? `?thread_ts=${post.threadTs}&cid=${post.channel}` : ''
  return `${workspaceUrl}archives/${post.channel}/p${post.ts.replace('.', '')}${thread}`
}
