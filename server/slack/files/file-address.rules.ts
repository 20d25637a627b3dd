/** Slack's file hosts, by where its Web API is called. */
const FILE_ORIGINS: Record<string, string> = {
  'https://slack.com': 'https://files.slack.com',
  'https://slack-gov.com': 'https://files.slack-gov.com',
}

/**
 * Whether bytes may go to this address or come from it, with or without a token: exactly Slack's file host and nothing like it. Where
 * the Web API is somebody else's, as on one's own machine, its files are there as well.
 */
export function isFileAddress(address: string, slackApiUrl: string): boolean {
  if (!URL.canParse(address)) return false
  const { origin, username, password } = new URL(address)
  const api = new URL(slackApiUrl).origin
  return origin === (FILE_ORIGINS[api] ?? api) && username === '' && password === ''
}
