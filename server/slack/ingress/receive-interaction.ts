import { mayActFromSlack } from '../access/may-act-from-slack.ts'
import { runCommand } from '../commands/run-command.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ReceivingApp } from './app-directory.ts'
import { answerAction, answerRefused, type EphemeralAnswer, type Interaction } from './interaction.rules.ts'

/**
 * What somebody does in Slack, through one of our apps. Who is not on the workspace's list gets a refusal and nothing else (SL9).
 * @returns what goes back as the answer to the request itself; null for actions, which are answered at their `response_url`.
 */
export async function receiveInteraction(
  services: SlackServices,
  interaction: Interaction,
  apps: readonly ReceivingApp[],
): Promise<EphemeralAnswer | null> {
  const allowed = await mayActFromSlack(services, { apps, ...interaction })
  if (interaction.kind === 'command') return allowed ? runCommand(services, interaction, apps) : answerRefused()
  const { responseUrl } = interaction
  if (responseUrl) void answerLater(services, { responseUrl, answer: allowed ? answerAction() : answerRefused() })
  return null
}

/** Nobody waits for it; one that does not arrive is no loss. */
async function answerLater(
  services: SlackServices,
  { responseUrl, answer }: { responseUrl: string; answer: EphemeralAnswer },
): Promise<void> {
  if (!isSlackAddress(services, responseUrl)) return
  try {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
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
