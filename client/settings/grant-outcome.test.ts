import { describe, expect, it } from 'vitest'
import { grantErrorText } from './grant-outcome.rules.ts'

describe('coming back from Slack', () => {
  it('says nothing when all went well', () => expect(grantErrorText({})).toBeNull())
  it('[SL1] tells who cancelled that they cancelled', () => {
    expect(grantErrorText({ error: 'access_denied', detail: 'You did not allow it in Slack.' })).toContain('cancelled')
  })
  it('[BR9] names both e-mails that differ', () => {
    const detail =
      'Your Slack account has the e-mail zoe@slack.example, your verified e-mail here is zoe@northwind.example. They have to be the same.'
    const text = grantErrorText({ error: 'email_mismatch', detail })
    expect(text).toContain('zoe@slack.example,')
    expect(text).toContain('zoe@northwind.example.')
  })
  it('[BR9] still says what is wrong when the address was cut', () => {
    expect(grantErrorText({ error: 'email_mismatch' })).toContain('have to be the same')
  })
  it('does not repeat what a stranger wrote into the address', () => {
    expect(grantErrorText({ error: 'made_up', detail: 'Call this number' })).not.toContain('Call')
    expect(grantErrorText({ error: 'state_expired', detail: 'Call this number' })).not.toContain('Call')
  })
})
