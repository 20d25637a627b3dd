import { z } from 'zod'

const text = z.string()

/** A slash command, as its form's fields say. */
const commandSchema = z.object({
  api_app_id: text,
  team_id: text.nullish(),
  user_id: text,
  channel_id: text.nullish(),
  command: text,
  text: text.default(''),
  trigger_id: text.nullish(),
  response_url: text.nullish(),
})
/** What was pressed, chosen or typed; each kind of element says it in its own field. Of each only what is understood. */
const element = z.object({
  action_id: text.nullish().catch(null),
  value: text.nullish().catch(null),
  selected_option: z.object({ value: text }).nullish().catch(null),
  selected_user: text.nullish().catch(null),
})
const actionSchema = z.object({
  type: text,
  /** A shortcut in the menu of a message does not say it. */
  api_app_id: text.nullish(),
  team: z.object({ id: text }).nullish(),
  user: z.object({ id: text, team_id: text.nullish() }),
  trigger_id: text.nullish(),
  response_url: text.nullish(),
  callback_id: text.nullish(),
  channel: z.object({ id: text }).nullish().catch(null),
  message: z.object({ ts: text, thread_ts: text.nullish() }).nullish().catch(null),
  /** Of what only one person sees, there is no message. */
  container: z.object({ channel_id: text.nullish(), message_ts: text.nullish(), thread_ts: text.nullish() }).nullish().catch(null),
  actions: z.array(element).nullish().catch(null),
  view: z
    .object({
      id: text,
      callback_id: text.nullish(),
      private_metadata: text.nullish(),
      state: z
        .object({ values: z.record(text, z.record(text, element)) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
})

/** In the menu of a message, and in Slack's own: those alone do not say whose they are. */
const SHORTCUTS = ['message_action', 'shortcut']

export interface SlackCommand {
  kind: 'command'
  apiAppId: string
  teamId: string | null
  slackUserId: string
  channelId: string | null
  command: string
  text: string
  /** Of this one time: what is delivered twice has the same. */
  triggerId: string | null
  responseUrl: string | null
}
export interface SlackAction {
  kind: 'action'
  type: string
  apiAppId: string | null
  teamId: string | null
  slackUserId: string
  responseUrl: string | null
  /** Opens a modal, once and within three seconds. */
  triggerId: string | null
  /** Of a shortcut. */
  callbackId: string | null
  /** Of the person, which is not always where it happened. */
  userTeamId: string | null
  /** The message that it was done to. */
  at: { channelId: string; ts: string; threadTs: string | null } | null
  pressed: { actionId: string; value: string } | null
  view: ActionView | null
}
export interface ActionView {
  id: string
  callbackId: string
  /** As we have given it when we opened it. */
  metadata: string
  /** What stands in the form, by action id. */
  values: Record<string, string>
}
export type Interaction = SlackCommand | SlackAction

/** A command or an action, as it comes over a socket or parsed from a form. Null for anything else. */
export function readInteraction(value: unknown): Interaction | null {
  const command = commandSchema.safeParse(value)
  if (command.success) {
    const { api_app_id: apiAppId, team_id: teamId, user_id: slackUserId, command: name, text: rest } = command.data
    const { channel_id: channelId, trigger_id: triggerId, response_url: responseUrl } = command.data
    const from = { channelId: channelId ?? null, triggerId: triggerId ?? null, responseUrl: responseUrl ?? null }
    const typed = { command: name, text: rest.trim(), ...from }
    return { kind: 'command', apiAppId, teamId: teamId ?? null, slackUserId, ...typed }
  }
  const action = actionSchema.safeParse(value)
  if (!action.success) return null
  if (!action.data.api_app_id && !SHORTCUTS.includes(action.data.type)) return null
  const { type, api_app_id: apiAppId, team, user, response_url: responseUrl } = action.data
  const at = { apiAppId: apiAppId ?? null, teamId: team?.id ?? user.team_id ?? null, userTeamId: user.team_id ?? team?.id ?? null }
  return { kind: 'action', type, ...at, slackUserId: user.id, responseUrl: responseUrl ?? null, ...doneOf(action.data) }
}

function doneOf({
  trigger_id: triggerId,
  callback_id: callbackId,
  channel,
  message,
  container,
  actions,
  view,
}: z.infer<typeof actionSchema>): Pick<SlackAction, 'triggerId' | 'callbackId' | 'at' | 'pressed' | 'view'> {
  const [pressed] = actions ?? []
  const channelId = channel?.id ?? container?.channel_id
  const ts = message?.ts ?? container?.message_ts
  return {
    triggerId: triggerId ?? null,
    callbackId: callbackId ?? null,
    at: channelId && ts ? { channelId, ts, threadTs: message?.thread_ts ?? container?.thread_ts ?? null } : null,
    pressed: pressed?.action_id ? { actionId: pressed.action_id, value: valueOf(pressed) } : null,
    view: view ? viewOf(view) : null,
  }
}

function viewOf(view: NonNullable<z.infer<typeof actionSchema>['view']>): ActionView {
  const fields = Object.values(view.state?.values ?? {}).flatMap((block) => Object.entries(block))
  return {
    id: view.id,
    callbackId: view.callback_id ?? '',
    metadata: view.private_metadata ?? '',
    values: Object.fromEntries(fields.map(([actionId, field]) => [actionId, valueOf(field)])),
  }
}

function valueOf({ value, selected_option: option, selected_user: user }: z.infer<typeof element>): string {
  return value ?? option?.value ?? user ?? ''
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

/** What goes back as the answer to the request itself, and what is done once that is on its way. */
export interface Reception {
  answer: object | null
  later: (() => Promise<void>) | null
}

export interface EphemeralAnswer {
  response_type: 'ephemeral'
  replace_original?: false
  text: string
  blocks?: object[]
}

const WHAT_THERE_IS = [
  '*Atrium in Slack*',
  '• Write in a channel that Atrium watches, mention the app, or send it a direct message: it becomes a conversation in the inbox.',
  '• Reply in a thread, and it goes to the conversation or the chat that it belongs to.',
  '• Make a conversation of any message and its thread: with *Make a conversation* in its menu, with the emoji that your admins have chosen (:ticket: at first), or by mentioning the app in the thread.',
  '• `/atrium new` followed by a link to a message does the same; followed by words, it opens a conversation of them.',
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
