import { CONVERSATION_SHORTCUT } from '../surfaces/imports/import.rules.ts'
import { botScopes, STATUS_SCOPE, USER_SCOPES } from '../scopes.ts'

export const BOT_EVENTS = [
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'file_deleted',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
  'user_change',
] as const

/** On behalf of linked members: the direct message of two people is heard by nobody else. */
export const USER_EVENTS = ['file_deleted', 'message.im', 'reaction_added', 'reaction_removed'] as const

/** In the menu of every message, and in Slack's search. */
export const SHORTCUTS = [
  {
    name: 'Make a conversation',
    type: 'message',
    callback_id: CONVERSATION_SHORTCUT,
    description: 'Of this message and its thread, in the inbox of Atrium',
  },
] as const

export interface Manifest {
  json: string
  /** Opens Slack's form with the manifest filled in. */
  createUrl: string
}

interface ManifestOptions {
  mode?: 'http' | 'socket' | undefined
  /** An owner wants the bot to post in public channels that it was not invited to. */
  postsPublicly?: boolean | undefined
}

/** Makes the app in Slack in one step, for the server at `publicUrl`. @see https://docs.slack.dev/reference/app-manifest */
export function makeManifest(publicUrl: string, { mode = 'http', postsPublicly = false }: ManifestOptions = {}): Manifest {
  const overHttp = mode === 'http'
  const actionsUrl = overHttp ? { request_url: `${publicUrl}/api/slack/actions` } : {}
  const eventsUrl = overHttp ? { request_url: `${publicUrl}/api/slack/events` } : {}
  const commandUrl = overHttp ? { url: `${publicUrl}/api/slack/commands` } : {}
  const manifest = {
    display_information: {
      name: 'Atrium',
      description: 'Conversations of your Atrium space and inbox, in Slack.',
      background_color: '#1f2937',
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Atrium', always_online: true },
      slash_commands: [
        {
          command: '/atrium',
          ...commandUrl,
          description: 'Open and find conversations of the inbox, and what else Atrium can do here',
          usage_hint: 'new … | search invoice acme | status 12 | help',
          should_escape: false,
        },
      ],
      shortcuts: SHORTCUTS,
    },
    oauth_config: {
      // The second for who signs in with the same app.
      redirect_urls: [`${publicUrl}/api/slack/oauth/callback`, `${publicUrl}/api/auth/callback/slack`],
      scopes: { bot: botScopes({ postsPublicly }), user: [...USER_SCOPES, STATUS_SCOPE] },
    },
    settings: {
      event_subscriptions: { ...eventsUrl, bot_events: [...BOT_EVENTS], user_events: [...USER_EVENTS] },
      interactivity: { is_enabled: true, ...actionsUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: !overHttp,
      token_rotation_enabled: false,
    },
  }
  const createUrl = `https://api.slack.com/apps?${new URLSearchParams({ new_app: '1', manifest_json: JSON.stringify(manifest) })}`
  return { json: JSON.stringify(manifest, null, 2), createUrl }
}
