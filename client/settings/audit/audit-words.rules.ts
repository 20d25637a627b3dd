import { AUDIT_KINDS, type AuditKind } from '@atrium/shared/identity/audit.ts'

const WORDS: Record<string, string> = {
  'organization.created': 'created the organization',
  'organization.renamed': 'renamed the organization to',
  'organization.groupMentionsAllowed': 'let @all, @here and @room be written again in',
  'organization.groupMentionsTurnedOff': 'turned @all, @here and @room off in',
  'organization.awayMinutesChanged': 'changed after how long people are away in',
  'organization.ratingsTurnedOn': 'turned on',
  'organization.ratingsTurnedOff': 'turned off',
  'member.joined': 'joined',
  'member.left': 'left',
  'member.removed': 'removed',
  'member.roleChanged': 'changed the role of',
  'invitation.sent': 'invited',
  'invitation.accepted': 'accepted the invitation',
  'invitation.revoked': 'withdrew the invitation of',
  'signIn.slackAdded': 'signed in for the first time as the Slack user',
  'signIn.slackRemoved': 'no longer signs in as the Slack user',
  'guestLink.created': 'made the guest link',
  'guestLink.revoked': 'revoked the guest link',
  'slack.appSaved': 'saved the credentials of',
  'slack.connected': 'connected',
  'slack.reconnected': 'connected again',
  'slack.disconnected': 'disconnected',
  'slack.publicPostingChanged': 'changed whether the bot posts unasked in',
  'slack.notificationChanged': 'changed what is told in',
  'slack.conversationEmojiChanged': 'changed the emoji that makes conversations in',
  'slack.allowedUsersChanged': 'changed who may act from',
  'slack.revoked': 'lost the access to',
  'slack.eventGivenUp': 'gave up on an event from',
  'space.created': 'created the space',
  'space.archived': 'archived the space',
  'space.restored': 'brought back the space',
  'space.roleChanged': 'changed a role in',
  'visitor.entered': 'came in through',
  'slack.linked': 'linked',
  'slack.unlinked': 'unlinked',
  'slack.channelWatched': 'started to watch',
  'slack.channelUnwatched': 'stopped watching',
  'apiKey.created': 'made the API key',
  'apiKey.revoked': 'revoked the API key',
  'webhook.created': 'set up a webhook to',
  'webhook.changed': 'changed the webhook to',
  'webhook.enabled': 'turned on the webhook to',
  'webhook.disabled': 'turned off the webhook to',
  'webhook.secretRotated': 'changed the secret of the webhook to',
  'webhook.removed': 'removed the webhook to',
  'linear.connected': 'connected Linear:',
  'linear.disconnected': 'disconnected Linear:',
  'slack.channelRoleSet': 'said what somebody counts as:',
  'slack.channelRoleRemoved': 'took back what somebody counts as:',
  'report.exported': 'exported',
  'audit.exported': 'exported from this log',
}

const KIND_WORDS: Record<AuditKind, string> = {
  organization: 'The organization',
  member: 'Members and roles',
  invitation: 'Invitations',
  guestLink: 'Guest links',
  visitor: 'Visitors',
  signIn: 'Ways of signing in',
  space: 'Spaces',
  slack: 'Slack',
  apiKey: 'API keys',
  webhook: 'Webhooks',
  linear: 'Linear',
  report: 'Reports',
  audit: 'This log',
}
/** For a list to choose from. */
export const KIND_OPTIONS = [{ value: '', text: 'Everything' }, ...AUDIT_KINDS.map((kind) => ({ value: kind, text: KIND_WORDS[kind] }))]

/** As the middle of a sentence, between who and what. An action without words of its own reads as it is called. */
export function actionWords(action: string): string {
  return (
    WORDS[action] ??
    action
      .split('.')
      .map((part) => part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
      .join(': ')
  )
}

/** What is worth showing of the details: plain values that are not ids. */
export function detailWords(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([name, value]) => !/id$/i.test(name) && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}
