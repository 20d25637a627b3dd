import { announceCreated } from '../events/channel-events.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, ChannelKind } from '../world/types.ts'
import { nowSeconds, type World } from '../world/world.ts'

/** Lower case, digits, `-` and `_`, at most 80: anything else is refused by Slack. */
function assertChannelName(name: string): void {
  if (name.length === 0) throw new SlackError('invalid_name_required')
  if (name.length > 80) throw new SlackError('invalid_name_maxlength')
  if (/^[-_]+$/.test(name)) throw new SlackError('invalid_name_punctuation')
  if (/[^\p{Ll}\p{Lo}\p{N}_-]/u.test(name)) throw new SlackError('invalid_name_specials')
}

/** @throws SlackError also `name_taken`: no two channels of a workspace are called the same */
export function assertFreeName(world: World, name: string, teamId: string): void {
  assertChannelName(name)
  const taken = world.channels.values().some((other) => other.name === name && other.teamIds.includes(teamId))
  if (taken) throw new SlackError('name_taken')
}

export interface NewChannel {
  teamId: string
  kind: ChannelKind
  name: string
  creator: string
  members: string[]
}

export function addChannel(world: World, input: NewChannel): Channel {
  const prefix = input.kind === 'im' ? 'D' : 'C'
  const channel: Channel = {
    id: world.ids.next(prefix),
    kind: input.kind,
    name: input.name,
    homeTeamId: input.teamId,
    teamIds: [input.teamId],
    members: [...new Set(input.members)],
    creator: input.creator,
    created: nowSeconds(world),
    updated: nowSeconds(world),
    isArchived: false,
    isGeneral: input.name === 'general',
    isReadOnly: false,
    topic: '',
    purpose: '',
    previousNames: [],
    messages: new Map(),
    lastRead: new Map(),
  }
  world.channels.set(channel.id, channel)
  world.touched({ channelId: channel.id })
  return channel
}

export function createChannel(world: World, input: NewChannel): Channel {
  assertFreeName(world, input.name, input.teamId)
  const channel = addChannel(world, { ...input, members: [input.creator, ...input.members] })
  announceCreated(world, channel)
  return channel
}
