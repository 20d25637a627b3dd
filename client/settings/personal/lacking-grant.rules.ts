/** What does not work without some scopes, in words for whoever granted too little. */
const CONSEQUENCES: { needs: readonly string[]; text: string }[] = [
  { needs: ['chat:write', 'im:write', 'im:history'], text: 'What you write comes from the app, with your name.' },
  { needs: ['reactions:write'], text: 'Your reactions do not reach Slack as yours.' },
  { needs: ['reactions:read'], text: 'Reactions in your direct messages in Slack do not show here.' },
  { needs: ['files:write'], text: 'Files that you send come from the app, with your name.' },
  { needs: ['files:read'], text: 'Files in your direct messages in Slack may not arrive here.' },
  { needs: ['users:read', 'users:read.email'], text: 'Atrium cannot look up your account in Slack.' },
]

const WITHOUT_WORDS = 'Something that Atrium has learnt since does not work for you.'

/** Each consequence once, the weightiest first. */
export function consequencesOf(missingScopes: readonly string[]): string[] {
  const known = CONSEQUENCES.filter(({ needs }) => needs.some((scope) => missingScopes.includes(scope)))
  const hasOthers = missingScopes.some((scope) => !CONSEQUENCES.some(({ needs }) => needs.includes(scope)))
  return [...known.map(({ text }) => text), ...(hasOthers ? [WITHOUT_WORDS] : [])]
}
