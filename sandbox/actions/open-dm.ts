import type { Channel } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { addChannel } from './create-channel.ts'

const sameSet = (one: string[], other: string[]): boolean => one.length === other.length && one.every((id) => other.includes(id))

/** The direct message of exactly these people in one workspace: `im` for two (or oneself), `mpim` for more. Always the same channel. */
export function openDm(world: World, teamId: string, userIds: string[]): { channel: Channel; isNew: boolean } {
  const members = [...new Set(userIds)]
  const kind = members.length <= 2 ? 'im' : 'mpim'
  const existing = world.channels
    .values()
    .find((channel) => channel.kind === kind && channel.homeTeamId === teamId && sameSet(channel.members, members))
  if (existing) return { channel: existing, isNew: false }
  const names = members.map((id) => world.users.get(id)?.name ?? id)
  const name = kind === 'im' ? '' : `mpdm-${names.join('--')}-1`
  return { channel: addChannel(world, { teamId, kind, name, creator: members[0] ?? '', members }), isNew: true }
}
