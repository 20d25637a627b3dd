import { z } from 'zod'
import type { SlackFile } from '../files/received-file.rules.ts'

/** A message as it stands in Slack, from whichever event brought it. */
export interface SlackMessage {
  channelId: string
  /** `channel`, `group`, `im` or `mpim`; mentions do not tell. */
  channelType: string | null
  ts: string
  /** The root's ts; null for a message at the top level, a root that has replies included. */
  threadTs: string | null
  /** A reply that stands in its channel, too. */
  isBroadcast: boolean
  author: SlackAuthor
  /** For the conversion to Markdown: `text`, `blocks`, `attachments` and `files` as Slack sent them. */
  content: SlackContent
  /** Slack's own clients set it, an app's post has none. */
  typedByPerson: boolean
  editedTs: string | null
  /** The delivery that posted it, as its metadata says. Anybody can write metadata: look it up. */
  deliveryId: string | null
}
export interface SlackContent {
  text: string
  blocks?: unknown[]
  attachments?: { fallback?: string | null | undefined; text?: string | null | undefined }[]
  files?: SlackFile[]
}
export interface SlackAuthor {
  /** Null for the old kind of bot message. */
  userId: string | null
  botId: string | null
  appId: string | null
  /** The author's workspace; null when it is not said, which means the installation's own. */
  teamId: string | null
  /** What the event says of them: always for people of other workspaces, since they cannot be looked up. */
  name: string | null
  avatarUrl: string | null
}

/** The ones that somebody wrote. What joins, topics and the like say is no message. */
const TAKEN_SUBTYPES = [undefined, null, 'file_share', 'me_message', 'thread_broadcast', 'bot_message']

/** The type of the metadata that our own posts carry, and with it the delivery's id. */
export const DELIVERY_METADATA = 'atrium_delivery'

const text = z.string()
/** Of each only what is understood: a file that is strange in one point is a file still. */
const file = z.looseObject({
  ...{ id: text.nullish().catch(null), name: text.nullish().catch(null), title: text.nullish().catch(null) },
  ...{ mimetype: text.nullish().catch(null), size: z.number().nullish().catch(null), mode: text.nullish().catch(null) },
  ...{ file_access: text.nullish().catch(null), is_external: z.boolean().nullish().catch(null), permalink: text.nullish().catch(null) },
  ...{
    external_url: text.nullish().catch(null),
    url_private: text.nullish().catch(null),
    url_private_download: text.nullish().catch(null),
  },
})
const schema = z.object({
  subtype: text.nullish(),
  channel: text.min(1),
  channel_type: text.nullish(),
  ts: text.regex(/^\d{1,12}\.\d{1,6}$/),
  thread_ts: text.nullish(),
  user: text.nullish(),
  bot_id: text.nullish(),
  app_id: text.nullish(),
  username: text.nullish(),
  client_msg_id: text.nullish(),
  user_team: text.nullish(),
  source_team: text.nullish(),
  text: text.nullish(),
  blocks: z.array(z.unknown()).nullish(),
  attachments: z.array(z.looseObject({ fallback: text.nullish(), text: text.nullish() })).nullish(),
  files: z.array(file).nullish(),
  icons: z.object({ image_72: text.nullish(), image_48: text.nullish() }).nullish(),
  user_profile: z
    .object({
      display_name: text.nullish(),
      real_name: text.nullish(),
      name: text.nullish(),
      image_72: text.nullish(),
      team: text.nullish(),
    })
    .nullish(),
  bot_profile: z
    .object({ name: text.nullish(), app_id: text.nullish(), icons: z.object({ image_72: text.nullish() }).nullish() })
    .nullish(),
  edited: z.object({ ts: text }).nullish(),
  metadata: z.object({ event_type: text, event_payload: z.looseObject({ id: z.unknown() }).nullish() }).nullish(),
})

/** Null when it is not a message that somebody wrote. @see https://docs.slack.dev/reference/events/message */
export function readMessage(value: unknown): SlackMessage | null {
  const { data } = schema.safeParse(value)
  if (!data || !TAKEN_SUBTYPES.includes(data.subtype)) return null
  if (!data.user && !data.bot_id) return null
  return {
    channelId: data.channel,
    channelType: data.channel_type ?? null,
    ts: data.ts,
    threadTs: data.thread_ts && data.thread_ts !== data.ts ? data.thread_ts : null,
    isBroadcast: data.subtype === 'thread_broadcast',
    author: authorOf(data),
    content: contentOf(data),
    typedByPerson: Boolean(data.client_msg_id),
    editedTs: data.edited?.ts ?? null,
    deliveryId: deliveryIdOf(data.metadata),
  }
}

function authorOf(data: z.infer<typeof schema>): SlackAuthor {
  const { user_profile: person, bot_profile: bot } = data
  const names = [data.username, person?.real_name, person?.display_name, person?.name, bot?.name]
  const images = [person?.image_72, data.icons?.image_72, data.icons?.image_48, bot?.icons?.image_72]
  return {
    userId: data.user ?? null,
    botId: data.bot_id ?? null,
    appId: data.app_id ?? bot?.app_id ?? null,
    teamId: data.user_team ?? data.source_team ?? person?.team ?? null,
    name: names.find((name) => name)?.slice(0, 80) ?? null,
    avatarUrl: images.find((url) => url) ?? null,
  }
}

function contentOf(data: z.infer<typeof schema>): SlackContent {
  return {
    text: data.text ?? '',
    ...(data.blocks ? { blocks: data.blocks } : {}),
    ...(data.attachments ? { attachments: data.attachments } : {}),
    ...(data.files ? { files: data.files } : {}),
  }
}

function deliveryIdOf(metadata: z.infer<typeof schema>['metadata']): string | null {
  if (metadata?.event_type !== DELIVERY_METADATA) return null
  const id = metadata.event_payload?.id
  return typeof id === 'string' && z.uuid().safeParse(id).success ? id.toLowerCase() : null
}
