import type { EphemeralAnswer } from '../ingress/interaction.rules.ts'
import type { SlackServices } from '../slack-services.ts'

/** Tells the one who acted, where they acted. Nobody waits for it; one that does not arrive is no loss. */
export async function respond(
  services: SlackServices,
  { responseUrl, answer }: { responseUrl: string | null; answer: EphemeralAnswer },
): Promise<void> {
  if (responseUrl === null || !isSlackAddress(services, responseUrl)) return
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
