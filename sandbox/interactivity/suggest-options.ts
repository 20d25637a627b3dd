import { z } from 'zod'
import { elementKind } from '../blocks/element-kinds.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { View } from '../world/types.ts'
import type { World } from '../world/world.ts'
import type { Option } from './element-value.ts'
import { rememberSuggested } from './input-state.ts'
import { interactionBase } from './interaction-payload.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { spotInMessage, spotInView, type ElementName, type Spot } from './spot.ts'

const DEFAULT_MIN_QUERY = 3
const MAX_OPTIONS = 100

const label = z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(75) })
const options = z.array(z.looseObject({ text: label, value: z.string().min(1).max(150) })).max(MAX_OPTIONS)
const suggestion = z.union([
  z.object({ options }).transform((answer) => answer.options),
  z
    .object({ option_groups: z.array(z.object({ label, options })).max(MAX_OPTIONS) })
    .transform((answer) => answer.option_groups.flatMap((group) => group.options)),
])

export interface SuggestInput extends ElementName {
  user_id: string
  /** What was typed so far. */
  query: string
}

export interface Suggested extends InteractionAnswer {
  options: Option[]
}

async function suggest(world: World, hub: SocketHub, spot: Spot, query: string): Promise<Suggested> {
  const { app, teamId, sight, found } = spot
  if (!elementKind(found.element.type)?.isExternal) throw new SlackError('action_not_found')
  if (query.length < Number(found.element.min_query_length ?? DEFAULT_MIN_QUERY)) return { ok: true, options: [] }
  const payload = {
    type: 'block_suggestion' as const,
    ...interactionBase(world, app, sight.user),
    ...spot.payload,
    action_id: found.element.action_id,
    block_id: found.blockId,
    value: query,
  }
  const answer = await sendInteraction(world, hub, { app, teamId, kind: 'interactive', payload, url: app.optionsUrl ?? '' })
  if (!answer.ok) return { ...answer, options: [] }
  const parsed = suggestion.safeParse(answer.body)
  if (!parsed.success) return { ok: false, error: 'invalid_options', options: [] }
  rememberSuggested(world, sight, found, parsed.data)
  return { ok: true, options: parsed.data }
}

/**
 * Types into a menu whose options come from the app. They are asked for at the app's options load URL, which is not its
 * interactivity URL, and only those that were offered can be chosen.
 * @see https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
 */
export const suggestInMessage = async (
  world: World,
  hub: SocketHub,
  input: SuggestInput & { channel_id: string; message_ts: string },
): Promise<Suggested> => suggest(world, hub, spotInMessage(world, userOf(world, input.user_id), input), input.query)

export const suggestInView = async (world: World, hub: SocketHub, input: SuggestInput & { view: View }): Promise<Suggested> =>
  suggest(world, hub, spotInView(world, userOf(world, input.user_id), input.view, input), input.query)
