import type { Json } from '../world/types.ts'
import type { World } from '../world/world.ts'

export const botIcons = (world: World, botId: string): Json => ({
  image_36: `${world.baseUrl}/avatars/${botId}/36`,
  image_48: `${world.baseUrl}/avatars/${botId}/48`,
  image_72: `${world.baseUrl}/avatars/${botId}/72`,
})

export function presentBotProfile(world: World, botId: string): Json | undefined {
  const bot = world.bots.get(botId)
  if (!bot) return undefined
  const { id, deleted, name, updated, appId, teamId } = bot
  return { id, deleted, name, updated, app_id: appId, icons: botIcons(world, id), team_id: teamId }
}
