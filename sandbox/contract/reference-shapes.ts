import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../world/types.ts'

const MESSAGE_SHAPES: Record<string, string> = {
  bot_message: 'MessageBot',
  message_changed: 'MessageChanged',
  message_deleted: 'MessageDeleted',
  file_share: 'MessageFileShare',
  thread_broadcast: 'MessageThreadBroadcast',
  channel_join: 'MessageChannelJoin',
  channel_leave: 'MessageChannelLeave',
  channel_name: 'MessageChannelName',
  channel_archive: 'MessageChannelArchive',
  me_message: 'MessageMe',
}

const pascal = (type: string): string =>
  type
    .split('_')
    .map((word) => (word[0] ?? '').toUpperCase() + word.slice(1))
    .join('')

/** The file that holds an event's shape. */
export const shapeNameOf = (event: Json): string =>
  event.type === 'message' ? (MESSAGE_SHAPES[String(event.subtype)] ?? 'Message') : pascal(String(event.type))

const INTERACTION_SHAPES: Record<string, string> = {
  block_actions: 'interactive-components/BlockActionPayload',
  message_action: 'interactive-components/MessageShortcutPayload',
  shortcut: 'interactive-components/MessageShortcutPayload',
  view_submission: 'views/ViewSubmissionPayload',
  view_closed: 'views/ViewClosedPayload',
}

export interface Shapes {
  method(name: string): unknown
  event(event: Json): unknown
  /** An interaction, or (without a type) a slash command. */
  interaction(body: Json): unknown
}

/** Shapes from a folder of samples: `shapes/api`, `shapes/events`, `shapes/app-backend`. */
export function readShapes(folder: string): Shapes {
  const read = (path: string): unknown => {
    const file = join(folder, 'shapes', `${path}.json`)
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  }
  return {
    method: (name) => read(`api/${name}`),
    event: (event) => read(`events/${shapeNameOf(event)}Payload`),
    interaction: (body) => read(`app-backend/${INTERACTION_SHAPES[String(body.type)] ?? 'slash-commands/SlashCommandPayload'}`),
  }
}
