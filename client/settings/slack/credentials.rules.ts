export interface Credentials {
  mode: 'http' | 'socket'
  appId: string
  clientId: string
  clientSecret: string
  signingSecret: string
  appToken: string
  /** Where the workspace is connected by a pasted token. */
  botToken?: string
  workspaceDomain?: string
}
export type CredentialErrors = Partial<Record<keyof Credentials, string>>

/** What is missing or in the wrong place, before Slack is asked; where to find each in Slack's own words. */
export function checkCredentials(given: Credentials): CredentialErrors {
  const errors: CredentialErrors = {}
  if (!/^A[A-Z0-9]{2,30}$/.test(given.appId)) errors.appId = 'It begins with A, such as A012ABCDEF. Slack shows it under Basic Information.'
  if (!/^\d+\.\d+$/.test(given.clientId)) errors.clientId = 'Two numbers with a dot between them, under Basic Information.'
  if (given.clientSecret === '') errors.clientSecret = 'Copy it from Basic Information.'
  if (/^x(ox[a-z]|app)-/.test(given.clientSecret))
    errors.clientSecret = 'This is a token. The client secret stands under Basic Information.'
  if (given.mode === 'http' && given.signingSecret === '') errors.signingSecret = 'HTTP needs it: Slack’s requests are checked with it.'
  if (given.mode === 'socket' && !given.appToken.startsWith('xapp-'))
    errors.appToken = 'It begins with xapp-. Make one under App-Level Tokens, with connections:write.'
  if (given.botToken !== undefined && !given.botToken.startsWith('xoxb-'))
    errors.botToken = 'It begins with xoxb-. Slack shows it under OAuth & Permissions, once the app is installed.'
  if (given.workspaceDomain === '') errors.workspaceDomain = 'What stands before .slack.com in the workspace’s address.'
  return errors
}
