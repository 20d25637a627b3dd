const TEXTS: Record<string, string> = {
  access_denied: 'You did not allow it in Slack, so nothing happened. Try again, or sign in another way.',
  state_mismatch: 'That took longer than ten minutes, was done already, or was begun in another browser. Start again.',
  email_not_found:
    'Slack has no confirmed e-mail of yours, so it cannot say which account is yours. Confirm your e-mail in Slack, or sign in here with your e-mail.',
  account_not_linked:
    'There is an account with your e-mail here, but nobody has confirmed that e-mail yet. Have a link e-mailed to you and sign in with it: that confirms it. After that Slack works too.',
  bound_to_other:
    'The account with your e-mail signs in with another Slack account. Use that one, your password or an e-mailed link; in Settings, Personal you can remove the other Slack account.',
  wrong_workspace: 'That is not the Slack workspace whose people may sign in here. Choose the other one in Slack, or sign in another way.',
}

/** Why signing in with Slack did not work, and what to do; empty without an error. Its codes come from the way back. */
export function slackSignInProblem(code: string | undefined): string {
  if (!code) return ''
  return TEXTS[code] ?? 'Slack could not say who you are. Try again, or sign in another way.'
}
