import { inOrganization, organizationsOfKey } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import type { SlackServices } from '../slack-services.ts'
import { teamRouteKey } from '../install/routes.queries.ts'

/** An app of ours in one organization, as far as receiving needs it. */
export interface ReceivingApp {
  organizationId: OrganizationId
  slackAppId: SlackAppId
  apiAppId: string
  /** Null in Socket Mode: then nothing is taken over HTTP. */
  signingSecret: string | null
}

/** Which organizations an app, and the workspace it speaks of, belong to. Remembered for a few seconds: this is asked for every event. */
export interface AppDirectory {
  /** `apiAppId` null: any that is installed in the workspace. */
  appsOf(of: { apiAppId: string | null; teamId: string | null }, options?: { fresh?: boolean }): Promise<ReceivingApp[]>
}

const REMEMBERED_MS = 10_000
const REMEMBERED_KEYS = 1_000

export function createAppDirectory(services: SlackServices): AppDirectory {
  const remembered = new Map<string, { apps: Promise<ReceivingApp[]>; untilMs: number }>()
  return {
    async appsOf(of, { fresh = false } = {}) {
      const key = `${of.apiAppId ?? ''}/${of.teamId ?? ''}`
      const known = remembered.get(key)
      const nowMs = services.clock.now()
      if (known && known.untilMs > nowMs && !fresh) return known.apps
      const apps = findApps(services, of)
      if (remembered.size >= REMEMBERED_KEYS) remembered.clear()
      remembered.set(key, { apps, untilMs: nowMs + REMEMBERED_MS })
      apps.catch(() => remembered.delete(key))
      return apps
    },
  }
}

async function findApps(
  services: SlackServices,
  { apiAppId, teamId }: { apiAppId: string | null; teamId: string | null },
): Promise<ReceivingApp[]> {
  if (apiAppId === null) return teamId === null ? [] : findAppsIn(services, teamId)
  const inTeam = teamId ? await organizationsOfKey(services.db, 'slack_team', teamRouteKey(apiAppId, teamId)) : []
  const organizations = inTeam.length > 0 ? inTeam : await organizationsOfKey(services.db, 'slack_app', apiAppId)
  const found = await Promise.all(organizations.map((organizationId) => findApp(services, organizationId, apiAppId)))
  return found.filter((app) => app !== null)
}

async function findAppsIn(services: SlackServices, teamId: string): Promise<ReceivingApp[]> {
  const organizations = await organizationsOfKey(services.db, 'slack_workspace', teamId)
  const found = await Promise.all(organizations.map((organizationId) => findAppsOf(services, organizationId, teamId)))
  return found.flat().filter((app) => app !== null)
}

async function findAppsOf(services: SlackServices, organizationId: OrganizationId, teamId: string) {
  const rows = await inOrganization(services.db, organizationId, (tx) =>
    tx
      .selectFrom('slack_installation')
      .innerJoin('slack_app', (join) =>
        join
          .onRef('slack_app.organization_id', '=', 'slack_installation.organization_id')
          .onRef('slack_app.id', '=', 'slack_installation.slack_app_id'),
      )
      .select('slack_app.app_id')
      .where('slack_installation.organization_id', '=', organizationId)
      .where('slack_installation.team_id', '=', teamId)
      .execute(),
  )
  return Promise.all(rows.map((row) => findApp(services, organizationId, row.app_id)))
}

function findApp(services: SlackServices, organizationId: OrganizationId, apiAppId: string): Promise<ReceivingApp | null> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const app = await tx
      .selectFrom('slack_app')
      .select(['id', 'mode'])
      .where('organization_id', '=', organizationId)
      .where('app_id', '=', apiAppId)
      .executeTakeFirst()
    if (!app) return null
    const actor = { kind: 'system', organizationId, name: 'slack-ingress' } as const
    const subject = { subjectKind: 'app', subjectId: app.id, purpose: 'signing_secret' } as const
    const secret = app.mode === 'http' ? await services.secrets.readSecret(tx, actor, subject) : null
    return { organizationId, slackAppId: app.id as SlackAppId, apiAppId, signingSecret: secret?.value ?? null }
  })
}
