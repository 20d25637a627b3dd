/** What our bot asks for, and for which feature. The manifest, the authorize address and the doctor read this one list. */
export const BOT_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'users:read',
  'users:read.email',
] as const

const PUBLIC_POSTING = 'chat:write.public'

/** With what an owner has turned on beyond it (SL8). */
export function botScopes({ postsPublicly }: { postsPublicly: boolean }): string[] {
  return postsPublicly ? [...BOT_SCOPES, PUBLIC_POSTING] : [...BOT_SCOPES]
}

/** What a member grants when they link themselves, all in one go. */
export const USER_SCOPES = [
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'reactions:read',
  'reactions:write',
  'files:read',
  'files:write',
] as const

/** What a member grants besides, who wants Atrium to say in their Slack status where they are (SP13). */
export const STATUS_SCOPE = 'users.profile:write'

/** Without these a message cannot be posted as its sender into the direct message of two people (BR2). */
const POSTING_AS_SENDER = ['chat:write', 'im:write', 'im:history'] as const

export function canPostAsThemselves(granted: readonly string[]): boolean {
  return POSTING_AS_SENDER.every((scope) => granted.includes(scope))
}

/** A grant that Slack does not honour any more lacks all that writing as its member takes, whatever it once named. */
export function missingUserScopes({ scopes, canPost }: { scopes: readonly string[]; canPost: boolean }): string[] {
  const given = canPost || !canPostAsThemselves(scopes) ? scopes : scopes.filter((scope) => !POSTING_AS_SENDER.some((one) => one === scope))
  return USER_SCOPES.filter((scope) => !given.includes(scope))
}

export function missingBotScopes(granted: readonly string[], wanted: { postsPublicly: boolean }): string[] {
  return botScopes(wanted).filter((scope) => !granted.includes(scope))
}

/** As Slack writes lists of scopes. */
export function parseScopes(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter(Boolean)
}
