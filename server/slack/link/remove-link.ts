import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { Actor } from '@atrium/shared/identity/actor.ts'
import { dropQueued } from '../../infra/deliveries/drop-queued.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import type { SecretStore } from '../../infra/secrets/secret-store.ts'
import { deleteHeld, lockHeld } from '../mirror/held.queries.ts'
import { standingBridge } from '../egress/standing-bridge.ts'
import { tellBridge } from '../tell-bridge.ts'
import { deleteLinkRow, type LinkRow } from './link.queries.ts'

interface Removal {
  link: LinkRow
  /** For the audit log: who wanted it, or what Slack said. */
  why: string
  address: string | null
  nowMs: number
}

/**
 * Forgets a link and its token, and takes back what was queued for that person's chats (BR10). What is under way at
 * this moment may still arrive.
 */
export async function removeLink(tx: Tx, secrets: SecretStore, by: { actor: Actor } & Removal): Promise<void> {
  const { actor, link, why, address, nowMs } = by
  const { organizationId } = actor
  const system = { kind: 'system', organizationId, name: 'slack-link' } as const
  await deleteLinkRow(tx, organizationId, link)
  await secrets.deleteSecrets(tx, system, { subjectKind: 'link', subjectId: link.id })
  await dropHeld(tx, link)
  const dropped = await dropQueued(tx, {
    scope: { organizationId, scopeId: link.installation_id },
    laneKeys: await lanesOf(tx, link),
    entityKind: 'message',
    reason: 'unlinked while queued',
  })
  for (const entity of dropped) {
    // What was to be done to it since is dropped; it stands where it stood.
    const bridge = await standingBridge(tx, organizationId, entity.entityId)
    await tellBridge(tx, system, { entities: [entity], bridge: bridge ?? { state: 'not_bridged', reason: 'unlinked_while_queued' } })
  }
  await writeAudit(tx, actor, {
    action: 'slack.unlinked',
    subject: `Slack user ${link.slack_user_id}`,
    detail: { slackEmail: link.slack_email, installationId: link.installation_id, memberId: link.member_id, why },
    address,
    nowMs,
  })
}

/** What waits to be read here before it goes to Slack does not go any more. */
async function dropHeld(tx: Tx, link: LinkRow): Promise<void> {
  const organizationId = link.organization_id as OrganizationId
  const of = { personId: link.member_id as PersonId, installationId: link.installation_id as InstallationId }
  const messageIds = (await lockHeld(tx, organizationId, of)).map(({ messageId }) => messageId)
  await deleteHeld(tx, organizationId, messageIds)
  const entities = messageIds.map((entityId) => ({ entityKind: 'message', entityId }) as const)
  const bridge = { state: 'not_bridged', reason: 'unlinked_while_queued' } as const
  await tellBridge(tx, { kind: 'system', organizationId, name: 'slack-link' }, { entities, bridge })
}

/** Every direct message that this Slack user is part of. */
async function lanesOf(tx: Tx, link: LinkRow): Promise<string[]> {
  const rows = await tx
    .selectFrom('delivery_lane')
    .select('key')
    .where('organization_id', '=', link.organization_id)
    .where('scope_id', '=', link.installation_id)
    .where(sql<boolean>`${link.slack_user_id} = any(string_to_array(key, ':'))`)
    .execute()
  return rows.map((row) => row.key)
}
