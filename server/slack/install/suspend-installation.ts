import type { Tx } from '@atrium/db/transaction.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import { blockLanes, unblockLanes } from '../../infra/deliveries/block-lanes.ts'
import { tellBridge } from '../tell-bridge.ts'
import { updateInstallation, type InstallationRow } from './installation.queries.ts'

interface Suspension {
  installationId: InstallationId
  state: 'disconnected' | 'revoked'
  /** For people. */
  reason: string
  nowMs: number
}

/** Nothing goes out any more, what is owed stays owed; channels, threads and links keep waiting for the same workspace. */
export async function suspendInstallation(
  tx: Tx,
  actor: SystemActor,
  { installationId, state, reason, nowMs }: Suspension,
): Promise<InstallationRow> {
  const scope = { organizationId: actor.organizationId, scopeId: installationId }
  const entities = await blockLanes(tx, scope, reason)
  await tellBridge(tx, actor, { entities, bridge: { state: 'blocked', reason } })
  const set = { state, state_reason: reason, disconnected_at: new Date(nowMs) }
  return updateInstallation(tx, actor.organizationId, { id: installationId, set })
}

/** What waited goes on, in order. Call `bus.deliveriesOwed()` after the commit. */
export async function resumeLanes(tx: Tx, actor: SystemActor, installationId: InstallationId): Promise<void> {
  const entities = await unblockLanes(tx, { organizationId: actor.organizationId, scopeId: installationId })
  await tellBridge(tx, actor, { entities, bridge: { state: 'queued' } })
}
