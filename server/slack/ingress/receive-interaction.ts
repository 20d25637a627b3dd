import type { SlackServices } from '../slack-services.ts'
import { answerAction, answerCommand, type EphemeralAnswer, type Interaction } from './interaction.rules.ts'

/** @returns what goes back as the answer to the request itself; null for actions, which are answered at their `response_url`. */
export function receiveInteraction(services: SlackServices, interaction: Interaction): EphemeralAnswer | null {
  if (interaction.kind === 'command') return answerCommand(interaction)
  if (interaction.responseUrl) void answerLater(services, interaction.responseUrl)
  return null
}

/** Nobody waits for it; one that does not arrive is no loss. */
async function answerLater(services: SlackServices, responseUrl: string): Promise<void> {
  if (!isSlackAddress(services, responseUrl)) return
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answerAction()),
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    })
    await response.body?.cancel()
  } catch (error) {
    services.logger.warn({ err: error }, 'an action in Slack could not be answered')
  }
}

/** Slack's own hosts, or, where another Slack is configured, that one. */
function isSlackAddress(services: SlackServices, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { origin, protocol, hostname } = new URL(address)
  const isSlack = protocol === 'https:' && hostname === 'hooks.slack.com'
  return isSlack || origin === new URL(services.slackAuthorizeUrl).origin
}
