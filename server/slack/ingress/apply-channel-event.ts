import type { Tx } from '@atrium/db/transaction.ts'
import { insertUnnamed, lockChannels, updateChannel } from '../channels/channel.queries.ts'
import { forgetMoves } from '../channels/move.queries.ts'
import { lockTargets } from '../reconcile/target.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { moveChannel } from './move-channel.ts'
import type { SlackEvent } from './slack-event.rules.ts'

type Of<K extends SlackEvent['kind']> = Extract<SlackEvent, { kind: K }>

export async function applyChannelRenamed(tx: Tx, scope: InstallationScope, { channelId, name }: Of<'channelRenamed'>): Promise<void> {
  await lockChannels(tx, scope.organizationId)
  await updateChannel(tx, scope.organizationId, { key: { ...scope, channelId }, set: { name }, toldAtMs: scope.receivedAtMs })
}

export async function applyChannelState(tx: Tx, scope: InstallationScope, { channelId, change }: Of<'channelState'>): Promise<void> {
  await lockChannels(tx, scope.organizationId)
  const set = {
    ...(change.isArchived === undefined ? {} : { is_archived: change.isArchived }),
    ...(change.isExtShared === undefined ? {} : { is_ext_shared: change.isExtShared }),
    ...(change.isMember === undefined ? {} : { is_member: change.isMember }),
  }
  await updateChannel(tx, scope.organizationId, { key: { ...scope, channelId }, set, toldAtMs: scope.receivedAtMs })
}

/** Only our bot's own coming and going matters. What else there is to know of a channel that it comes to is looked up soon after. */
export async function applyMembership(tx: Tx, scope: InstallationScope, event: Of<'membership'>): Promise<void> {
  const { channelId, userId, isMember, isPrivate } = event
  if (userId !== scope.botUserId) return
  await lockChannels(tx, scope.organizationId)
  if (isMember) await forgetMoves(tx, scope, [channelId])
  const key = { installationId: scope.installationId, channelId }
  const toldAtMs = scope.receivedAtMs
  const set = { is_member: isMember, ...(isMember ? { lookup_at: new Date(toldAtMs) } : {}) }
  const known = await updateChannel(tx, scope.organizationId, { key, set, toldAtMs })
  if (known || !isMember) return
  await insertUnnamed(tx, scope.organizationId, { key, isPrivate, toldAtMs })
}

/** A channel goes on under another id, when sharing starts or ends. */
export async function applyChannelIdChanged(tx: Tx, scope: InstallationScope, event: Of<'channelIdChanged'>): Promise<void> {
  const { oldChannelId, newChannelId } = event
  if (oldChannelId === newChannelId) return
  // In this order, as where late events have woken what is to be compared before they are applied.
  await lockTargets(tx, scope.organizationId)
  await lockChannels(tx, scope.organizationId)
  await moveChannel(tx, scope, { from: oldChannelId, to: newChannelId })
}
