import { announceReaction } from '../events/message-events.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Message } from '../world/types.ts'
import type { World } from '../world/world.ts'

const MAX_KINDS = 23

export const isEmojiName = (name: string): boolean => /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)

export function addReaction(world: World, message: Message, reaction: { user: string; name: string }): void {
  const { user, name } = reaction
  const existing = message.reactions.find((other) => other.name === name)
  if (existing?.users.includes(user)) throw new SlackError('already_reacted')
  if (!existing && message.reactions.length >= MAX_KINDS) throw new SlackError('too_many_emoji')
  if (existing) existing.users.push(user)
  else message.reactions.push({ name, users: [user] })
  announceReaction(world, message, { user, name, added: true })
  world.touched({ channelId: message.channelId })
}

export function removeReaction(world: World, message: Message, reaction: { user: string; name: string }): void {
  const { user, name } = reaction
  const existing = message.reactions.find((other) => other.name === name)
  if (!existing?.users.includes(user)) throw new SlackError('no_reaction')
  existing.users = existing.users.filter((id) => id !== user)
  message.reactions = message.reactions.filter((other) => other.users.length > 0)
  announceReaction(world, message, { user, name, added: false })
  world.touched({ channelId: message.channelId })
}
