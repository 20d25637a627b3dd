import type { Channel, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { isMember, isShared } from '../world/find.ts'

export interface ChannelViewer {
  teamId: string
  userId: string
}

const presentIm = (world: World, channel: Channel, viewer: ChannelViewer): Json => {
  const other = channel.members.find((id) => id !== viewer.userId) ?? viewer.userId
  return {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_im: true,
    is_org_shared: false,
    context_team_id: viewer.teamId,
    updated: channel.updated * 1000,
    user: other,
    is_user_deleted: world.users.get(other)?.deleted ?? false,
    priority: 0,
  }
}

const note = (channel: Channel, value: string): Json => ({
  value,
  creator: value ? channel.creator : '',
  last_set: value ? channel.created : 0,
})

/** The channel object of `conversations.*`. @see https://docs.slack.dev/reference/objects/conversation-object */
export function presentChannel(world: World, channel: Channel, viewer: ChannelViewer): Json {
  if (channel.kind === 'im') return presentIm(world, channel, viewer)
  const foreign = channel.teamIds.filter((id) => id !== viewer.teamId)
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    created: channel.created,
    is_archived: channel.isArchived,
    is_general: channel.isGeneral,
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: isShared(channel),
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: viewer.teamId,
    updated: channel.updated * 1000,
    creator: channel.creator,
    is_ext_shared: isShared(channel),
    shared_team_ids: [...channel.teamIds],
    ...(foreign.length > 0 ? { internal_team_ids: [], conversation_host_id: channel.homeTeamId } : {}),
    pending_connected_team_ids: [],
    is_member: isMember(channel, viewer.userId),
    topic: note(channel, channel.topic),
    purpose: note(channel, channel.purpose),
    previous_names: [...channel.previousNames],
  }
}
