import { expect, it } from 'vitest'
import { isFileAddress } from './file-address.rules.ts'

const SLACK = 'https://slack.com/api/'

it.each(['https://files.slack.com/files-pri/T1-F1/plan.pdf', 'https://files.slack.com:443/upload/v1/abc'])(
  '[BR7] sends a token to %s',
  (address) => {
    expect(isFileAddress(address, SLACK)).toBe(true)
  },
)

it.each([
  'http://files.slack.com/files-pri/T1-F1/plan.pdf',
  'https://files.slack.com:8443/x',
  'https://files.slack.com.example.com/x',
  'https://evil-files.slack.com/x',
  'https://example.com/files.slack.com',
  'https://files.slack.com@example.com/x',
  'https://me:secret@files.slack.com/x',
  'https://slack.com/files-pri/T1-F1/plan.pdf',
  'https://files.slack-gov.com/x',
  'file:///etc/passwd',
  '//files.slack.com/x',
  '',
])('[BR7] sends nothing to %s', (address) => {
  expect(isFileAddress(address, SLACK)).toBe(false)
})

it('[BR7] finds the files of another Slack where its Web API is, and nowhere else', () => {
  const here = 'http://127.0.0.1:4390/api/'
  expect(isFileAddress('http://127.0.0.1:4390/files-pri/T1-F1/a.txt', here)).toBe(true)
  expect(isFileAddress('http://127.0.0.1:4391/files-pri/T1-F1/a.txt', here)).toBe(false)
  expect(isFileAddress('https://files.slack.com/x', here)).toBe(false)
  expect(isFileAddress('https://files.slack-gov.com/x', 'https://slack-gov.com/api/')).toBe(true)
})
