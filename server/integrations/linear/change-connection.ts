import type { Tx } from '@atrium/db/transaction.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type LinearConnectionId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { LinearConnectionView, LinearTeamView } from '@atrium/shared/integrations/linear.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { unblockLanes } from '../../infra/deliveries/block-lanes.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { LinearFailure, readTeams } from './linear-api.ts'
import { findConnection, giveUpQueued, presentConnection } from './linear.queries.ts'

interface From {
  actor: MemberActor
  address: string
}

/** The teams that a key may make issues for. Nothing is kept. @throws bad_input */
export async function listTeams(
  { linearApiUrl: apiUrl, clock }: IntegrationServices,
  apiKey: string,
): Promise<{ workspaceName: string; teams: LinearTeamView[] }> {
  try {
    return await readTeams({ apiUrl, apiKey, nowMs: clock.now() })
  } catch (error) {
    if (!(error instanceof LinearFailure)) throw error
    const text =
      error.kind === 'refused' ? 'Linear does not accept this key. Make one in Linear under Settings, Security & access.' : error.message
    throw new AtriumError('bad_input', text, error).at('apiKey')
  }
}

/** Keeps the key, sealed, once Linear has accepted it; what waited for another one goes on. @throws bad_input */
export async function connectLinear(
  services: IntegrationServices,
  { actor, address }: From,
  { apiKey, teamId }: { apiKey: string; teamId: string },
): Promise<LinearConnectionView> {
  const { organizationId } = actor
  const { workspaceName, teams } = await listTeams(services, apiKey)
  const team = teams.find(({ id }) => id === teamId)
  if (!team) throw new AtriumError('bad_input', 'That team is not among those of this key. Choose again.').at('teamId')
  const nowMs = services.clock.now()
  const content = { workspace_name: workspaceName, team_id: team.id, team_name: team.name, refused_reason: null }
  const view = await commitInOrganization(services, organizationId, async (tx) => {
    const before = await findConnection(tx, organizationId)
    await tx
      .insertInto('linear_connection')
      .values({
        ...{ ...content, organization_id: organizationId, id: newId<LinearConnectionId>(nowMs) },
        ...{ created_by: actor.personId, created_at: new Date(nowMs), rev: (before?.rev ?? 0) + 1 },
      })
      .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ ...content, rev: (before?.rev ?? 0) + 1 }))
      .execute()
    const connection = await findConnection(tx, organizationId)
    if (!connection) throw new Error('the connection was not written')
    const subject = { subjectKind: 'linear', subjectId: connection.id, purpose: 'api_key' } as const
    await services.secrets.writeSecret(tx, actor, { ...subject, value: apiKey, expiresAtMs: null })
    await unblockLanes(tx, { organizationId, scopeId: connection.id })
    await writeAudit(tx, actor, { action: 'linear.connected', subject: `${workspaceName}, ${team.name}`, address, nowMs })
    return presentConnection(connection)
  })
  services.bus.deliveriesOwed()
  return view
}

/** Our key goes; the issues stay in Linear, and conversations keep their links. What was still to be made has failed. @throws not_found */
export async function disconnectLinear(tx: Tx, services: IntegrationServices, { actor, address }: From): Promise<void> {
  const { organizationId } = actor
  const connection = await findConnection(tx, organizationId)
  if (!connection) throw new AtriumError('not_found')
  await tx.deleteFrom('linear_connection').where('organization_id', '=', organizationId).execute()
  await services.secrets.deleteSecrets(tx, actor, { subjectKind: 'linear', subjectId: connection.id })
  for (const table of ['delivery_lane', 'delivery_gate'] as const)
    await tx.deleteFrom(table).where('organization_id', '=', organizationId).where('scope_id', '=', connection.id).execute()
  await giveUpQueued(tx, organizationId, DISCONNECTED)
  const subject = `${connection.workspace_name}, ${connection.team_name}`
  await writeAudit(tx, actor, { action: 'linear.disconnected', subject, address, nowMs: services.clock.now() })
}

export const DISCONNECTED = 'Linear was disconnected before the issue was made.'

/** How the key is read by whoever calls Linear by themselves; null when there is none any more. */
export function readApiKey(services: IntegrationServices, scope: { organizationId: MemberActor['organizationId']; connectionId: string }) {
  const { organizationId, connectionId } = scope
  const reader = { kind: 'system', organizationId, name: 'linear' } as const
  const subject = { subjectKind: 'linear', subjectId: connectionId, purpose: 'api_key' } as const
  return inOrganization(services.db, organizationId, async (tx) => (await services.secrets.readSecret(tx, reader, subject))?.value ?? null)
}
