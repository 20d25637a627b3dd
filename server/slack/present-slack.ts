import type { Selectable } from 'kysely'
import type { SlackApp, SlackChannel, SlackInstallation, SlackLink } from '@atrium/db/schema.generated.ts'
import type { CustomerId, InstallationId, MemberId, SlackAppId } from '@atrium/shared/ids.ts'
import type {
  InstallationView,
  ReadingDelayMinutes,
  SlackAppView,
  SlackChannelView,
  SlackLinkView,
  SlackStatusView,
} from '@atrium/shared/slack/views.ts'
import { allowedUsersOf } from './access/allowed-users.rules.ts'
import { emojiOfSlackName } from './format/emoji-names.ts'
import { missingBotScopes, missingUserScopes, STATUS_SCOPE } from './scopes.ts'
import { isOurs } from './status/status.rules.ts'
import { notificationsOf } from './surfaces/cards/notifications.rules.ts'

export function presentApp(row: Selectable<SlackApp>): SlackAppView {
  return { id: row.id as SlackAppId, appId: row.app_id, clientId: row.client_id, mode: row.mode as SlackAppView['mode'] }
}

export function presentInstallation(row: Selectable<SlackInstallation>): InstallationView {
  return {
    id: row.id as InstallationId,
    slackAppId: row.slack_app_id as SlackAppId,
    teamId: row.team_id,
    teamName: row.team_name,
    teamDomain: row.team_domain,
    state: row.state as InstallationView['state'],
    stateReason: row.state_reason,
    defaultChannelId: row.default_channel_id,
    missingScopes: missingBotScopes(row.scopes, { postsPublicly: row.posts_publicly }),
    allowedUsers: allowedUsersOf(row),
    postsPublicly: row.posts_publicly,
    notifications: notificationsOf(row),
    conversationEmoji: row.conversation_emoji,
    lastEventAt: row.last_event_at?.getTime() ?? null,
    rev: Number(row.rev),
  }
}

export function presentChannel(row: Selectable<SlackChannel>): SlackChannelView {
  return {
    installationId: row.installation_id as InstallationId,
    channelId: row.channel_id,
    name: row.name,
    isPrivate: row.is_private,
    isExtShared: row.is_ext_shared,
    isArchived: row.is_archived,
    isMember: row.is_member,
    customerId: row.customer_id as CustomerId | null,
  }
}

export function presentLink(row: Selectable<SlackLink>): SlackLinkView {
  return {
    memberId: row.member_id as MemberId,
    installationId: row.installation_id as InstallationId,
    slackUserId: row.slack_user_id,
    slackEmail: row.slack_email,
    canPost: row.can_post,
    missingScopes: missingUserScopes({ scopes: row.scopes, canPost: row.can_post }),
    preference: row.preference as SlackLinkView['preference'],
    readingDelayMinutes: row.reading_delay_minutes as ReadingDelayMinutes,
    showsPlace: row.shows_place,
    canShowPlace: row.scopes.includes(STATUS_SCOPE),
    rev: Number(row.rev),
  }
}

/** What we have put there ourselves everybody here sees anyway. */
export function presentStatus(row: Selectable<SlackLink>): SlackStatusView {
  const { status_text: text, status_emoji: emoji } = row
  const isOwn = !isOurs({ text, emoji }, { put: row.place_put, trying: row.place_trying })
  return {
    memberId: row.member_id as MemberId,
    installationId: row.installation_id as InstallationId,
    text: isOwn ? text : '',
    emoji: isOwn && emoji !== '' ? emojiOfSlackName(emoji.replaceAll(/^:|:$/g, '')) : null,
    until: isOwn ? (row.status_until?.getTime() ?? null) : null,
    presence: row.slack_presence as SlackStatusView['presence'],
    rev: Number(row.status_rev),
  }
}
