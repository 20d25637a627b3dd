import { expect, it } from 'vitest'
import { slackSignInProblem } from './slack-sign-in.rules.ts'

it('[ID1] says in plain words why signing in with Slack did not work, whatever the reason', () => {
  expect(slackSignInProblem(undefined)).toBe('')
  expect(slackSignInProblem('access_denied')).toContain('did not allow it')
  expect(slackSignInProblem('state_mismatch')).toContain('Start again')
  expect(slackSignInProblem('email_not_found')).toContain('Confirm your e-mail in Slack')
  expect(slackSignInProblem('account_not_linked')).toContain('link e-mailed')
  // Nothing of an address that anybody could have made is shown.
  expect(slackSignInProblem('<b>evil</b>')).toBe('Slack could not say who you are. Try again, or sign in another way.')
})
