import { presentMessage } from '../present/present-message.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { channelOf, isMember, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { App, Channel, Json, Message, User, View } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { elementValue, type GivenValue } from './element-value.ts'
import { findInMessage, findInView, type FoundElement } from './find-element.ts'
import { interactionBase, presentPlace } from './interaction-payload.ts'
import { createResponseUrl } from './response-urls.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { createTrigger } from './triggers.ts'
import { presentView } from './views.ts'

export interface ClickInput {
  user_id: string
  action_id: string
  block_id?: string | undefined
  value?: GivenValue | undefined
}

const actionOf = (world: World, { element, blockId }: FoundElement, value: GivenValue | undefined): Json => ({
  type: element.type,
  action_id: element.action_id,
  block_id: blockId,
  ...elementValue(element, value ?? null),
  action_ts: nextEventTs(world),
})

interface Place {
  channel: Channel
  message: Message
  isEphemeral: boolean
}

const placeOf = (world: World, user: User, at: { channel_id: string; message_ts: string }): Place => {
  const channel = channelOf(world, at.channel_id)
  if (!isMember(channel, user.id)) throw new SlackError('not_in_channel')
  const stored = channel.messages.get(at.message_ts)
  if (stored) return { channel, message: stored, isEphemeral: false }
  const shown = world.ephemerals.find((entry) => entry.userId === user.id && entry.message.ts === at.message_ts)
  if (!shown) throw new SlackError('message_not_found')
  return { channel, message: shown.message, isEphemeral: true }
}

const messagePayload = (world: World, of: Place & { app: App; user: User; found: FoundElement }): Json => {
  const { app, user, channel, message, isEphemeral, found } = of
  const attachment =
    found.attachmentId === undefined ? { type: 'message' } : { type: 'message_attachment', attachment_id: found.attachmentId }
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {}
  const target = { appId: app.id, teamId: message.teamId, channelId: channel.id, userId: user.id, messageTs: message.ts, isEphemeral }
  return {
    container: { ...attachment, message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...thread },
    channel: presentPlace(channel),
    message: presentMessage(world, message, { teamId: user.teamId, withMetadata: true }),
    state: { values: {} },
    response_url: createResponseUrl(world, target),
  }
}

/** Anyone in the channel may click, customers too. @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export async function clickInMessage(
  world: World,
  hub: SocketHub,
  input: ClickInput & { channel_id: string; message_ts: string },
): Promise<InteractionAnswer> {
  const user = userOf(world, input.user_id)
  const place = placeOf(world, user, input)
  const app = world.apps.get(place.message.appId ?? '')
  if (!app) throw new SlackError('action_not_found')
  const found = findInMessage(place.message, input.action_id, input.block_id)
  const payload = {
    type: 'block_actions',
    ...interactionBase(world, app, user),
    ...messagePayload(world, { ...place, app, user, found }),
    trigger_id: createTrigger(world, { appId: app.id, teamId: place.message.teamId, userId: user.id }),
    actions: [actionOf(world, found, input.value)],
  }
  return sendInteraction(world, hub, { app, teamId: place.message.teamId, kind: 'interactive', payload })
}

/** A button or select inside a modal or a home. */
export async function clickInView(world: World, hub: SocketHub, input: ClickInput & { view: View }): Promise<InteractionAnswer> {
  const { view } = input
  const user = userOf(world, input.user_id)
  const app = world.apps.get(view.appId)
  if (!app || view.userId !== user.id || !view.isOpen) throw new SlackError('view_not_found')
  const found = findInView(view.content, input.action_id, input.block_id)
  const payload = {
    type: 'block_actions',
    ...interactionBase(world, app, user),
    container: { type: 'view', view_id: view.id },
    view: presentView(world, view),
    trigger_id: createTrigger(world, { appId: app.id, teamId: view.teamId, userId: user.id, viewId: view.id }),
    actions: [actionOf(world, found, input.value)],
  }
  return sendInteraction(world, hub, { app, teamId: view.teamId, kind: 'interactive', payload })
}
