import { presentMessage } from '../present/present-message.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { channelOf, isMember, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { App, Json, User } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { installedApp, interactionBase, presentPlace } from './interaction-payload.ts'
import { createResponseUrl } from './response-urls.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { createTrigger } from './triggers.ts'

export interface ShortcutInput {
  user_id: string
  callback_id: string
  app_id?: string | undefined
}

const has =
  (callbackId: string, type: 'global' | 'message') =>
  (app: App): boolean =>
    app.shortcuts.some((shortcut) => shortcut.callback_id === callbackId && shortcut.type === type)

/** Shortcuts do not name their app. */
const shortcutBase = (world: World, app: App, user: User): Json => {
  const { api_app_id: _app, user: _user, ...base } = interactionBase(world, app, user)
  return { ...base, user: { id: user.id, username: user.name, team_id: user.teamId } }
}

/** No channel and no `response_url`. @see https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export async function runGlobalShortcut(world: World, hub: SocketHub, input: ShortcutInput): Promise<InteractionAnswer> {
  const user = userOf(world, input.user_id)
  const app = installedApp(world, user, { appId: input.app_id, test: has(input.callback_id, 'global') })
  const payload = {
    type: 'shortcut' as const,
    ...shortcutBase(world, app, user),
    callback_id: input.callback_id,
    action_ts: nextEventTs(world),
    trigger_id: createTrigger(world, { appId: app.id, teamId: user.teamId, userId: user.id }),
  }
  return sendInteraction(world, hub, { app, teamId: user.teamId, kind: 'interactive', payload })
}

/** From a message's menu; only people of a workspace that installed the app see it there. */
export async function runMessageShortcut(
  world: World,
  hub: SocketHub,
  input: ShortcutInput & { channel_id: string; message_ts: string },
): Promise<InteractionAnswer> {
  const user = userOf(world, input.user_id)
  const app = installedApp(world, user, { appId: input.app_id, test: has(input.callback_id, 'message') })
  const channel = channelOf(world, input.channel_id)
  const message = channel.messages.get(input.message_ts)
  if (!message || message.isTombstone) throw new SlackError('message_not_found')
  if (!isMember(channel, user.id)) throw new SlackError('not_in_channel')
  const target = { appId: app.id, teamId: user.teamId, channelId: channel.id, userId: user.id, messageTs: message.ts, isEphemeral: false }
  const payload = {
    type: 'message_action' as const,
    ...shortcutBase(world, app, user),
    user: { id: user.id, name: user.name, team_id: user.teamId },
    callback_id: input.callback_id,
    action_ts: nextEventTs(world),
    trigger_id: createTrigger(world, { appId: app.id, teamId: user.teamId, userId: user.id }),
    response_url: createResponseUrl(world, target),
    channel: presentPlace(channel),
    message_ts: message.ts,
    message: presentMessage(world, message, { teamId: user.teamId, withMetadata: true }),
  }
  return sendInteraction(world, hub, { app, teamId: user.teamId, kind: 'interactive', payload })
}
