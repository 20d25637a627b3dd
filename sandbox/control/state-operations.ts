import { z } from 'zod'
import { presentMessage } from '../present/present-message.ts'
import { channelOf, userOf } from '../world/find.ts'
import type { Channel, Delivery, Json, User } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { operation } from './operation.ts'

/** A message as the API shows it, metadata and all. */
export interface MessageState extends Json {
  type: 'message'
  ts: string
  text: string
  user?: string
  subtype?: string
  bot_id?: string
  app_id?: string
  username?: string
  thread_ts?: string
  reply_count?: number
  blocks?: Json[]
  attachments?: Json[]
  metadata?: { event_type: string; event_payload: Json }
  reactions?: { name: string; users: string[]; count: number }[]
  files?: (Json & { id: string })[]
  edited?: { user: string; ts: string }
}

const summary = (channel: Channel) => ({
  id: channel.id,
  name: channel.name,
  kind: channel.kind,
  team_ids: [...channel.teamIds],
  members: [...channel.members],
  is_archived: channel.isArchived,
  is_ext_shared: channel.teamIds.length > 1,
})

const messagesOf = (world: World, channel: Channel): MessageState[] =>
  [...channel.messages.values()].map(
    (message) => presentMessage(world, message, { teamId: channel.homeTeamId, withMetadata: true }) as MessageState,
  )

/** Oldest first, replies in between. */
const channel = operation(z.object({ channel_id: z.string() }), ({ world }, input) => {
  const found = channelOf(world, input.channel_id)
  return { ...summary(found), messages: messagesOf(world, found) }
})

const channels = operation(z.object({ team_id: z.string() }), ({ world }, input) =>
  [...world.channels.values()].filter((found) => found.teamIds.includes(input.team_id)).map(summary),
)

const userState = (user: User) => ({
  id: user.id,
  team_id: user.teamId,
  name: user.name,
  real_name: user.realName,
  email: user.email ?? null,
  is_admin: user.isAdmin,
  is_bot: user.isBot,
  app_id: user.appId ?? null,
  deleted: user.deleted,
  status_text: user.statusText,
  status_emoji: user.statusEmoji,
  presence: user.presence,
})

const users = operation(z.object({ team_id: z.string() }), ({ world }, input) =>
  [...world.users.values()].filter((user) => user.teamId === input.team_id).map(userState),
)

const workspaces = operation(z.object({}), ({ world }) => [...world.teams.values()].map(({ id, name, domain }) => ({ id, name, domain })))

/** What one person sees that nobody else does. */
const ephemerals = operation(z.object({ user_id: z.string(), channel_id: z.string().optional() }), ({ world }, input) =>
  world.ephemerals
    .filter((entry) => entry.userId === input.user_id && (!input.channel_id || entry.channelId === input.channel_id))
    .map(({ channelId, message }) => ({
      channel_id: channelId,
      message: presentMessage(world, message, { teamId: message.teamId, withMetadata: false }) as MessageState,
    })),
)

/** The modals open in front of one person, and their app homes. */
const views = operation(z.object({ user_id: z.string() }), ({ world }, input) =>
  [...world.views.values()]
    .filter((view) => view.userId === userOf(world, input.user_id).id && view.isOpen)
    .map((view) => ({
      id: view.id,
      app_id: view.appId,
      type: view.type,
      root_view_id: view.rootViewId,
      hash: view.hash,
      view: view.content,
    })),
)

/** Whether it is installed anywhere or not. */
const appByName = operation(z.object({ name: z.string() }), ({ world }, { name }) => ({
  app_id: world.apps.values().find((app) => app.name === name)?.id ?? null,
}))

const apps = operation(z.object({ team_id: z.string() }), ({ world }, input) =>
  [...world.installations.values()]
    .filter((installation) => installation.teamId === input.team_id)
    .map(({ appId, botUserId }) => {
      const app = world.apps.get(appId)
      return {
        id: appId,
        name: app?.name ?? '',
        bot_user_id: botUserId ?? null,
        commands: app?.commands ?? [],
        shortcuts: app?.shortcuts ?? [],
      }
    }),
)

const logQuery = z.object({ since: z.number().optional(), method: z.string().optional() })

/** `since` is the `n` of the last entry already seen. */
const log = operation(logQuery, ({ world }, input) =>
  world.apiLog.filter((entry) => entry.n > (input.since ?? 0) && (!input.method || entry.method === input.method)),
)

const deliveries = operation(z.object({ since: z.number().optional(), type: z.string().optional() }), ({ world }, input): Delivery[] =>
  world.deliveries.filter((delivery) => delivery.n > (input.since ?? 0) && (!input.type || delivery.type === input.type)),
)

/** What has been asked to go wrong and has not yet, and the limits and settings there are. */
const faults = operation(z.object({}), ({ world }) => ({
  faults: world.faults.map((fault) => ({ ...fault })),
  event_faults: world.eventFaults ?? null,
  limits: world.limits,
  settings: world.settings,
}))

export const stateOperations = {
  'state.channel': channel,
  'state.channels': channels,
  'state.users': users,
  'state.workspaces': workspaces,
  'state.ephemerals': ephemerals,
  'state.views': views,
  'state.apps': apps,
  'state.appByName': appByName,
  'state.faults': faults,
  log,
  deliveries,
}
