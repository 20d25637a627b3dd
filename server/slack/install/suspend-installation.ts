import type { Tx } from '@atrium/db/transaction.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import { blockLanes, unblockLanes } from '../../infra/deliveries/block-lanes.ts'
import { tellBridge } from '../tell-bridge.ts'
import { lockInstallation, updateInstallation, type InstallationRow } from './installation.queries.ts'
import { tellOwners } from './tell-owners.ts'

interface Suspension {
  installationId: InstallationId
  state: 'disconnected' | 'revoked'
  /** For people. */
  reason: string
  nowMs: number
}

/**
 * Nothing goes out any more, what is owed stays owed; channels, threads and links keep waiting for the same workspace. Where
 * nobody here wanted it, the owners get an e-mail, once however many calls find the token dead at the same time.
 */
export async function suspendInstallation(
  tx: Tx,
  actor: SystemActor,
  { installationId, state, reason, nowMs }: Suspension,
): Promise<InstallationRow> {
  const { organizationId } = actor
  const scope = { organizationId, scopeId: installationId }
  const before = await lockInstallation(tx, organizationId, installationId)
  if (state === 'revoked' && before.state === 'revoked') return before
  const entities = await blockLanes(tx, scope, reason)
  await tellBridge(tx, actor, { entities, bridge: { state: 'blocked', reason } })
  const set = { state, state_reason: reason, disconnected_at: new Date(nowMs) }
  if (state === 'revoked' && before.state === 'active') await tellOwners(tx, before, { reason, nowMs })
  return updateInstallation(tx, organizationId, { id: installationId, set })
}

/** What waited goes on, in order. Call `bus.deliveriesOwed()` after the commit. */
export async function resumeLanes(tx: Tx, actor: SystemActor, installationId: InstallationId): Promise<void> {
  const entities = await unblockLanes(tx, { organizationId: actor.organizationId, scopeId: installationId })
  await tellBridge(tx, actor, { entities, bridge: { state: 'queued' } })
}
