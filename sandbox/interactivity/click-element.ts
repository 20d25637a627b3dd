import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { userOf } from '../world/find.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { Json, View } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { elementValue, type GivenValue } from './element-value.ts'
import { enterValues, rememberChoice, stateOf, supplyFor, type ViewValues } from './input-state.ts'
import { interactionBase } from './interaction-payload.ts'
import { createResponseUrl } from './response-urls.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { spotInMessage, spotInView, type ElementName, type Spot } from './spot.ts'
import { createTrigger } from './triggers.ts'

export interface ClickInput extends ElementName {
  user_id: string
  value?: GivenValue | undefined
}

/** What the app had set comes back with what was chosen, as in Slack's own payloads. */
const TOLD = /^(placeholder|style|url|confirm|min_query_length|initial_.+)$/

const actionOf = (world: World, { found }: Spot, value: Json): Json => ({
  type: found.element.type,
  action_id: found.element.action_id,
  block_id: found.blockId,
  ...value,
  ...Object.fromEntries(Object.entries(found.element).filter(([key]) => TOLD.test(key))),
  action_ts: nextEventTs(world),
})

/** Tells the app what was pressed or chosen. @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
async function click(world: World, hub: SocketHub, of: { spot: Spot; value: GivenValue; viewId?: string }): Promise<InteractionAnswer> {
  const { spot } = of
  const { app, teamId, sight, found } = spot
  const value = elementValue(found.element, of.value, supplyFor(world, sight, found))
  rememberChoice(world, sight, found, value)
  const state = { values: stateOf(world, sight, spot.blocks) }
  const { view, ...place } = spot.payload
  const target = spot.reply ? { appId: app.id, teamId, userId: sight.user.id, ...spot.reply } : undefined
  const payload = {
    type: 'block_actions' as const,
    ...interactionBase(world, app, sight.user),
    ...place,
    ...(view ? { view: { ...(view as Json), state } } : { state }),
    ...(target ? { response_url: createResponseUrl(world, target) } : {}),
    trigger_id: createTrigger(world, { appId: app.id, teamId, userId: sight.user.id, ...(of.viewId ? { viewId: of.viewId } : {}) }),
    actions: [actionOf(world, spot, value)],
  }
  return sendInteraction(world, hub, { app, teamId, kind: 'interactive', payload })
}

export const clickInMessage = async (
  world: World,
  hub: SocketHub,
  input: ClickInput & { channel_id: string; message_ts: string },
): Promise<InteractionAnswer> =>
  click(world, hub, { spot: spotInMessage(world, userOf(world, input.user_id), input), value: input.value ?? null })

/** `values`: what else stands in the form at that moment. */
export async function clickInView(
  world: World,
  hub: SocketHub,
  input: ClickInput & { view: View; values?: ViewValues | undefined },
): Promise<InteractionAnswer> {
  const spot = spotInView(world, userOf(world, input.user_id), input.view, input)
  enterValues(world, spot.sight, spot.blocks, input.values ?? {})
  return click(world, hub, { spot, value: input.value ?? null, viewId: input.view.id })
}
