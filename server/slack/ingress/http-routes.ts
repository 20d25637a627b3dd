import { raw, type Express, type Request, type Response } from 'express'
import type { ResolvedActor } from '../../identity/resolve-actor.ts'
import { mountOAuthCallback } from '../oauth-callback.ts'
import type { SlackServices } from '../slack-services.ts'
import { EVENT_PATHS, receiveOverHttp } from './http-events.ts'
import { readForm, readInteraction } from './interaction.rules.ts'
import type { Ingress } from './receive-envelope.ts'
import { receiveInteraction } from './receive-interaction.ts'
import type { SignedRequest } from './verify-signature.rules.ts'

export interface SlackRouteParts {
  services: SlackServices
  ingress: Ingress
  /** Who is behind a browser's request; the OAuth callbacks are the only ones that a browser makes. */
  resolveActor(request: Request): Promise<ResolvedActor>
}

const INTERACTION_PATHS = ['/api/slack/actions', '/api/slack/commands', '/api/integrations/slack/commands']

/** Everything that Slack calls. To be mounted before anything that reads bodies: signatures are over the raw bytes. */
export function mountSlackRoutes(app: Express, parts: SlackRouteParts): void {
  // Not inflated: the signature is over what came over the wire.
  const body = raw({ type: () => true, limit: '1mb', inflate: false })
  app.post(EVENT_PATHS, (request, response) => receiveOverHttp(parts.ingress, request, response))
  app.post(INTERACTION_PATHS, body, (request, response) => handleInteraction(parts, request, response))
  mountOAuthCallback(app, parts)
}

async function handleInteraction({ services, ingress }: SlackRouteParts, request: Request, response: Response): Promise<void> {
  const signed = signedRequestOf(request)
  const form = readForm(signed.rawBody)
  if (isCertificateCheck(form)) {
    response.status(200).end()
    return
  }
  const interaction = readInteraction(form)
  if (!interaction) {
    response.status(400).end()
    return
  }
  try {
    const apps = await ingress.appsThatSigned(signed, interaction)
    if (apps.length === 0) {
      response.status(401).end()
      return
    }
    const { answer, later } = await receiveInteraction(services, interaction, apps)
    if (answer) response.json(answer)
    else response.status(200).end()
    if (later) ingress.carryOn(later)
  } catch (error) {
    services.logger.error({ err: error }, 'a Slack interaction could not be received')
    response.status(503).end()
  }
}

/** Slack asks so now and then whether our certificate is valid, and sends nothing else with it. */
function isCertificateCheck(form: unknown): boolean {
  return typeof form === 'object' && form !== null && 'ssl_check' in form && form.ssl_check === '1' && !('command' in form)
}

function signedRequestOf(request: Request): SignedRequest {
  return {
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    timestamp: request.header('x-slack-request-timestamp'),
    signature: request.header('x-slack-signature'),
  }
}
