import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { findAppRow } from '../install/app.queries.ts'
import type { InstallationRow } from '../install/installation.queries.ts'
import type { SlackServices } from '../slack-services.ts'
import type { AddressEvidence, ReceivingEvidence } from './evidence.ts'
import { openSocketOnce } from './open-socket-once.ts'

const ANSWER_WITHIN_MS = 5_000

/** How the app is to receive, and whether it could. @throws SecretUnreadable */
export async function askAboutReceiving(services: SlackServices, installation: InstallationRow): Promise<ReceivingEvidence> {
  const { app, signingSecret, appToken } = await readApp(services, installation)
  const lastEventAtMs = installation.last_event_at?.getTime() ?? null
  const isHttp = app.mode === 'http'
  return {
    mode: isHttp ? 'http' : 'socket',
    hasSigningSecret: signingSecret,
    hasAppToken: appToken !== null,
    refused:
      app.refused_at && app.refused_because
        ? { atMs: app.refused_at.getTime(), because: app.refused_because as 'signature' | 'time' }
        : null,
    lastEventAtMs,
    address: isHttp && lastEventAtMs === null ? await askOwnAddress(services) : { kind: 'not_asked' },
    socket: !isHttp && appToken !== null ? await openSocketOnce(services, appToken) : { kind: 'not_asked' },
  }
}

function readApp(services: SlackServices, installation: InstallationRow) {
  const organizationId = installation.organization_id as OrganizationId
  return inOrganization(services.db, organizationId, async (tx) => {
    const app = await findAppRow(tx, organizationId, installation.slack_app_id)
    if (!app) throw new Error('an installation without its app')
    const actor = { kind: 'system', organizationId, name: 'slack-install' } as const
    const subject = { subjectKind: 'app', subjectId: app.id } as const
    const signing = await services.secrets.readSecret(tx, actor, { ...subject, purpose: 'signing_secret' })
    const token = await services.secrets.readSecret(tx, actor, { ...subject, purpose: 'app_token' })
    return { app, signingSecret: signing !== null, appToken: token?.value ?? null }
  })
}

/** Asks the request URL what Slack asks it when it is saved. */
async function askOwnAddress({ publicUrl, slackApi }: SlackServices): Promise<AddressEvidence> {
  const url = `${publicUrl}/api/slack/events`
  if (isPrivate(publicUrl) && !isPrivate(slackApi.url)) return { kind: 'private', url }
  const challenge = randomUUID()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'url_verification', challenge }),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const text = await response.text()
    return response.ok && text.includes(challenge) ? { kind: 'answers' } : { kind: 'silent', url, reason: `it answers ${response.status}` }
  } catch (error) {
    return { kind: 'silent', url, reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection came about'
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_WITHIN_MS / 1000} seconds`
  const { cause } = error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : error.message
  return `no connection came about (${code})`
}

/** Loopback, and what is kept for networks of one's own. */
function isPrivate(url: string): boolean {
  const { hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local') || host.endsWith('.internal')) return true
  if (isIP(host) === 4) return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host)
  return isIP(host) === 6 && /^(::1$|f[cd]|fe80)/i.test(host)
}
