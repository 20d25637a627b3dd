import type { SlackServices } from '../slack-services.ts'

export function redirectUri(services: SlackServices): string {
  return `${services.publicUrl}/api/slack/oauth/callback`
}

/** @see https://docs.slack.dev/authentication/installing-with-oauth */
export function authorizeUrl(
  services: SlackServices,
  grant: { clientId: string; state: string; botScopes: readonly string[]; userScopes: readonly string[]; teamId: string | null },
): string {
  const url = new URL(services.slackAuthorizeUrl)
  url.searchParams.set('client_id', grant.clientId)
  url.searchParams.set('scope', grant.botScopes.join(','))
  url.searchParams.set('user_scope', grant.userScopes.join(','))
  url.searchParams.set('redirect_uri', redirectUri(services))
  url.searchParams.set('state', grant.state)
  if (grant.teamId) url.searchParams.set('team', grant.teamId)
  return url.href
}
