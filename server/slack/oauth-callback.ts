import type { Express, Request, Response } from 'express'
import { organizationsOfKey } from '@atrium/db/transaction.ts'
import { isAdministrator, type MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ResolvedActor } from '../identity/resolve-actor.ts'
import { hashToken } from '../identity/tokens.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { completeInstall, describeBotGrant } from './install/complete-install.ts'
import { exchangeCode } from './install/exchange-code.ts'
import { GrantRefused } from './install/grant-refused.ts'
import { redeemState, type GrantRequest } from './install/oauth-state.ts'
import { completeLink } from './link/complete-link.ts'
import type { SlackServices } from './slack-services.ts'

export interface CallbackParts {
  services: SlackServices
  /** Who is behind a browser's request. */
  resolveActor(request: Request): Promise<ResolvedActor>
}

const CALLBACK_PATHS = ['/api/slack/oauth/callback', '/api/settings/slack-oauth/callback']
const PAGES = { install: '/settings/integrations/slack', link: '/settings/personal' } as const

/** Where Slack sends a browser back to, whether for an installation or for a member's link. */
export function mountOAuthCallback(app: Express, parts: CallbackParts): void {
  app.get(CALLBACK_PATHS, (request, response) => handleCallback(parts, request, response))
}

interface Callback {
  code: string | null
  state: string | null
  error: string | null
  address: string
}

async function handleCallback(parts: CallbackParts, request: Request, response: Response): Promise<void> {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 2_000) : null)
  const { code, state, error } = request.query
  const callback = { code: text(code), state: text(state), error: text(error), address: request.ip ?? '' }
  const { services } = parts
  const progress: { purpose: GrantRequest['purpose'] } = { purpose: 'install' }
  try {
    const done = await finishGrant(services, await parts.resolveActor(request), { callback, progress })
    response.redirect(303, `${services.publicUrl}${done}`)
  } catch (failure) {
    const refused = failure instanceof GrantRefused ? failure : null
    if (!refused) services.logger.error({ err: failure }, 'a grant from Slack could not be kept')
    const told = { error: refused?.code ?? 'internal', detail: refused?.message ?? 'Something went wrong on our side. It was logged.' }
    response.redirect(303, `${services.publicUrl}${PAGES[progress.purpose]}?${new URLSearchParams(told)}`)
  }
}

async function finishGrant(
  services: SlackServices,
  { actor, sessionHash }: ResolvedActor,
  { callback, progress }: { callback: Callback; progress: { purpose: GrantRequest['purpose'] } },
): Promise<string> {
  const { state, code, error, address } = callback
  if (actor?.kind !== 'member' || !sessionHash) throw new GrantRefused('not_allowed', 'Sign in, and start again from the settings.')
  const [organizationId] = state ? await organizationsOfKey(services.db, 'oauth_state', hashToken(state)) : []
  const nowMs = services.clock.now()
  const request =
    state && organizationId === actor.organizationId
      ? await commitInOrganization(services, organizationId, (tx) => redeemState(tx, organizationId, { state, sessionHash, nowMs }))
      : null
  if (!request || request.memberId !== actor.personId) {
    throw new GrantRefused(
      'state_expired',
      'This attempt was used already, is older than ten minutes, or was begun elsewhere. Start again.',
    )
  }
  progress.purpose = request.purpose
  if (error || !code)
    throw new GrantRefused(
      'access_denied',
      error === 'access_denied' || !error ? 'You did not allow it in Slack.' : `Slack refused: ${error}.`,
    )
  return request.purpose === 'install'
    ? finishInstall(services, { actor, request, code, address })
    : finishLink(services, { actor, request, code, address })
}

interface Finishing {
  actor: MemberActor
  request: GrantRequest
  code: string
  address: string
}

async function finishInstall(services: SlackServices, { actor, request, code, address }: Finishing): Promise<string> {
  if (!isAdministrator(actor)) throw new GrantRefused('not_allowed', 'Only owners and admins connect a workspace.')
  const { slackAppId } = request
  const answer = await exchangeCode(services, { organizationId: actor.organizationId, slackAppId, code })
  const grant = await describeBotGrant(services, answer)
  const installation = await commitInOrganization(services, actor.organizationId, (tx) =>
    completeInstall(tx, services, { actor, slackAppId, grant, address }),
  )
  services.bus.deliveriesOwed()
  return `${PAGES.install}?${new URLSearchParams({ connected: installation.id })}`
}

async function finishLink(services: SlackServices, { actor, request, code, address }: Finishing): Promise<string> {
  const { installationId, slackAppId } = request
  if (!installationId) throw new GrantRefused('state_expired', 'Start again.')
  const answer = await exchangeCode(services, { organizationId: actor.organizationId, slackAppId, code })
  const link = await completeLink(services, { actor, installationId, answer, address })
  return `${PAGES.link}?${new URLSearchParams({ linked: link.installationId })}`
}
