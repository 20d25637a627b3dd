import type { Db } from '@atrium/db/connect.ts'
import { lowestIdAt } from '@atrium/shared/ids.ts'
import { POST_OPERATION } from '../egress/post-payload.ts'
import { SHARE_OPERATION } from '../egress/share-payload.ts'
import type { InstallationScope } from './installation-scope.ts'
import { lookUp } from './lookups.ts'
import type { SlackEntity } from './slack-message.queries.ts'

export interface OwnDelivery {
  id: string
  entity: SlackEntity | null
  /** The Slack user whose message it carries, when a linked member wrote it. */
  slackUserId: string | null
  /** A message in Slack is known to be it, when it was looked up. */
  isPlaced: boolean
}

const deliveries = (db: Db, scope: InstallationScope) =>
  db
    .selectFrom('delivery')
    .innerJoin('delivery_lane', (join) =>
      join.onRef('delivery_lane.id', '=', 'delivery.lane_id').onRef('delivery_lane.organization_id', '=', 'delivery.organization_id'),
    )
    .leftJoin('message', (join) =>
      join.onRef('message.id', '=', 'delivery.entity_id').onRef('message.organization_id', '=', 'delivery.organization_id'),
    )
    .leftJoin('slack_link', (join) =>
      join
        .onRef('slack_link.member_id', '=', 'message.author_id')
        .onRef('slack_link.organization_id', '=', 'message.organization_id')
        .on('slack_link.installation_id', '=', scope.installationId),
    )
    .select(['delivery.id', 'delivery.entity_kind', 'delivery.entity_id', 'slack_link.slack_user_id'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('slack_message')
          .select('ts')
          .whereRef('slack_message.organization_id', '=', 'delivery.organization_id')
          .whereRef('slack_message.delivery_id', '=', 'delivery.id')
          .where('slack_message.entity_id', 'is not', null),
      )
        .$castTo<boolean>()
        .as('is_placed'),
    )
    .where('delivery.organization_id', '=', scope.organizationId)
    .where('delivery_lane.transport', '=', 'slack')
    .where('delivery_lane.scope_id', '=', scope.installationId)

export async function findDelivery(db: Db, scope: InstallationScope, deliveryId: string): Promise<OwnDelivery | null> {
  const found = await lookUp(db, scope, {
    kind: 'delivery',
    keys: [deliveryId],
    async load(ids) {
      const rows = await deliveries(db, scope).where('delivery.id', 'in', ids).execute()
      return new Map(rows.map((row) => [row.id, ownDeliveryOf(row)]))
    },
  })
  return found.get(deliveryId) ?? null
}

/** The one post of a lane that was made and whose outcome is not written down yet. */
export async function findDeliveryInFlight(db: Db, scope: InstallationScope, laneKey: string): Promise<OwnDelivery | null> {
  const row = await deliveries(db, scope)
    .where('delivery_lane.key', '=', laneKey)
    .where('delivery.state', 'in', ['sending', 'unknown'])
    .where('delivery.operation', '=', POST_OPERATION)
    .executeTakeFirst()
  return row ? ownDeliveryOf(row) : null
}

/** Whether a delivery is known to have arrived in another message. */
export async function standsElsewhere(
  db: Db,
  scope: InstallationScope,
  { deliveryId, ts }: { deliveryId: string; ts: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('slack_message')
    .select('ts')
    .where('organization_id', '=', scope.organizationId)
    .where('delivery_id', '=', deliveryId)
    .where('ts', '<>', ts)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Owed this long before at most, and settled no earlier than so much before: calls take time, and clocks differ. */
const OWED_WITHIN_MS = 3_600_000
const SKEW_MS = 60_000

/** Whether files went out in a lane about that time of which Slack has not told yet where they stand. */
export async function hasSharesUntold(
  db: Db,
  scope: InstallationScope,
  { laneKey, atMs }: { laneKey: string; atMs: number },
): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .innerJoin('delivery_lane', (join) =>
      join.onRef('delivery_lane.id', '=', 'delivery.lane_id').onRef('delivery_lane.organization_id', '=', 'delivery.organization_id'),
    )
    .select('delivery.id')
    .where('delivery.organization_id', '=', scope.organizationId)
    .where('delivery.id', '>=', lowestIdAt(atMs - OWED_WITHIN_MS))
    .where('delivery.id', '<', lowestIdAt(atMs + SKEW_MS))
    .where('delivery_lane.transport', '=', 'slack')
    .where('delivery_lane.scope_id', '=', scope.installationId)
    .where('delivery_lane.key', '=', laneKey)
    .where('delivery.operation', '=', SHARE_OPERATION)
    .where('delivery.state', 'in', ['sending', 'unknown', 'sent'])
    .where((eb) => eb.or([eb('settled_at', 'is', null), eb('settled_at', '>=', new Date(atMs - SKEW_MS))]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('slack_message')
            .select('ts')
            .whereRef('slack_message.organization_id', '=', 'delivery.organization_id')
            .whereRef('slack_message.delivery_id', '=', 'delivery.id'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export interface DeliveryRow {
  id: string
  entity_kind: string | null
  entity_id: string | null
  slack_user_id: string | null
  is_placed: boolean
}

export function ownDeliveryOf(row: DeliveryRow): OwnDelivery {
  const entity = row.entity_id && row.entity_kind ? { kind: row.entity_kind as SlackEntity['kind'], id: row.entity_id } : null
  return { id: row.id, entity, slackUserId: row.slack_user_id, isPlaced: row.is_placed }
}
