import { installationOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { App, Channel, Json, User } from '../world/types.ts'
import type { World } from '../world/world.ts'

/** Who did it, for which app. The workspace is the person's own, which for a customer is not the one that installed the app. */
export function interactionBase(world: World, app: App, user: User): Json {
  const team = world.teams.get(user.teamId)
  return {
    team: { id: user.teamId, domain: team?.domain ?? '' },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: app.id,
    token: app.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  }
}

export const presentPlace = (channel: Channel): Json => ({
  id: channel.id,
  name: channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name,
})

interface AppQuery {
  appId?: string | undefined
  test?: (app: App) => boolean
}

/** The app meant, among those installed in the person's own workspace: commands and shortcuts of others do not exist there. */
export function installedApp(world: World, user: User, { appId, test = () => false }: AppQuery): App {
  const installed = [...world.apps.values()].filter((app) => installationOf(world, app.id, user.teamId))
  const found = appId
    ? installed.find((app) => app.id === appId)
    : (installed.find(test) ?? (installed.length === 1 ? installed[0] : undefined))
  if (!found) throw new SlackError('app_not_installed')
  return found
}
