import { announceEdit } from '../events/message-events.ts'
import type { Channel, Json, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'

export interface Preview {
  url: string
  title: string
  text?: string | undefined
}

/**
 * What Slack adds to a message once it has looked at a link in it. Apps hear of it as an edit, but nobody edited:
 * `edited` stays as it was.
 * @see https://docs.slack.dev/messaging/unfurling-links-in-messages
 */
export function unfurlLink(world: World, message: Message, { url, title, text }: Preview): Message {
  const channel = world.channels.get(message.channelId) as Channel
  const id = (message.attachments?.length ?? 0) + 1
  const preview: Json = {
    id,
    from_url: url,
    original_url: url,
    service_name: new URL(url).hostname,
    title,
    title_link: url,
    fallback: title,
    ...(text ? { text } : {}),
  }
  const next = { ...message, attachments: [...(message.attachments ?? []), preview] }
  channel.messages.set(message.ts, next)
  announceEdit(world, channel, message, next)
  world.touched({ channelId: channel.id })
  return next
}
