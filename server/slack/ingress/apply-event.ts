import type { Tx } from '@atrium/db/transaction.ts'
import type { SecretStore } from '../../infra/secrets/secret-store.ts'
import { wantThreadOfReaction } from '../surfaces/imports/want-thread.ts'
import { applyChannelIdChanged, applyChannelRenamed, applyChannelState, applyMembership } from './apply-channel-event.ts'
import { applyFileDeleted } from './apply-chat-revision.ts'
import { applyMessage } from './apply-message.ts'
import { applyReaction } from './apply-reaction.ts'
import { applyAppUninstalled, applyTokensRevoked } from './apply-revocation.ts'
import { applyDelete, applyEdit } from './apply-revision.ts'
import { applyUserChanged } from './apply-user-changed.ts'
import type { InstallationScope } from './installation-scope.ts'
import { forgetLookups } from './lookups.ts'
import { messageChannelOf } from './privacy.rules.ts'
import type { SlackEvent } from './slack-event.rules.ts'

/** Everything an event changes, in any order and however often it comes. Asks Slack nothing. @throws NotYet when something has to come first */
export async function applyEvent(
  tx: Tx,
  scope: InstallationScope,
  { event, secrets, publicUrl }: { event: SlackEvent; secrets: SecretStore; publicUrl: string },
): Promise<void> {
  if (!messageChannelOf(event)) forgetLookups(tx)
  switch (event.kind) {
    case 'message':
      return applyMessage(tx, scope, { ...event, publicUrl })
    case 'messageChanged':
      return applyEdit(tx, scope, event.message)
    case 'messageDeleted':
      return applyDelete(tx, scope, event)
    case 'reaction':
      return (await wantThreadOfReaction(tx, scope, { reaction: event, publicUrl })) ? undefined : applyReaction(tx, scope, event)
    case 'fileDeleted':
      return applyFileDeleted(tx, scope, event.slackFileId)
    case 'channelRenamed':
      return applyChannelRenamed(tx, scope, event)
    case 'channelState':
      return applyChannelState(tx, scope, event)
    case 'channelIdChanged':
      return applyChannelIdChanged(tx, scope, event)
    case 'membership':
      return applyMembership(tx, scope, event)
    case 'userChanged':
      return applyUserChanged(tx, scope, { user: event.user, secrets })
    case 'appUninstalled':
      return applyAppUninstalled(tx, scope, secrets)
    case 'tokensRevoked':
      return applyTokensRevoked(tx, scope, { ...event, secrets })
  }
}
