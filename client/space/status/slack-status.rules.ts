import type { SlackStatusView } from '@atrium/shared/slack/views.ts'
import { untilLabel } from './status-words.rules.ts'

/** What a person says of themselves in Slack; where they are linked in several workspaces, in the first in which they say something. */
export function slackWords(statuses: readonly SlackStatusView[], nowMs: number): string {
  const said = statuses.find((status) => wordsOf(status, nowMs) !== '')
  return said ? wordsOf(said, nowMs) : ''
}

/** The same, until when, and whether they are active there: in words, since it stands beside what they say here. */
export function slackLine(statuses: readonly SlackStatusView[], nowMs: number): string {
  const said = statuses.find((status) => wordsOf(status, nowMs) !== '')
  const words = said ? wordsOf(said, nowMs) : ''
  const until = said?.until ? ` until ${untilLabel(said.until, nowMs)}` : ''
  const presence = slackPresence(statuses)
  const parts = [words && `${words}${until}`, presence].filter(Boolean)
  return parts.length > 0 ? `Slack: ${parts.join(' · ')}` : ''
}

/** Active wherever they are active. */
function slackPresence(statuses: readonly SlackStatusView[]): 'active' | 'away' | null {
  const known = statuses.map(({ presence }) => presence)
  return known.includes('active') ? 'active' : known.includes('away') ? 'away' : null
}

/** On the map there is room for little: their words, or else that they are away there. */
export function slackLabel(statuses: readonly SlackStatusView[], nowMs: number): string {
  return slackWords(statuses, nowMs) || (slackPresence(statuses) === 'away' ? 'Away in Slack' : '')
}

function wordsOf({ emoji, text, until }: SlackStatusView, nowMs: number): string {
  return until !== null && until <= nowMs ? '' : [emoji, text.trim()].filter(Boolean).join(' ')
}
