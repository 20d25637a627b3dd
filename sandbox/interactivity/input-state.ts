import { elementKind } from '../blocks/element-kinds.ts'
import { canSeeFile } from '../methods/visible-file.ts'
import { presentFile } from '../present/present-file.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json, User } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { elementValue, initialValue, type GivenValue, type Option, type Supply } from './element-value.ts'
import { elementsOf, type FoundElement } from './find-element.ts'

/** By block id, then by action id. */
export type StateValues = Record<string, Record<string, Json>>

/** What was entered, by action id (or by block id). */
export type ViewValues = Record<string, GivenValue>

/** One person in front of one message or view. */
export interface Sight {
  user: User
  /** A message's ts or a view's id. */
  containerId: string
}

const keyOf = ({ user, containerId }: Sight): string => `${user.id}:${containerId}`
const elementKey = (sight: Sight, { blockId, element }: FoundElement): string => `${keyOf(sight)}:${blockId}:${String(element.action_id)}`

/** Overflow menus and buttons are pressed, not filled in. */
const isStateful = (element: Json): boolean => {
  const kind = elementKind(element.type)
  return kind !== undefined && kind.holds !== 'nothing' && element.type !== 'overflow' && element.action_id !== undefined
}

/** Keeps what was chosen, so that later clicks and the submission tell of it. */
export function rememberChoice(world: World, sight: Sight, { element, blockId }: FoundElement, value: Json): void {
  if (!isStateful(element)) return
  const values = world.chosen.get(keyOf(sight)) ?? {}
  world.chosen.set(keyOf(sight), { ...values, [blockId]: { ...values[blockId], [String(element.action_id)]: value } })
}

/** Fills in a form, as far as `values` names its elements. */
export function enterValues(world: World, sight: Sight, blocks: Json[], values: ViewValues): void {
  for (const block of blocks) {
    const blockId = String(block.block_id)
    for (const element of elementsOf(block).filter(isStateful)) {
      const found = { element, blockId }
      const given = values[String(element.action_id)] ?? values[blockId]
      if (given !== undefined) rememberChoice(world, sight, found, elementValue(element, given, supplyFor(world, sight, found)))
    }
  }
}

/** What every element holds now: what was chosen, else what it showed to begin with. Goes with every click as `state`. */
export function stateOf(world: World, sight: Sight, blocks: Json[]): StateValues {
  const chosen = world.chosen.get(keyOf(sight)) ?? {}
  const state: StateValues = {}
  for (const block of blocks) {
    const blockId = String(block.block_id)
    for (const element of elementsOf(block).filter(isStateful)) {
      const actionId = String(element.action_id)
      const value = chosen[blockId]?.[actionId] ?? initialValue(element)
      state[blockId] = { ...state[blockId], [actionId]: { type: element.type, ...value } }
    }
  }
  return state
}

/** What the app has offered for this element while the person typed. */
export const rememberSuggested = (world: World, sight: Sight, found: FoundElement, options: Option[]): void =>
  void world.suggested.set(elementKey(sight, found), [...suggestedFor(world, sight, found), ...options])

const suggestedFor = (world: World, sight: Sight, found: FoundElement): Option[] => world.suggested.get(elementKey(sight, found)) ?? []

export const supplyFor = (world: World, sight: Sight, found: FoundElement): Supply => ({
  suggested: suggestedFor(world, sight, found),
  file(id) {
    const file = world.files.get(id)
    const viewer = { teamId: sight.user.teamId, userId: sight.user.id }
    if (!file || file.state !== 'complete' || !canSeeFile(world, file, viewer)) throw new SlackError('file_not_found')
    return presentFile(world, file)
  },
})
