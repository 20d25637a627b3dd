import { expect, it } from 'vitest'
import type { InstallationId, MemberId } from '@atrium/shared/ids.ts'
import type { SlackStatusView } from '@atrium/shared/slack/views.ts'
import { slackLabel, slackLine, slackWords } from './slack-status.rules.ts'

const now = new Date(2026, 3, 1, 12, 0).getTime()
const status = (said: Partial<SlackStatusView>): SlackStatusView => ({
  ...{ memberId: 'm' as MemberId, installationId: 'i' as InstallationId, text: '', emoji: null, until: null, presence: null, rev: 1 },
  ...said,
})

it('[SP13] says what somebody says in Slack and whether they are active there, as long as it holds', () => {
  const holiday = status({ text: 'On holiday', emoji: '🌴', presence: 'away' })
  expect(slackLine([holiday], now)).toBe('Slack: 🌴 On holiday · away')
  expect(slackLine([{ ...holiday, until: now }], now)).toBe('Slack: away')
  expect(slackLine([{ ...holiday, until: now + 3_600_000 }], now)).toMatch(/^Slack: 🌴 On holiday until .+ · away$/)
  expect([slackLine([], now), slackLine([status({})], now)]).toEqual(['', ''])
})

it('[SP13] takes the words of the first workspace that has some, and is active where any is', () => {
  const both = [status({ presence: 'away' }), status({ text: 'Lunch', presence: 'active' })]
  expect([slackWords(both, now), slackLine(both, now), slackLabel(both, now)]).toEqual(['Lunch', 'Slack: Lunch · active', 'Lunch'])
  expect(slackLabel([status({ presence: 'away' })], now)).toBe('Away in Slack')
  expect(slackLabel([status({ presence: 'active' })], now)).toBe('')
})
