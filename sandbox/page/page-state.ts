import { presentFile } from '../present/present-file.ts'
import { presentMessage } from '../present/present-message.ts'
import { modalStack, presentView } from '../interactivity/views.ts'
import { canSeeChannel, channelOf, isMember, isShared, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, Json, Message, User } from '../world/types.ts'
import type { World } from '../world/world.ts'

const latestOf = (channel: Channel): string => [...channel.messages.keys()].at(-1) ?? ''

const titleOf = (world: World, channel: Channel, userId: string): string => {
  if (channel.kind === 'public' || channel.kind === 'private') return channel.name
  const others = channel.members.filter((id) => id !== userId)
  return (others.length > 0 ? others : channel.members).map((id) => world.users.get(id)?.realName ?? id).join(', ')
}

/** The app whose direct message this is. */
const appOfDm = (world: World, channel: Channel): string | null =>
  channel.kind === 'im' ? (channel.members.map((id) => world.users.get(id)?.appId).find(Boolean) ?? null) : null

const presentListed = (world: World, channel: Channel, user: User) => ({
  id: channel.id,
  kind: channel.kind,
  title: titleOf(world, channel, user.id),
  /** Of a conversation of two: the other. */
  partner_id: channel.kind === 'im' ? (channel.members.find((id) => id !== user.id) ?? user.id) : null,
  is_member: isMember(channel, user.id),
  is_archived: channel.isArchived,
  app_id: appOfDm(world, channel),
  is_shared: isShared(channel),
  is_unread: isMember(channel, user.id) && latestOf(channel) > (channel.lastRead.get(user.id) ?? ''),
})

const appsOf = (world: World, teamId: string) =>
  [...world.installations.values()]
    .filter((installation) => installation.teamId === teamId)
    .flatMap(({ appId, botUserId }) => {
      const app = world.apps.get(appId)
      return app ? [{ id: appId, name: app.name, bot_user_id: botUserId ?? null, commands: app.commands, shortcuts: app.shortcuts }] : []
    })

/** Everyone and every channel by id, so that text can be shown with names. */
const namesOf = (world: World): Record<string, string> => ({
  ...Object.fromEntries([...world.users.values()].map((user) => [user.id, user.realName])),
  ...Object.fromEntries([...world.channels.values()].map((channel) => [channel.id, channel.name])),
})

/** Who may be acted as. */
export const pageWorkspaces = (world: World) =>
  [...world.teams.values()].map(({ id, name }) => ({
    id,
    name,
    people: [...world.users.values()]
      .filter((user) => user.teamId === id && !user.isBot && !user.deleted)
      .map((user) => ({ id: user.id, name: user.realName })),
  }))

/** What one person's client shows beside the conversation. */
export function pageSidebar(world: World, userId: string) {
  const user = userOf(world, userId)
  const visible = [...world.channels.values()].filter(
    (channel) =>
      canSeeChannel(channel, { teamId: user.teamId, userId }) &&
      (channel.kind === 'public' || channel.kind === 'private' || channel.messages.size > 0 || appOfDm(world, channel) !== null),
  )
  const home = [...world.views.values()].filter((view) => view.type === 'home' && view.userId === userId)
  return {
    user: { id: user.id, name: user.realName, status_text: user.statusText, status_emoji: user.statusEmoji },
    channels: visible.map((channel) => presentListed(world, channel, user)),
    people: [...world.users.values()]
      .filter((other) => other.teamId === user.teamId && !other.deleted && other.id !== userId)
      .map(({ id, realName, isBot }) => ({ id, name: realName, is_bot: isBot })),
    apps: appsOf(world, user.teamId),
    names: namesOf(world),
    modals: modalStack(world, userId).map((view) => presentView(world, view)),
    homes: home.map((view) => presentView(world, view)),
  }
}

const filesOf = (world: World, message: Message): Json[] =>
  message.fileIds.flatMap((id) => {
    const file = world.files.get(id)
    return file && file.state !== 'deleted'
      ? [{ ...presentFile(world, file), page_url: `${world.baseUrl}/page/files/${file.id}?key=${file.uploadKey}` }]
      : []
  })

const presentForPage = (world: World, message: Message) => {
  const author = world.users.get(message.authorId)
  const shown = presentMessage(world, message, { teamId: message.teamId, withMetadata: false })
  const picture = (message.icons?.image_48 as string | undefined) ?? author?.image ?? `${world.baseUrl}/avatars/${message.authorId}/48`
  return {
    ...shown,
    ts: message.ts,
    text: String(shown.text),
    author_id: message.authorId,
    author_name: message.username ?? author?.realName ?? 'Slackbot',
    author_team:
      author && author.teamId !== world.channels.get(message.channelId)?.homeTeamId ? (world.teams.get(author.teamId)?.name ?? '') : '',
    author_image: picture,
    is_app: author?.isBot === true || message.subtype === 'bot_message',
    is_ephemeral: false,
    files: filesOf(world, message),
  }
}

/** One conversation as a person sees it, their ephemeral messages in place. @throws SlackError */
export function pageChannel(world: World, userId: string, channelId: string) {
  const user = userOf(world, userId)
  const channel = channelOf(world, channelId)
  if (!canSeeChannel(channel, { teamId: user.teamId, userId })) throw new SlackError('channel_not_found')
  const own = world.ephemerals.filter((entry) => entry.userId === userId && entry.channelId === channelId)
  const messages = [
    ...[...channel.messages.values()].map((message) => presentForPage(world, message)),
    ...own.map(({ message }) => ({ ...presentForPage(world, message), is_ephemeral: true })),
  ]
  return {
    ...presentListed(world, channel, user),
    topic: channel.topic,
    member_count: channel.members.length,
    teams: channel.teamIds.map((id) => world.teams.get(id)?.name ?? id),
    messages: messages.toSorted((a, b) => (a.ts < b.ts ? -1 : 1)),
  }
}

export type PageWorkspaces = ReturnType<typeof pageWorkspaces>
export type PageSidebar = ReturnType<typeof pageSidebar>
export type PageChannel = ReturnType<typeof pageChannel>
export type PageMessage = PageChannel['messages'][number]
