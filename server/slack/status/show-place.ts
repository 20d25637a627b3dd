import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { LinkRow } from '../link/link.queries.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { settlePlace, tryPlace, type ClaimedPlace } from './status.queries.ts'
import { decideStatus, isOurs, PLACE_EMOJI, PLACE_LASTS_MS, type SlackStatus } from './status.rules.ts'

/** Between two changes of one status: whoever walks through the office has one when they have arrived. */
const PAUSE_MS = 10_000
const LOOK_AGAIN_MS = 60_000
const AFTER_REFUSAL_MS = 3_600_000

/** Puts into a member's Slack status where they are, or takes it away again, unless what stands there is their own (SP13). */
export async function showPlace(services: SlackServices, { link, wanted }: ClaimedPlace): Promise<void> {
  const organizationId = link.organization_id as OrganizationId
  const settle = (set: Parameters<typeof settlePlace>[2]) => inOrganization(services.db, organizationId, (tx) => settlePlace(tx, link, set))
  const nothing = { place_put: null, place_trying: null, place_until: null }
  const { place_put: put, place_trying: trying } = link
  if (wanted === null && put === null && trying === null) return void (await settle({ ...nothing, place_declined: false }))
  const owner = { kind: 'link', id: link.id } as const
  const later = (ms: number) => new Date(services.clock.now() + ms)
  try {
    const token = await slackTokenOf(services, { organizationId, owner, reader: 'slack-status' })
    if (!token) return void (await settle({ ...nothing, place_at: later(AFTER_REFUSAL_MS) }))
    const step = decideStatus({ wanted, put, trying }, await statusAt(services, token, link))
    if (step.kind === 'leave') {
      await settle({ ...nothing, place_declined: step.declined, place_at: later(wanted === null ? 0 : LOOK_AGAIN_MS) })
      return
    }
    if (step.kind === 'clear') {
      await writeStatus(services, token, null)
      await settle({ ...nothing, place_declined: false, place_at: later(0) })
      return
    }
    if (!(await inOrganization(services.db, organizationId, (tx) => tryPlace(tx, link, step.text)))) return
    const untilMs = services.clock.now() + PLACE_LASTS_MS
    await writeStatus(services, token, { text: step.text, untilMs })
    await settle({ place_put: step.text, place_trying: null, place_until: new Date(untilMs), place_at: later(PAUSE_MS) })
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    await settle({ place_at: later(pauseMs(error.failure)) })
  }
}

/** When the grant is about to be given back: as far as it still works, what we have put there goes. Slack takes it away by itself, too. */
export async function clearPlace(services: SlackServices, token: string, link: LinkRow): Promise<void> {
  const ours = { put: link.place_put, trying: link.place_trying }
  if (ours.put === null && ours.trying === null) return
  try {
    if (isOurs(await statusAt(services, token, link), ours)) await writeStatus(services, token, null)
  } catch (error) {
    services.logger.warn({ err: error, link: link.id }, 'what Atrium had put into a Slack status was not taken away')
  }
}

/** @throws SlackCallError */
async function statusAt(services: SlackServices, token: string, { slack_user_id: user }: LinkRow): Promise<SlackStatus> {
  const answer = await services.slackApi.call(token, (client) => client.users.info({ user }))
  const { status_text: text = '', status_emoji: emoji = '' } = answer.user?.profile ?? {}
  return { text, emoji }
}

/** @throws SlackCallError */
async function writeStatus(services: SlackServices, token: string, said: { text: string; untilMs: number } | null): Promise<void> {
  const profile = said
    ? { status_text: said.text, status_emoji: PLACE_EMOJI, status_expiration: Math.floor(said.untilMs / 1000) }
    : { status_text: '', status_emoji: '', status_expiration: 0 }
  await services.slackApi.call(token, (client) => client.users.profile.set({ profile: profile as never }))
}

function pauseMs(failure: SlackFailure): number {
  if (failure.kind === 'rate_limited') return failure.retryAfterMs
  const isRefused = failure.kind === 'dead_token' || failure.kind === 'missing_scope' || failure.kind === 'refused'
  return isRefused ? AFTER_REFUSAL_MS : LOOK_AGAIN_MS
}
