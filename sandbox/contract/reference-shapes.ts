import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InteractionType } from '../interactivity/interaction-kinds.ts'
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
  channel_unarchive: 'MessageChannelUnarchive',
  channel_topic: 'MessageChannelTopic',
  channel_purpose: 'MessageChannelPurpose',
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

const INTERACTION_SHAPES: Record<InteractionType, string> = {
  block_actions: 'interactive-components/BlockActionPayload',
  // There is no sample of its own; apart from what is asked it is the payload of an action.
  block_suggestion: 'interactive-components/BlockActionPayload',
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
  /** The errors that a method is documented with; undefined where the reference does not have it. */
  errorsOf(name: string): ReadonlySet<string> | undefined
}

/** Shapes from a folder of samples: `shapes/api`, `shapes/events`, `shapes/app-backend`; errors from `reference/methods`, where there. */
export function readShapes(folder: string): Shapes {
  const read = (path: string): unknown => {
    const file = join(folder, 'shapes', `${path}.json`)
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  }
  return {
    method: (name) => read(`api/${name}`),
    event(event) {
      const shape = read(`events/${shapeNameOf(event)}Payload`)
      // The samples put this one into an envelope too; the documentation says that it has none.
      return event.type === 'app_rate_limited' ? (shape as { event: unknown } | undefined)?.event : shape
    },
    interaction: (body) =>
      read(
        `app-backend/${body.type === undefined ? 'slash-commands/SlashCommandPayload' : INTERACTION_SHAPES[body.type as InteractionType]}`,
      ),
    errorsOf(name) {
      const [group = ''] = name.split('.')
      const file = join(folder, 'reference/methods', group, `${name}.json`)
      if (!existsSync(file)) return undefined
      return new Set(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { errors: Json }).errors))
    },
  }
}
