import { sql } from 'kysely'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { SlackServices } from '../slack-services.ts'
import type { TokenOwner } from '../secrets/slack-token.ts'
import { lockBudgets, spendCall, type Budget } from './budget.queries.ts'
import type { FoundIn } from './found-event.rules.ts'
import { methodOf, nextTarget, PACE, RESTRICTED_PACE, RESTRICTION_MS, windowOf, type Pace } from './reconcile.rules.ts'
import { claimTarget, listCandidates, type ClaimedTarget, type Pass, type Reconciled } from './target.queries.ts'

/** Whose token reads, as the events of that place would be authorized. */
export interface Reader {
  owner: TokenOwner
  slackUserId: string
  isBot: boolean
}
/** One call that may be made now, and everything it needs. */
export interface ClaimedLook {
  target: ClaimedTarget
  pass: Pass
  budget: Budget
  pace: Pace
  isRestricted: boolean
  /** It was, a day ago or longer. */
  wasRestricted: boolean
  /** In the order in which they are tried. */
  readers: Reader[]
  place: Omit<FoundIn, 'reader'>
}
export type Claiming = { kind: 'nothing' } | { kind: 'wait'; ms: number } | { kind: 'look'; look: ClaimedLook }

/** Takes the next target and a call of the budget together, so that two nodes share both. */
export function claimLook(services: SlackServices, of: Reconciled, usualPace: Pace = PACE): Promise<Claiming> {
  const nowMs = services.clock.now()
  return inOrganization(services.db, of.organizationId, async (tx): Promise<Claiming> => {
    const installation = await findActive(tx, of)
    if (!installation) return { kind: 'nothing' }
    const restrictedAt = installation.history_restricted_at
    const isRestricted = restrictedAt !== null && nowMs - restrictedAt.getTime() < RESTRICTION_MS
    const wasRestricted = restrictedAt !== null && !isRestricted
    const pace = isRestricted ? RESTRICTED_PACE : usualPace
    const budgets = await lockBudgets(tx, of, { nowMs, pace })
    const candidates = await listCandidates(tx, of, nowMs)
    if (candidates.length === 0) return { kind: 'nothing' }
    const free = budgets.filter(({ waitMs }) => waitMs === 0).map(({ method }) => method)
    const next = nextTarget(candidates, { nowMs, free })
    const wanted = new Set(candidates.map(({ kind }) => methodOf(kind)))
    if (!next) return { kind: 'wait', ms: Math.min(...budgets.filter(({ method }) => wanted.has(method)).map(({ waitMs }) => waitMs)) }
    const budget = budgets.find(({ method }) => method === methodOf(next.kind))
    const claimed = budget && (await claimTarget(tx, { ...of, ...next }, nowMs))
    if (!claimed) return { kind: 'wait', ms: 0 }
    await spendCall(tx, of, { budget, nowMs })
    const { readers, channelType } = await findReaders(tx, of, { channelId: next.channelId, botUserId: installation.bot_user_id })
    const place = { apiAppId: installation.app_id, teamId: installation.team_id, channelId: next.channelId, channelType }
    const pass = next.pass ?? { ...windowOf(next, { nowMs, isRestricted }), at: null, begunAtMs: nowMs, found: [], missing: [] }
    const target = { ...next, ...of, ...claimed }
    return { kind: 'look', look: { target, pass, budget, pace, isRestricted, wasRestricted, readers, place } }
  })
}

function findActive(tx: Tx, of: Reconciled) {
  return tx
    .selectFrom('slack_installation')
    .innerJoin('slack_app', (join) =>
      join
        .onRef('slack_app.id', '=', 'slack_installation.slack_app_id')
        .onRef('slack_app.organization_id', '=', 'slack_installation.organization_id'),
    )
    .select(['slack_app.app_id', 'team_id', 'bot_user_id', 'history_restricted_at'])
    .where('slack_installation.organization_id', '=', of.organizationId)
    .where('slack_installation.id', '=', of.installationId)
    .where('slack_installation.state', '=', 'active')
    .executeTakeFirst()
}

/** The direct message of two people is read as one of them; the bot reads wherever it is itself. */
async function findReaders(
  tx: Tx,
  of: Reconciled,
  { channelId, botUserId }: { channelId: string; botUserId: string },
): Promise<{ readers: Reader[]; channelType: FoundIn['channelType'] }> {
  const bot: Reader = { owner: { kind: 'installation', id: of.installationId }, slackUserId: botUserId, isBot: true }
  const direct = await tx
    .selectFrom('slack_direct')
    .select(['kind', 'lane_key'])
    .where('organization_id', '=', of.organizationId)
    .where('installation_id', '=', of.installationId)
    .where('slack_channel_id', '=', channelId)
    .executeTakeFirst()
  if (!direct) return { readers: [bot], channelType: await typeOfChannel(tx, of, channelId) }
  if (direct.kind !== 'person') return { readers: [bot], channelType: direct.kind === 'group' ? 'mpim' : 'im' }
  const links = await tx
    .selectFrom('slack_link')
    .select(['id', 'slack_user_id'])
    .where('organization_id', '=', of.organizationId)
    .where('installation_id', '=', of.installationId)
    .where('slack_user_id', 'in', direct.lane_key.split(':').slice(1))
    .where(sql<boolean>`'im:history' = any(scopes)`)
    .orderBy('linked_at')
    .execute()
  return {
    readers: links.map((link) => ({ owner: { kind: 'link', id: link.id }, slackUserId: link.slack_user_id, isBot: false })),
    channelType: 'im',
  }
}

async function typeOfChannel(tx: Tx, of: Reconciled, channelId: string): Promise<FoundIn['channelType']> {
  if (channelId.startsWith('D')) return 'im'
  const channel = await tx
    .selectFrom('slack_channel')
    .select('is_private')
    .where('organization_id', '=', of.organizationId)
    .where('installation_id', '=', of.installationId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return channel?.is_private ? 'group' : 'channel'
}
