import { AtriumError } from '@atrium/shared/errors.ts'

/** Slack has several kinds of tokens, which look alike to whoever copies one. @throws bad_input naming the one that was pasted */
export function requireBotToken(token: string): void {
  const wrong = WRONG_KINDS.find(({ prefix }) => token.startsWith(prefix))
  if (wrong) throw new AtriumError('bad_input', wrong.text).at('botToken')
  if (!token.startsWith('xoxb-'))
    throw new AtriumError('bad_input', 'A bot token begins with xoxb-. Slack shows it under OAuth & Permissions.').at('botToken')
}

const WRONG_KINDS = [
  { prefix: 'xoxp-', text: 'This is a person’s token. Copy the Bot User OAuth Token, which begins with xoxb-.' },
  {
    prefix: 'xapp-',
    text: 'This is the app-level token, which belongs to Socket Mode. Copy the Bot User OAuth Token, which begins with xoxb-.',
  },
  {
    prefix: 'xoxe',
    text: 'This token ends after twelve hours, since the app rotates its tokens. Connect in the browser instead, so that it can be renewed.',
  },
]

/** `northwind` of however people write the address of their workspace. @throws bad_input */
export function readDomain(text: string): string {
  const host =
    text
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .split(/[/?#]/)[0] ?? ''
  const domain = host.replace(/\.slack\.com$/, '')
  if (!/^[a-z0-9][a-z0-9-]{0,80}$/.test(domain)) {
    throw new AtriumError('bad_input', 'The workspace’s domain is what stands before .slack.com, such as northwind.').at('workspaceDomain')
  }
  return domain
}
