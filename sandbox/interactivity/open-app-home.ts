import { openDm } from '../actions/open-dm.ts'
import { nextEventTs } from '../world/timestamps.ts'
import { installationOf, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { World } from '../world/world.ts'
import { presentView } from './views.ts'

/** Looking at an app's home or its messages tells the app. @see https://docs.slack.dev/reference/events/app_home_opened */
export function openAppHome(world: World, of: { userId: string; appId: string; tab: 'home' | 'messages' }): { channel_id: string } {
  const user = userOf(world, of.userId)
  const botUserId = installationOf(world, of.appId, user.teamId)?.botUserId
  if (!botUserId) throw new SlackError('app_not_installed')
  const { channel } = openDm(world, user.teamId, [user.id, botUserId])
  const home = world.views.values().find((view) => view.type === 'home' && view.appId === of.appId && view.userId === user.id)
  const event = {
    type: 'app_home_opened' as const,
    user: user.id,
    channel: channel.id,
    tab: of.tab,
    ...(home && of.tab === 'home' ? { view: presentView(world, home) } : {}),
    event_ts: nextEventTs(world),
  }
  world.emit({ subscription: event.type, scopes: [], teamIds: [user.teamId], onlyAppId: of.appId, event: () => event })
  return { channel_id: channel.id }
}
