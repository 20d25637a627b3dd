import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { appOf, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json, View } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { checkView } from './check-view.ts'
import { elementValue, initialValue, isEmpty, type GivenValue } from './element-value.ts'
import { elementsOf } from './find-element.ts'
import { interactionBase } from './interaction-payload.ts'
import { sendInteraction, type InteractionAnswer } from './send-interaction.ts'
import { createTrigger } from './triggers.ts'
import { closeViews, modalStack, presentView, pushView, updateView } from './views.ts'

/** What was entered, by action id (or by block id). */
export type ViewValues = Record<string, GivenValue>

/** @throws SlackError `view_not_found` */
export function openViewOf(world: World, userId: string, viewId?: string): View {
  const view = viewId ? world.views.get(viewId) : modalStack(world, userId).at(-1)
  if (!view?.isOpen || view.userId !== userId) throw new SlackError('view_not_found')
  return view
}

/** The state of every input, refusing like Slack's client what is required and empty. */
function stateOf(view: View, values: ViewValues): Json {
  const state: Record<string, Record<string, Json>> = {}
  for (const block of view.content.blocks as Json[]) {
    const blockId = String(block.block_id)
    for (const element of elementsOf(block)) {
      if (element.type === 'button' || element.type === 'image' || element.action_id === undefined) continue
      const actionId = String(element.action_id)
      const given = values[actionId] ?? values[blockId]
      const value = { type: element.type, ...(given === undefined ? initialValue(element) : elementValue(element, given)) }
      if (block.type === 'input' && block.optional !== true && isEmpty(value))
        throw new SlackError('required_input_missing', { block_id: blockId })
      ;(state[blockId] ??= {})[actionId] = value
    }
  }
  return { values: state }
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
  const payload = {
    type: 'view_submission',
    ...interactionBase(world, app, user),
    trigger_id: createTrigger(world, { appId: app.id, teamId: view.teamId, userId: user.id, viewId: view.id }),
    view: presentView(world, view, stateOf(view, values)),
    response_urls: [],
  }
  const answer = await sendInteraction(world, hub, { app, teamId: view.teamId, kind: 'interactive', payload })
  if (!answer.ok) return answer
  const { response_action, errors } = asAnswer(answer.body)
  applyAnswer(world, view, asAnswer(answer.body))
  return { ...answer, response_action, errors }
}

/** Presses close or the cross. The app hears of it only with `notify_on_close`. */
export async function closeView(world: World, hub: SocketHub, of: { view: View; isCleared: boolean }): Promise<InteractionAnswer> {
  const { view } = of
  const isCleared = of.isCleared || view.content.clear_on_close === true
  closeViews(world, view, isCleared)
  if (view.content.notify_on_close !== true) return { ok: true }
  const app = appOf(world, view.appId)
  const user = userOf(world, view.userId)
  const payload = { type: 'view_closed', ...interactionBase(world, app, user), view: presentView(world, view), is_cleared: isCleared }
  return sendInteraction(world, hub, { app, teamId: view.teamId, kind: 'interactive', payload })
}
