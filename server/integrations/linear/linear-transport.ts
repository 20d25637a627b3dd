import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { getConversation } from '../../inbox/get-conversation.ts'
import type { ClaimedDelivery, Outcome, Settled, Transport } from '../../infra/deliveries/transport.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { DISCONNECTED, readApiKey } from './change-connection.ts'
import { issueTextOf, type IssueText } from './issue-text.rules.ts'
import { attachLink, createIssue, LinearFailure, readIssues, type LinearCall, type LinearIssue } from './linear-api.ts'
import { escalationPayload, issueResult, LINEAR_TRANSPORT, type IssueResult } from './linear-payload.ts'
import { findConnection, findEscalation, lockEscalation, reviseEscalation, setRefused } from './linear.queries.ts'
import { LOOK_EVERY_MS } from './look-at-issues.ts'

const LOOK_AFTER_MS = 500
const CALL_MS = 40_000

/** Makes the issues that are owed to Linear. Their ids are ours, so that a call whose answer was lost can be made again and makes no second one. */
export function createLinearTransport(services: IntegrationServices): Transport {
  return {
    name: LINEAR_TRANSPORT,
    laneIntervalMs: 0,
    lookAfterMs: LOOK_AFTER_MS,
    callMs: CALL_MS,
    send: (delivery) => makeIssue(services, delivery),
    reconcile: async () => ({ kind: 'absent' }),
    async settled(tx, settled) {
      for (const one of settled) await settle(tx, services, one)
    },
  }
}

async function makeIssue(services: IntegrationServices, { organizationId, scopeId, payload }: ClaimedDelivery): Promise<Outcome> {
  const { escalationId } = escalationPayload.parse(payload)
  const known = await inOrganization(services.db, organizationId, async (tx) => {
    const [escalation, connection] = [await findEscalation(tx, organizationId, escalationId), await findConnection(tx, organizationId)]
    if (!escalation || connection?.id !== scopeId) return null
    const reader = { kind: 'automation', organizationId, automationId: connection.id as never, name: 'Linear' } as const
    const { conversation } = await getConversation(tx, reader, escalation.conversation_id as ConversationId)
    return { teamId: connection.team_id, text: issueTextOf(conversation, services.publicUrl) }
  })
  const apiKey = known && (await readApiKey(services, { organizationId, connectionId: scopeId }))
  if (!known || !apiKey) return { kind: 'failed', reason: DISCONNECTED }
  const call = { apiUrl: services.linearApiUrl, apiKey, nowMs: services.clock.now() }
  try {
    const issue = await createOnce(call, { id: escalationId, teamId: known.teamId, text: known.text })
    await attachLink(call, { issueId: issue.id, ...known.text.link })
    return { kind: 'sent', result: resultOf(issue) satisfies IssueResult }
  } catch (error) {
    if (error instanceof LinearFailure) return outcomeOf(error)
    throw error
  }
}

/** One that is refused may have been made by a call whose answer was lost. */
async function createOnce(call: LinearCall, { id, teamId, text }: { id: string; teamId: string; text: IssueText }): Promise<LinearIssue> {
  try {
    return await createIssue(call, { id, teamId, title: text.title, description: text.description })
  } catch (error) {
    if (!(error instanceof LinearFailure) || error.kind !== 'rejected') throw error
    const [made] = await readIssues(call, [id])
    if (!made) throw error
    return made
  }
}

function resultOf({ identifier, url, title, state }: LinearIssue): IssueResult {
  return { identifier, url, title, status: state.name, statusType: state.type }
}

function outcomeOf({ kind, message: reason, retryAfterMs }: LinearFailure): Outcome {
  if (kind === 'refused') return { kind: 'blocked', reason }
  if (kind === 'rejected') return { kind: 'failed', reason }
  return { kind: 'retry', reason, afterMs: retryAfterMs, gate: kind === 'limited' ? 'escalate' : null }
}

async function settle(tx: Tx, services: IntegrationServices, { delivery, outcome }: Settled): Promise<void> {
  const { organizationId } = delivery
  const key = { organizationId, id: escalationPayload.parse(delivery.payload).escalationId }
  if (outcome.kind === 'blocked') await setRefused(tx, organizationId, outcome.reason)
  const isTold = outcome.kind === 'sent' || outcome.kind === 'failed' || outcome.kind === 'blocked'
  if (!isTold || !(await lockEscalation(tx, organizationId, key.id))) return
  if (outcome.kind !== 'sent') {
    await reviseEscalation(tx, key, { state: outcome.kind === 'failed' ? 'failed' : 'queued', reason: outcome.reason })
    return
  }
  const { identifier, url, title, status, statusType } = issueResult.parse(outcome.result)
  const look_at = new Date(services.clock.now() + LOOK_EVERY_MS)
  await reviseEscalation(tx, key, { state: 'created', reason: null, identifier, url, title, status, status_type: statusType, look_at })
}
