import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { appOf, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json, View } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { checkView } from './check-view.ts'
import { isEmpty } from './element-value.ts'
import { enterValues, stateOf, type Sight, type StateValues, type ViewValues } from './input-state.ts'
import { interactionBase } from './interaction-payload.ts'
import { isAcceptable } from './input-rules.ts'
import { createResponseUrl } from './response-urls.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { createTrigger } from './triggers.ts'
import { closeViews, modalStack, presentView, pushView, updateView } from './views.ts'

/** @throws SlackError `view_not_found` */
export function openViewOf(world: World, userId: string, viewId?: string): View {
  const view = viewId ? world.views.get(viewId) : modalStack(world, userId).at(-1)
  if (!view?.isOpen || view.userId !== userId) throw new SlackError('view_not_found')
  return view
}

/** Everything the form holds, refusing like Slack's client what is required and empty, or not as asked for. */
function submitted(world: World, sight: Sight, view: View): StateValues {
  const blocks = view.content.blocks as Json[]
  const state = stateOf(world, sight, blocks)
  for (const block of blocks.filter(({ type }) => type === 'input')) {
    const blockId = String(block.block_id)
    const element = block.element as Json
    const value = state[blockId]?.[String(element.action_id)] ?? {}
    if (isEmpty(value)) {
      if (block.optional !== true) throw new SlackError('required_input_missing', { block_id: blockId })
    } else if (!isAcceptable(element, value)) throw new SlackError('invalid_input', { block_id: blockId })
  }
  return state
}

/** A chosen channel may be answered in, when the app asked for that. */
function responseUrlsOf(world: World, view: View, state: StateValues): Json[] {
  return (view.content.blocks as Json[]).flatMap((block) => {
    const element = block.type === 'input' ? (block.element as Json) : {}
    const value = state[String(block.block_id)]?.[String(element.action_id)]
    const channelId = value?.selected_conversation ?? value?.selected_channel
    if (element.response_url_enabled !== true || typeof channelId !== 'string') return []
    const target = { appId: view.appId, teamId: view.teamId, userId: view.userId, channelId, isEphemeral: false }
    const response_url = createResponseUrl(world, target)
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channelId, response_url }]
  })
}

interface ViewAnswer {
  response_action?: 'clear' | 'errors' | 'update' | 'push'
  errors?: Record<string, string>
  view?: Json
}

const asAnswer = (body: unknown): ViewAnswer => (typeof body === 'object' && body !== null ? body : {})

function applyAnswer(world: World, view: View, answer: ViewAnswer): void {
  if (!view.isOpen) return
  switch (answer.response_action) {
    case 'errors':
      return
    case 'clear':
      closeViews(world, view, true)
      return
    case 'update':
      updateView(world, view, { content: checkView(answer.view ?? {}, 'modal') })
      return
    case 'push':
      pushView(world, view, checkView(answer.view ?? {}, 'modal'))
      return
    case undefined:
      closeViews(world, view, false)
  }
}

export interface SubmitAnswer extends InteractionAnswer {
  response_action?: string | undefined
  errors?: Record<string, string> | undefined
}

/** Presses the modal's submit button. @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export async function submitView(world: World, hub: SocketHub, of: { view: View; values: ViewValues }): Promise<SubmitAnswer> {
  const { view, values } = of
  const app = appOf(world, view.appId)
  const user = userOf(world, view.userId)
  const sight = { user, containerId: view.id }
  enterValues(world, sight, view.content.blocks as Json[], values)
  const state = submitted(world, sight, view)
  const payload = {
    type: 'view_submission' as const,
    ...interactionBase(world, app, user),
    trigger_id: createTrigger(world, { appId: app.id, teamId: view.teamId, userId: user.id, viewId: view.id }),
    view: presentView(world, view, { values: state }),
    response_urls: responseUrlsOf(world, view, state),
  }
  const answer = await sendInteraction(world, hub, { app, teamId: view.teamId, kind: 'interactive', payload })
  if (!answer.ok) return answer
  const { response_action, errors } = asAnswer(answer.body)
  applyAnswer(world, view, asAnswer(answer.body))
  return { ...answer, response_action, errors }
}

/**
 * Presses close (one view goes) or the cross (all of them). The app hears of each that asked for it with `notify_on_close`.
 * @returns what it answered to the one on top
 */
export async function closeView(world: World, hub: SocketHub, of: { view: View; isCleared: boolean }): Promise<InteractionAnswer> {
  const { view } = of
  const isCleared = of.isCleared || view.content.clear_on_close === true
  const closing = isCleared ? modalStack(world, view.userId).toReversed() : [view]
  closeViews(world, view, isCleared)
  const told = closing.filter(({ content }) => content.notify_on_close === true)
  const answers = told.map((each) => tellClosed(world, hub, { view: each, isCleared }))
  return (await Promise.all(answers))[0] ?? { ok: true }
}

function tellClosed(world: World, hub: SocketHub, { view, isCleared }: { view: View; isCleared: boolean }): Promise<InteractionAnswer> {
  const app = appOf(world, view.appId)
  const user = userOf(world, view.userId)
  const payload = {
    type: 'view_closed' as const,
    ...interactionBase(world, app, user),
    view: presentView(world, view),
    is_cleared: isCleared,
  }
  return sendInteraction(world, hub, { app, teamId: view.teamId, kind: 'interactive', payload })
}
