/** Every event that this Slack sends, by the name that apps subscribe to. The contract wants to see each of them. */
export const EVENT_KINDS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_created',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'file_deleted',
  'file_shared',
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
  'team_join',
  'tokens_revoked',
  'user_change',
] as const

export type EventKind = (typeof EVENT_KINDS)[number]

/** What a stored message may be beside an ordinary one. */
export const STORED_SUBTYPES = [
  'bot_message',
  'channel_archive',
  'channel_join',
  'channel_leave',
  'channel_name',
  'channel_purpose',
  'channel_topic',
  'channel_unarchive',
  'file_share',
  'me_message',
  'thread_broadcast',
] as const

export type MessageSubtype = (typeof STORED_SUBTYPES)[number]

/** What `message` events may say beside that. A tombstone comes only inside a change. */
export const MESSAGE_EVENT_SUBTYPES = [...STORED_SUBTYPES, 'message_changed', 'message_deleted'] as const
