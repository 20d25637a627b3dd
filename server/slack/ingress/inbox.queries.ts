import { sql } from 'kysely'
import { executeKept } from '@atrium/db/statement.ts'
import type { Db } from '@atrium/db/connect.ts'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { announceInstallation, type InstallationRow } from '../install/installation.queries.ts'

export interface InboxKey {
  installationId: InstallationId
  eventId: string
}

const keyOf = (key: InboxKey) => `${key.installationId}/${key.eventId}`

/**
 * Notes that events have come; what they say is kept only where they cannot be applied at once.
 * @returns the ones that have not come before.
 */
export async function insertEvents<T extends InboxKey & { kind: string; nowMs: number }>(
  tx: Tx,
  organizationId: OrganizationId,
  events: T[],
): Promise<T[]> {
  if (events.length === 0) return []
  const first = new Map(events.toReversed().map((event) => [keyOf(event), event]))
  const sorted = [...first.values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  const rows = await executeKept(
    tx,
    'slack.note-events',
    sql<InboxKey>`
    insert into slack_inbox (organization_id, installation_id, event_id, kind, payload, received_at)
    select ${organizationId}, installation_id, event_id, kind, '{}', received_at
    from unnest(${sorted.map((event) => event.installationId)}::uuid[], ${sorted.map((event) => event.eventId)}::text[],
      ${sorted.map((event) => event.kind)}::text[], ${sorted.map((event) => new Date(event.nowMs))}::timestamptz[])
      as event (installation_id, event_id, kind, received_at)
    on conflict do nothing
    returning installation_id as "installationId", event_id as "eventId"
  `,
  )
  const fresh = new Set(rows.map(keyOf))
  return events.filter((event) => first.get(keyOf(event)) === event && fresh.has(keyOf(event)))
}

export async function keepPending(
  tx: Tx,
  organizationId: OrganizationId,
  event: InboxKey & { payload: unknown; error: string; notBefore: Date; attempts: number },
): Promise<void> {
  await updateEvent(tx, organizationId, event)
    .set({
      state: 'pending',
      payload: jsonb(event.payload) as never,
      error: event.error,
      not_before: event.notBefore,
      attempts: event.attempts,
    })
    .execute()
}

export async function markApplied(tx: Tx, organizationId: OrganizationId, key: InboxKey): Promise<void> {
  await updateEvent(tx, organizationId, key)
    .set({ state: 'applied', payload: jsonb({}) as never, error: null })
    .execute()
}

/** Keeps what it said, for whoever finds out why. */
export async function markDead(
  tx: Tx,
  organizationId: OrganizationId,
  event: InboxKey & { error: string; attempts: number },
): Promise<void> {
  await updateEvent(tx, organizationId, event).set({ state: 'dead', error: event.error, attempts: event.attempts }).execute()
}

const updateEvent = (tx: Tx, organizationId: OrganizationId, key: InboxKey) =>
  tx
    .updateTable('slack_inbox')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', key.installationId)
    .where('event_id', '=', key.eventId)

export interface PendingEvent extends InboxKey {
  organizationId: OrganizationId
}

/** Of every organization, the oldest first. For a worker's transaction. */
export async function listDueEvents(tx: Tx, { now, limit }: { now: Date; limit: number }): Promise<PendingEvent[]> {
  const rows = await tx
    .selectFrom('slack_inbox')
    .select(['organization_id', 'installation_id', 'event_id'])
    .where('state', '=', 'pending')
    .where('not_before', '<=', now)
    .orderBy('not_before')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    organizationId: row.organization_id as OrganizationId,
    installationId: row.installation_id as InstallationId,
    eventId: row.event_id,
  }))
}

/** Null when somebody else has it or it is done. */
export function lockDueEvent(tx: Tx, { organizationId, installationId, eventId }: PendingEvent) {
  return tx
    .selectFrom('slack_inbox')
    .select(['payload', 'attempts', 'received_at'])
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'pending')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export interface Touched {
  id: InstallationId
  /** From when it happened at Slack until it came; null where Slack does not say. */
  lagMs: number | null
}

/**
 * For the health page; to the nearest ten seconds, so that a busy workspace does not write one row all the time. The first event of
 * all is told to whoever has the settings open.
 */
export async function touchInstallations(
  tx: Tx,
  organizationId: OrganizationId,
  { touched, now }: { touched: Touched[]; now: Date },
): Promise<void> {
  if (touched.length === 0) return
  const { rows } = await sql<InstallationRow & { is_first: boolean }>`
    with touched as (
      select installation.id, wanted.lag_ms, installation.last_event_at is null as is_first
      from slack_installation installation
      join unnest(${touched.map(({ id }) => id)}::uuid[], ${touched.map(({ lagMs }) => lagMs)}::integer[]) wanted (id, lag_ms) using (id)
      where installation.organization_id = ${organizationId}
        and (installation.last_event_at is null or installation.last_event_at < ${new Date(now.getTime() - 10_000)})
      order by installation.id for update of installation
    )
    update slack_installation set last_event_at = ${now}, last_event_lag_ms = touched.lag_ms, rev = rev + touched.is_first::integer
    from touched where organization_id = ${organizationId} and slack_installation.id = touched.id
    returning slack_installation.*, touched.is_first
  `.execute(tx)
  for (const row of rows) if (row.is_first) announceInstallation(tx, row)
}

export interface ReceivingInstallation {
  id: InstallationId
  slackAppId: string
  apiAppId: string
  teamId: string
  botUserId: string
  botId: string | null
  conversationEmoji: string
  isActive: boolean
}

export async function findReceivingInstallations(
  db: Db,
  organizationId: OrganizationId,
  of: { apiAppIds: string[]; teamIds: string[] },
): Promise<ReceivingInstallation[]> {
  const rows = await db
    .selectFrom('slack_installation')
    .innerJoin('slack_app', (join) =>
      join
        .onRef('slack_app.id', '=', 'slack_installation.slack_app_id')
        .onRef('slack_app.organization_id', '=', 'slack_installation.organization_id'),
    )
    .select(['slack_installation.id', 'slack_app_id', 'app_id', 'team_id', 'bot_user_id', 'bot_id', 'state', 'conversation_emoji'])
    .where('slack_installation.organization_id', '=', organizationId)
    .where('slack_app.app_id', 'in', of.apiAppIds)
    .where('slack_installation.team_id', 'in', of.teamIds)
    .execute()
  return rows.map((row) => ({
    id: row.id as InstallationId,
    slackAppId: row.slack_app_id,
    apiAppId: row.app_id,
    teamId: row.team_id,
    botUserId: row.bot_user_id,
    botId: row.bot_id,
    conversationEmoji: row.conversation_emoji,
    isActive: row.state === 'active',
  }))
}
