import { z } from 'zod'

const text = z.string()

/** A slash command, as its form's fields say. */
const commandSchema = z.object({
  api_app_id: text,
  team_id: text.nullish(),
  user_id: text,
  command: text,
  text: text.default(''),
})
const actionSchema = z.object({
  type: text,
  api_app_id: text,
  team: z.object({ id: text }).nullish(),
  user: z.object({ id: text, team_id: text.nullish() }),
  trigger_id: text.nullish(),
  response_url: text.nullish(),
})

export interface SlackCommand {
  kind: 'command'
  apiAppId: string
  teamId: string | null
  slackUserId: string
  command: string
  text: string
}
export interface SlackAction {
  kind: 'action'
  type: string
  apiAppId: string
  teamId: string | null
  slackUserId: string
  responseUrl: string | null
}
export type Interaction = SlackCommand | SlackAction

/** A command or an action, as it comes over a socket or parsed from a form. Null for anything else. */
export function readInteraction(value: unknown): Interaction | null {
  const command = commandSchema.safeParse(value)
  if (command.success) {
    const { api_app_id: apiAppId, team_id: teamId, user_id: slackUserId, command: name, text: rest } = command.data
    return { kind: 'command', apiAppId, teamId: teamId ?? null, slackUserId, command: name, text: rest.trim() }
  }
  const action = actionSchema.safeParse(value)
  if (!action.success) return null
  const { type, api_app_id: apiAppId, team, user, response_url: responseUrl } = action.data
  const at = { apiAppId, teamId: team?.id ?? user.team_id ?? null }
  return { kind: 'action', type, ...at, slackUserId: user.id, responseUrl: responseUrl ?? null }
}

/** Actions come as JSON in a form's field, commands as the form itself. */
export function readForm(rawBody: Buffer): unknown {
  const form = Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')))
  if (form.payload === undefined) return form
  try {
    return JSON.parse(form.payload) as unknown
  } catch {
    return null
  }
}

export interface EphemeralAnswer {
  response_type: 'ephemeral'
  replace_original?: false
  text: string
}

const WHAT_THERE_IS = [
  '*Atrium in Slack*',
  '• Write in a channel that Atrium watches, mention the app, or send it a direct message: it becomes a conversation in the inbox.',
  '• Reply in a thread, and it goes to the conversation or the chat that it belongs to.',
  '• `/atrium search invoice acme` finds conversations by their subject, customer or contact, `/atrium status 12` tells how one stands. Only you see the answer.',
  '• `/atrium help` shows this.',
].join('\n')

/** @param unknown what was asked instead and is no command */
export function answerHelp(unknown?: string): EphemeralAnswer {
  const intro = unknown === undefined ? '' : `\`${unknown.replace(/[`<>&]/g, '').slice(0, 40)}\` is not known here.\n`
  return { response_type: 'ephemeral', text: intro + WHAT_THERE_IS }
}

export function answerAction(): EphemeralAnswer {
  return { response_type: 'ephemeral', replace_original: false, text: `Nothing is behind this yet.\n${WHAT_THERE_IS}` }
}

/** For somebody who is not on the list (SL9). */
export function answerRefused(): EphemeralAnswer {
  const text = 'You may not use Atrium from this workspace. An owner or admin of Atrium can put you on the list of those who may.'
  return { response_type: 'ephemeral', replace_original: false, text }
}
