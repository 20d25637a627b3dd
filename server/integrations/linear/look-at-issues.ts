import { asWorker, inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { newId, type ClientMutationId, type ConversationId, type OrganizationId } from '@atrium/shared/ids.ts'
import { isSettled, type EscalationId } from '@atrium/shared/integrations/linear.ts'
import { addNote } from '../../inbox/add-note.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { readApiKey } from './change-connection.ts'
import { LinearFailure, MOST_ISSUES, readIssues, type LinearIssue } from './linear-api.ts'
import { findConnection, lockEscalation, reviseEscalation, setRefused, type EscalationRow } from './linear.queries.ts'

/** How old what is shown of an issue may be. */
export const LOOK_EVERY_MS = 2 * 60_000
/** One that is settled is seldom opened again. */
const LOOK_AT_SETTLED_MS = 60 * 60_000

/** Asks Linear how the issues are whose turn it is, up to fifty of each organization. @returns how many were asked for */
export async function lookAtIssues(services: IntegrationServices): Promise<number> {
  const now = new Date(services.clock.now())
  const organizations = await asWorker(services.db, (tx) =>
    tx.selectFrom('escalation').select('organization_id').distinct().where('look_at', '<=', now).execute(),
  )
  let asked = 0
  for (const { organization_id } of organizations) asked += await lookInOrganization(services, organization_id as OrganizationId)
  return asked
}

async function lookInOrganization(services: IntegrationServices, organizationId: OrganizationId): Promise<number> {
  const { connection, ids } = await inOrganization(services.db, organizationId, async (tx) => ({
    connection: await findConnection(tx, organizationId),
    ids: await claimDue(tx, organizationId, services.clock.now()),
  }))
  const apiKey = connection && ids.length > 0 && (await readApiKey(services, { organizationId, connectionId: connection.id }))
  if (!apiKey) return 0
  try {
    const issues = await readIssues({ apiUrl: services.linearApiUrl, apiKey, nowMs: services.clock.now() }, ids)
    for (const issue of issues)
      await commitInOrganization(services, organizationId, (tx) =>
        takeState(tx, { organizationId, connectionId: connection.id, issue, nowMs: services.clock.now() }),
      )
  } catch (error) {
    if (!(error instanceof LinearFailure)) throw error
    // It is asked again when it is its turn.
    services.logger.warn({ organizationId, reason: error.message }, 'Linear could not be asked about issues')
    if (error.kind === 'refused') await inOrganization(services.db, organizationId, (tx) => setRefused(tx, organizationId, error.message))
  }
  return ids.length
}

/** So that no other node asks for them, and they are asked for again should this one be gone. */
async function claimDue(tx: Tx, organizationId: OrganizationId, nowMs: number): Promise<EscalationId[]> {
  const due = await tx
    .selectFrom('escalation')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('look_at', '<=', new Date(nowMs))
    .orderBy('look_at')
    .limit(MOST_ISSUES)
    .forUpdate()
    .skipLocked()
    .execute()
  const ids = due.map(({ id }) => id as EscalationId)
  if (ids.length > 0)
    await tx
      .updateTable('escalation')
      .set({ look_at: new Date(nowMs + LOOK_EVERY_MS) })
      .where('organization_id', '=', organizationId)
      .where('id', 'in', ids)
      .execute()
  return ids
}

interface Told {
  organizationId: OrganizationId
  connectionId: string
  issue: LinearIssue
  nowMs: number
}

/** What Linear says now. When an issue comes to its end there, a note says so here: each time once. */
async function takeState(tx: Tx, { organizationId, connectionId, issue, nowMs }: Told): Promise<void> {
  const id = issue.id as EscalationId
  const before = await lockEscalation(tx, organizationId, id)
  if (!before || isSame(before, issue)) return
  const settled = isSettled(issue.state.type)
  const look_at = new Date(nowMs + (settled ? LOOK_AT_SETTLED_MS : LOOK_EVERY_MS))
  const { title, url, identifier, state } = issue
  await reviseEscalation(tx, { organizationId, id }, { title, url, identifier, status: state.name, status_type: state.type, look_at })
  if (!settled || isSettled(before.status_type)) return
  const actor = { kind: 'automation', organizationId, automationId: connectionId as never, name: 'Linear' } as const
  const text = `The issue [${identifier}](${url}) is settled in Linear: ${state.name}.`
  const note = { conversationId: before.conversation_id as ConversationId, clientId: newId<ClientMutationId>(nowMs), text, nowMs }
  await addNote(tx, actor, note)
}

function isSame(before: EscalationRow, { title, url, identifier, state }: LinearIssue): boolean {
  return (
    before.title === title &&
    before.url === url &&
    before.identifier === identifier &&
    before.status === state.name &&
    before.status_type === state.type
  )
}
