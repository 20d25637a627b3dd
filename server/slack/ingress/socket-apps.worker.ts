import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { startRounds } from '../../infra/rounds.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ReceivingApp } from './app-directory.ts'
import type { Ingress } from './receive-envelope.ts'
import { startSocketReceiver, type SocketReceiver } from './socket-mode.ts'

interface SocketApp {
  app: ReceivingApp
  appToken: string
}

/** Keeps sockets open for every app that is in Socket Mode; one that is saved anew or taken out of it is noticed within `everyMs`. */
export function startSocketApps(parts: { services: SlackServices; ingress: Ingress }, everyMs = 5_000): { stop(): Promise<void> } {
  const open = new Map<string, SocketReceiver>()
  const look = async (): Promise<void> => {
    const wanted = new Map((await listSocketApps(parts.services)).map((found) => [`${found.app.slackAppId} ${found.appToken}`, found]))
    for (const [key, receiver] of open) {
      if (wanted.has(key)) continue
      open.delete(key)
      await receiver.stop()
    }
    for (const [key, found] of wanted) if (!open.has(key)) open.set(key, startSocketReceiver({ ...parts, ...found }))
  }
  const rounds = startRounds(look, {
    everyMs,
    atOnce: true,
    failed: (error) => parts.services.logger.error({ err: error }, 'the Slack apps in Socket Mode could not be read'),
  })
  return {
    async stop() {
      await rounds.stop()
      await Promise.all([...open.values()].map((receiver) => receiver.stop()))
    },
  }
}

async function listSocketApps(services: SlackServices): Promise<SocketApp[]> {
  const organizations = await asWorker(services.db, (tx) =>
    tx.selectFrom('slack_app').select('organization_id').distinct().where('mode', '=', 'socket').execute(),
  )
  const found = await Promise.all(organizations.map(({ organization_id: id }) => socketAppsOf(services, id as OrganizationId)))
  return found.flat()
}

function socketAppsOf(services: SlackServices, organizationId: OrganizationId): Promise<SocketApp[]> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const rows = await tx
      .selectFrom('slack_app')
      .select(['id', 'app_id'])
      .where('organization_id', '=', organizationId)
      .where('mode', '=', 'socket')
      .execute()
    const actor = { kind: 'system', organizationId, name: 'slack-socket' } as const
    const apps: SocketApp[] = []
    for (const row of rows) {
      const token = await services.secrets.readSecret(tx, actor, { subjectKind: 'app', subjectId: row.id, purpose: 'app_token' })
      const app = { organizationId, slackAppId: row.id as SlackAppId, apiAppId: row.app_id, signingSecret: null }
      if (token) apps.push({ app, appToken: token.value })
    }
    return apps
  })
}
