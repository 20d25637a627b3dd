import { presentMessage } from '../present/present-message.ts'
import { channelOf, isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { App, Channel, Json, Message, User, View } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { findInMessage, findInView, type FoundElement } from './find-element.ts'
import type { Sight } from './input-state.ts'
import { presentPlace } from './interaction-payload.ts'
import { presentView } from './views.ts'

/** One element in front of one person: where it stands, and how payloads say so. */
export interface Spot {
  app: App
  /** The workspace whose installation hears of it. */
  teamId: string
  sight: Sight
  found: FoundElement
  /** Everything around the element whose state goes along. */
  blocks: Json[]
  /** `container`, and `channel` and `message`, or `view`. */
  payload: Json
  /** Where answers may go; views have no channel. */
  reply?: { channelId: string; messageTs: string; isEphemeral: boolean }
}

export interface ElementName {
  action_id: string
  block_id?: string | undefined
}

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

const containerOf = ({ channel, message, isEphemeral }: Place, { attachmentId }: FoundElement): Json => ({
  ...(attachmentId === undefined ? { type: 'message' } : { type: 'message_attachment', attachment_id: attachmentId }),
  message_ts: message.ts,
  channel_id: channel.id,
  is_ephemeral: isEphemeral,
  ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
})

const attachedBlocks = (message: Message): Json[] =>
  (message.attachments ?? []).flatMap((attachment) => (attachment.blocks as Json[] | undefined) ?? [])

/** Anyone in the channel may use it, customers too. @throws SlackError */
export function spotInMessage(world: World, user: User, input: ElementName & { channel_id: string; message_ts: string }): Spot {
  const place = placeOf(world, user, input)
  const { channel, message, isEphemeral } = place
  const app = world.apps.get(message.appId ?? '')
  if (!app) throw new SlackError('action_not_found')
  const found = findInMessage(message, input.action_id, input.block_id)
  return {
    app,
    teamId: message.teamId,
    sight: { user, containerId: message.ts },
    found,
    blocks: [...(message.blocks ?? []), ...attachedBlocks(message)],
    payload: {
      container: containerOf(place, found),
      channel: presentPlace(channel),
      message: presentMessage(world, message, { teamId: user.teamId, withMetadata: true }),
    },
    reply: { channelId: channel.id, messageTs: message.ts, isEphemeral },
  }
}

/** Inside a modal or a home. @throws SlackError */
export function spotInView(world: World, user: User, view: View, input: ElementName): Spot {
  const app = world.apps.get(view.appId)
  if (!app || view.userId !== user.id || !view.isOpen) throw new SlackError('view_not_found')
  return {
    app,
    teamId: view.teamId,
    sight: { user, containerId: view.id },
    found: findInView(view.content, input.action_id, input.block_id),
    blocks: view.content.blocks as Json[],
    payload: { container: { type: 'view', view_id: view.id }, view: presentView(world, view) },
  }
}
