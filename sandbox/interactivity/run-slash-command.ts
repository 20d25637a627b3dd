import { canSeeChannel, channelOf, installationOf, userOf } from '../world/find.ts'
import { postEphemeral } from '../actions/post-ephemeral.ts'
import { SlackError } from '../world/slack-error.ts'
import type { App, Channel, User } from '../world/types.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import type { World } from '../world/world.ts'
import { presentPlace } from './interaction-payload.ts'
import { applyReply, createResponseUrl, type AppReply } from './response-urls.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { createTrigger } from './triggers.ts'

export interface CommandInput {
  user_id: string
  channel_id: string
  /** With its slash. */
  command: string
  text: string
  /** Where it was typed; commands cannot be used there. */
  thread_ts?: string | undefined
}

const appWithCommand = (world: World, user: User, command: string): App => {
  const app = world.apps
    .values()
    .find((other) => installationOf(world, other.id, user.teamId) && other.commands.some((known) => known.command === command))
  if (!app) throw new SlackError('command_not_found')
  return app
}

const payloadOf = (world: World, of: { app: App; user: User; channel: Channel; input: CommandInput; responseUrl: string }) => {
  const { app, user, channel, input } = of
  return {
    token: app.verificationToken,
    team_id: user.teamId,
    team_domain: world.teams.get(user.teamId)?.domain ?? '',
    channel_id: channel.id,
    channel_name: presentPlace(channel).name,
    user_id: user.id,
    user_name: user.name,
    command: input.command,
    text: input.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: of.responseUrl,
    trigger_id: createTrigger(world, { appId: app.id, teamId: user.teamId, userId: user.id }),
  }
}

const asReply = (body: unknown): AppReply | undefined => {
  if (typeof body === 'string') return body ? { text: body } : undefined
  if (typeof body !== 'object' || body === null) return undefined
  const reply = body as AppReply
  return reply.text || reply.blocks || reply.attachments ? reply : undefined
}

/** What Slackbot tells the person when an app does not answer. */
const complain = (world: World, of: { channel: Channel; user: User; command: string; error: string }): void => {
  const author = { userId: 'USLACKBOT', teamId: of.user.teamId }
  postEphemeral(world, of.channel, of.user.id, { author, text: `${of.command} failed with the error "${of.error}"` })
}

/**
 * Types a command. Not in threads, and only of apps that the person's own workspace has installed.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export async function runSlashCommand(world: World, hub: SocketHub, input: CommandInput): Promise<InteractionAnswer> {
  const user = userOf(world, input.user_id)
  const channel = channelOf(world, input.channel_id)
  if (!canSeeChannel(channel, { teamId: user.teamId, userId: user.id })) throw new SlackError('channel_not_found')
  const app = appWithCommand(world, user, input.command)
  if (input.thread_ts) throw new SlackError('not_supported_in_threads')
  const target = { appId: app.id, teamId: user.teamId, channelId: channel.id, userId: user.id, isEphemeral: false }
  const responseUrl = createResponseUrl(world, target)
  const url = app.commands.find((known) => known.command === input.command)?.url
  const payload = payloadOf(world, { app, user, channel, input, responseUrl })
  const answer = await sendInteraction(world, hub, { app, teamId: user.teamId, kind: 'slash_commands', payload, ...(url ? { url } : {}) })
  const reply = answer.ok ? asReply(answer.body) : undefined
  if (reply) applyReply(world, { ...target, id: '', usesLeft: 1, expiresAtMs: Infinity }, reply)
  if (!answer.ok) complain(world, { channel, user, command: input.command, error: answer.error ?? '' })
  return answer
}
