import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** A workspace by the app that hears of it: another app in the same workspace may belong to somebody else. */
export function teamRouteKey(apiAppId: string, teamId: string): string {
  return `${apiAppId}/${teamId}`
}

/** Lets a key from outside find its way to the organization. */
export async function addRoute(
  tx: Tx,
  organizationId: OrganizationId,
  route: { kind: 'slack_app' | 'slack_team' | 'slack_workspace' | 'oauth_state'; key: string },
): Promise<void> {
  await tx
    .insertInto('organization_route')
    .values({ organization_id: organizationId, ...route })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removeRoute(tx: Tx, organizationId: OrganizationId, route: { kind: 'oauth_state'; key: string }): Promise<void> {
  await tx
    .deleteFrom('organization_route')
    .where('organization_id', '=', organizationId)
    .where('kind', '=', route.kind)
    .where('key', '=', route.key)
    .execute()
}
