import type { Db } from '@atrium/db/connect.ts'
import { snapshotOf } from '@atrium/db/transaction.ts'
import { isAdministrator, type MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { InstallationView, SlackAppView, SlackChannelView, SlackLinkView, SlackStatusView } from '@atrium/shared/slack/views.ts'
import { listChannelRows } from './channels/channel.queries.ts'
import { listApps } from './install/app.queries.ts'
import { listInstallations } from './install/installation.queries.ts'
import { listLinks } from './link/link.queries.ts'
import { presentApp, presentChannel, presentInstallation, presentLink, presentStatus } from './present-slack.ts'

interface Overview {
  head: number
  /** For owners and admins; empty for others. */
  apps: SlackAppView[]
  installations: InstallationView[]
  /** One's own; for owners and admins everybody's. */
  links: SlackLinkView[]
  /** Everybody's. */
  statuses: SlackStatusView[]
}

export function readOverview(db: Db, actor: MemberActor): Promise<Overview> {
  const { organizationId } = actor
  const all = isAdministrator(actor)
  return snapshotOf(db, organizationId, async (tx) => ({
    head: await headOf(tx, organizationId),
    statuses: (await listLinks(tx, organizationId, { memberId: null })).flatMap((row) =>
      Number(row.status_rev) > 0 ? [presentStatus(row)] : [],
    ),
    apps: all ? (await listApps(tx, organizationId)).map(presentApp) : [],
    installations: (await listInstallations(tx, organizationId)).map(presentInstallation),
    links: (await listLinks(tx, organizationId, { memberId: all ? null : actor.personId })).map(presentLink),
  }))
}

export function readChannels(
  db: Db,
  actor: MemberActor,
  installationId: InstallationId,
): Promise<{ head: number; channels: SlackChannelView[] }> {
  const { organizationId } = actor
  return snapshotOf(db, organizationId, async (tx) => ({
    head: await headOf(tx, organizationId),
    channels: (await listChannelRows(tx, organizationId, installationId)).map(presentChannel),
  }))
}

async function headOf(db: Db, organizationId: OrganizationId): Promise<number> {
  const row = await db.selectFrom('organization_head').select('seq').where('organization_id', '=', organizationId).executeTakeFirstOrThrow()
  return Number(row.seq)
}
