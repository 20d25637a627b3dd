import type { Selectable } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { SlackApp } from '@atrium/db/schema.generated.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

export type AppRow = Selectable<SlackApp>

export function listApps(db: Db, organizationId: OrganizationId): Promise<AppRow[]> {
  return db.selectFrom('slack_app').selectAll().where('organization_id', '=', organizationId).orderBy('id').execute()
}

export function findAppRow(db: Db, organizationId: OrganizationId, id: string): Promise<AppRow | undefined> {
  return db.selectFrom('slack_app').selectAll().where('organization_id', '=', organizationId).where('id', '=', id).executeTakeFirst()
}
