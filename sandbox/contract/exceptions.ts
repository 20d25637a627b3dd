/** Where the sandbox sends more than the reference's samples show, and why that is right. */
export interface Exception {
  /** A method, or an event as `type/subtype`, or an interaction's type. */
  of: RegExp
  path: RegExp
  why: string
}

const CONNECT = 'Slack Connect: foreign authors are introduced in the message; the samples come from one workspace'
const BOT = 'the samples of this subtype were posted by people; bots carry bot_id, app_id and bot_profile on every message'

export const EXCEPTIONS: readonly Exception[] = [
  {
    of: /^conversations\.(history|replies)$|^message\//,
    path: /(^|\.)(messages\[\]|event|message|previous_message)?\.?(user_team|source_team|user_profile)$/,
    why: CONNECT,
  },
  { of: /^message\//, path: /^event\.((message|previous_message|root)\.)?(bot_id|app_id|bot_profile)$/, why: BOT },
  {
    of: /^message\/(thread_broadcast|file_share)$/,
    path: /^event\.(team|parent_user_id|client_msg_id)$/,
    why: 'fields of every message by a person, absent from this subtype’s sample',
  },
  { of: /^message\//, path: /(^|\.)metadata(\.event_payload)?$/, why: 'the samples had no metadata; the payload is the app’s own' },
  {
    of: /^message\//,
    path: /\.(reply_users|is_locked|files|blocks)$/,
    why: 'the thread’s and files’ fields of the message inside, as conversations.history shows them',
  },
  {
    of: /^(conversations\.history|chat\.postMessage|message\/thread_broadcast)$/,
    path: /^(messages\[\]|message|event)\.root\./,
    why: 'the one sample’s root was a bot’s; a root is a message like any other',
  },
  {
    of: /^conversations\.replies$/,
    path: /^messages\[\]\.(subtype|username|icons)$/,
    why: 'broadcast replies keep their subtype, and a name',
  },
  { of: /^chat\.update$/, path: /^message\.subtype$/, why: 'no sample broadcasts an old reply; chat.postMessage says so of a new one' },
  {
    of: /^message\/thread_broadcast$/,
    path: /^event\.(username|icons)$/,
    why: 'the sample was posted by a person; conversations.history has both',
  },
  { of: /^conversations\.open$/, path: /^channel\./, why: 'the sample is a direct message of two; a group has the fields of a channel' },
  {
    of: /^conversations\.info$/,
    path: /^channel\.(user|is_user_deleted|priority)$/,
    why: 'the sample is a channel; direct messages name the other person',
  },
  { of: /^auth\.revoke$/, path: /^revoked$/, why: 'in the documentation’s example, missing from the sample' },
  { of: /^command$/, path: /^is_enterprise_install$/, why: 'commands are forms: every value is text' },
  { of: /^shortcut$/, path: /^user\.username$/, why: 'global shortcuts have no sample; the documentation names the person so' },
  {
    of: /^view_(submission|closed)$|^block_(actions|suggestion)$|^app_home_opened\//,
    path: /view\.blocks$/,
    why: 'the samples leave out the blocks',
  },
  {
    of: /^block_suggestion$/,
    path: /^(action_id|block_id|value)$/,
    why: 'it has no sample; the SDKs’ own tests have what is asked at the top, where an action has it inside `actions`',
  },
  {
    of: /^block_actions$/,
    path: /^actions\[\]\.selected_(options|date_time|users|channels|conversations)$/,
    why: 'nobody used these elements in the samples; the documentation of each element names the field',
  },
  {
    of: /^(files\.|message\/)/,
    path: /\.(original|thumb_\d+)_[wh]$/,
    why: 'numbers in the documentation’s example; the samples blank them as text',
  },
  {
    of: /^files\.completeUploadExternal$/,
    path: /\.thumb_\d+(_[wh])?$/,
    why: 'the sample’s picture was smaller; the sizes are those of files.info',
  },
  { of: /^view_submission$/, path: /^response_urls$/, why: 'in the documentation’s example' },
]

/** Errors that the documentation of the method does not list, and why they are right. */
export interface ErrorException {
  of: RegExp
  error: RegExp
  why: string
}

const SHARED = 'documented for another method of the same family, for arguments that both take'
const SEEN = 'not documented, but what apps report to get'
const CLOSEST = 'the documentation says nothing of this case; the closest name it has elsewhere'

export const ERROR_EXCEPTIONS: readonly ErrorException[] = [
  { of: /^chat\.(postEphemeral|update)$/, error: /^(invalid_metadata_format|metadata_too_large|msg_blocks_too_long)$/, why: SHARED },
  { of: /^chat\.postMessage$/, error: /^(invalid_attachments|msg_too_long)$/, why: SHARED },
  { of: /^chat\.meMessage$/, error: /^restricted_action$/, why: SHARED },
  {
    of: /^chat\.postMessage$/,
    error: /^thread_not_found$/,
    why: 'only with `missing_thread: refuses`, which is the kinder of two readings',
  },
  { of: /^(conversations\.(history|replies)|users\.list)$/, error: /^invalid_limit$/, why: SHARED },
  { of: /^conversations\.replies$/, error: /^not_in_channel$/, why: SHARED },
  { of: /^conversations\.leave$/, error: /^not_in_channel$/, why: 'the documentation’s example says it without an error’s name' },
  { of: /^conversations\.unarchive$/, error: /^not_in_channel$/, why: SEEN },
  { of: /^conversations\.open$/, error: /^cannot_dm_bot$/, why: SEEN },
  { of: /^reactions\.(add|remove)$/, error: /^not_in_channel$/, why: SEEN },
  { of: /^reactions\.remove$/, error: /^is_archived$/, why: SHARED },
  { of: /^users\.(conversations|getPresence)$|^views\.publish$/, error: /^user_not_found$/, why: CLOSEST },
  { of: /^users\.profile\.set$/, error: /^profile_status_set_failed_not_valid_emoji$/, why: SEEN },
]
