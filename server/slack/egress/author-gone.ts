import type { PostPayload } from './post-payload.ts'
import { noteGoneAccount } from '../link/note-gone-account.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { Posting } from './slack-transport.ts'

export const UNLINKED = 'unlinked before it went out'

/** Slack says that the account is deactivated as whom the call was made: then it is linked no more. */
export async function isAuthorGone(
  { services, scope, payload, token }: Pick<Posting<Pick<PostPayload, 'as'>>, 'services' | 'scope' | 'payload' | 'token'>,
  failure: SlackFailure,
): Promise<boolean> {
  return payload.as.kind === 'sender' && noteGoneAccount(services, { ...scope, slackUserId: payload.as.slackUserId, token, failure })
}
