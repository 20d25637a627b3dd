import { z } from 'zod'
import { faultPoint } from '../../infra/fault-point.ts'
import type { SlackServices } from '../slack-services.ts'
import { createAppDirectory, type AppDirectory, type ReceivingApp } from './app-directory.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import type { Arrival } from './read-arrivals.ts'
import { recordEvents } from './record-events.ts'
import { createRefusals, type Refusals } from './note-refusal.ts'
import { parseStorableJson, storable } from './storable-json.rules.ts'
import { isSignedBy, type SignedRequest } from './verify-signature.rules.ts'

/** What Slack sent, by whichever way. A socket was opened with the app's own token, so it needs no signature. */
export type Envelope = ({ via: 'http' } & SignedRequest) | { via: 'socket'; app: ReceivingApp; body: unknown }

/** `ok`: everything is committed, or there is nothing to do, and Slack need not come again. */
export type Receipt =
  | { kind: 'ok' }
  | { kind: 'challenge'; challenge: string }
  | { kind: 'unreadable' }
  | { kind: 'forged' }
  | { kind: 'unavailable' }

export interface Ingress {
  receiveEnvelope(envelope: Envelope): Promise<Receipt>
  /** The apps of ours that signed this request; none when it is forged, stale or nobody's. */
  appsThatSigned(request: SignedRequest, of: { apiAppId: string | null; teamId: string | null }): Promise<ReceivingApp[]>
  /** Does what was acknowledged; whoever did it in Slack waits to hear of it. */
  carryOn(work: () => Promise<void>): void
  /** Resolves when nothing is being written any more. */
  idle(): Promise<void>
}

const CHALLENGE = 'url_verification'
const challengeSchema = z.object({ type: z.literal(CHALLENGE), challenge: z.string().max(1_000) })

/** The one way in for events, over HTTP and over Socket Mode. */
export function createIngress(services: SlackServices): Ingress {
  const directory = createAppDirectory(services)
  const queue = createEventQueue<Arrival>((organizationId, arrivals) => recordEvents(services, organizationId, arrivals))
  const refusals = createRefusals(services)
  const parts = { services, directory, queue, refusals }
  const underWay = new Set<Promise<void>>()
  return {
    receiveEnvelope: (envelope) => receiveEnvelope(parts, envelope),
    appsThatSigned: (request, of) => appsThatSigned(parts, request, of),
    carryOn(work) {
      const done = work()
        .catch((error: unknown) => services.logger.error({ err: error }, 'what somebody did in Slack could not be done'))
        .finally(() => underWay.delete(done))
      underWay.add(done)
    },
    idle: async () => void (await Promise.all([queue.idle(), refusals.idle(), ...underWay])),
  }
}

interface Parts {
  services: SlackServices
  directory: AppDirectory
  queue: EventQueue<Arrival>
  refusals: Refusals
}

async function receiveEnvelope(parts: Parts, envelope: Envelope): Promise<Receipt> {
  faultPoint('ingress.received')
  const body = envelope.via === 'http' ? parseStorableJson(envelope.rawBody.toString('utf8')) : storable(envelope.body)
  if (body === undefined) return { kind: 'unreadable' }
  const challenge = challengeIn(body)
  // Slack signs it too, but names no app whose secret could be tried; saying back what was said gives nothing away.
  if (challenge !== null) return { kind: 'challenge', challenge }
  try {
    return await receiveEvent(parts, envelope, body)
  } catch (error) {
    parts.services.logger.error({ err: error }, 'a Slack event could not be written; Slack will send it again')
    return { kind: 'unavailable' }
  }
}

/** Null for everything else, as nearly all is. Looked at first: a schema that refuses takes longer than all the others that do not. */
function challengeIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('type' in body) || body.type !== CHALLENGE) return null
  return challengeSchema.safeParse(body).data?.challenge ?? null
}

const addressSchema = z.object({ type: z.string(), api_app_id: z.string(), team_id: z.string().nullish() })

async function receiveEvent(parts: Parts, envelope: Envelope, body: unknown): Promise<Receipt> {
  const address = addressSchema.safeParse(body)
  if (!address.success) return { kind: 'unreadable' }
  const event = readEventEnvelope(body)
  const of = { apiAppId: address.data.api_app_id, teamId: event?.teamId ?? address.data.team_id ?? null }
  const apps =
    envelope.via === 'http' ? await appsThatSigned(parts, envelope, of) : [envelope.app].filter((app) => app.apiAppId === of.apiAppId)
  if (apps.length === 0) return { kind: 'forged' }
  if (event) await Promise.all(apps.map((app) => parts.queue.submit(app.organizationId, { ...event, body })))
  else parts.services.logger.warn({ type: address.data.type, ...of }, 'Slack said something that is no event')
  faultPoint('ingress.committed')
  return { kind: 'ok' }
}

async function appsThatSigned(
  { services, directory, refusals }: Parts,
  request: SignedRequest,
  of: { apiAppId: string | null; teamId: string | null },
): Promise<ReceivingApp[]> {
  const nowMs = services.clock.now()
  const signed = (apps: ReceivingApp[]) => apps.filter((app) => app.signingSecret !== null && isSignedBy(app.signingSecret, request, nowMs))
  const known = signed(await directory.appsOf(of))
  // The secret may have been changed a moment ago, on this node or another.
  if (known.length > 0) return known
  const apps = await directory.appsOf(of, { fresh: true })
  const fresh = signed(apps)
  if (fresh.length === 0) refusals.note(apps, request)
  return fresh
}
