import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type {
  NotificationKind,
  NotificationPreferences,
  NotificationPreferencesView,
} from '@atrium/shared/chat/notification-preferences.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'

const COLUMNS = ['app', 'desktop', 'sound', 'quiet_from', 'quiet_until', 'time_zone', 'rev'] as const

interface PreferenceRow {
  app: string[]
  desktop: string[]
  sound: string[]
  quiet_from: number | null
  quiet_until: number | null
  time_zone: string | null
  rev: number
}

/** Undefined: they have chosen nothing yet. */
export async function findPreferences(tx: Tx, { organizationId, personId }: MemberActor): Promise<NotificationPreferencesView | undefined> {
  const row = await tx
    .selectFrom('notification_preference')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('member_id', '=', personId)
    .executeTakeFirst()
  return row && presentPreferences(row)
}

export async function storePreferences(
  tx: Tx,
  { organizationId, personId }: MemberActor,
  { ways, quietHours }: NotificationPreferences,
): Promise<NotificationPreferencesView> {
  const values = {
    ...ways,
    quiet_from: quietHours?.from ?? null,
    quiet_until: quietHours?.until ?? null,
    time_zone: quietHours?.timeZone ?? null,
  }
  const row = await tx
    .insertInto('notification_preference')
    .values({ organization_id: organizationId, member_id: personId, ...values })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'member_id']).doUpdateSet({ ...values, rev: sql`notification_preference.rev + 1` }),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return presentPreferences(row)
}

function presentPreferences(row: PreferenceRow): NotificationPreferencesView {
  const [app, desktop, sound] = [row.app, row.desktop, row.sound] as NotificationKind[][]
  const { quiet_from: from, quiet_until: until, time_zone: timeZone } = row
  return {
    ways: { app: app ?? [], desktop: desktop ?? [], sound: sound ?? [] },
    quietHours: from === null || until === null || timeZone === null ? null : { from, until, timeZone },
    rev: row.rev,
  }
}
