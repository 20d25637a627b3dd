import { elementKind, type ElementKind } from '../blocks/element-kinds.ts'
import { normalizeText } from '../blocks/normalize-text.ts'
import { richTextOf } from '../blocks/rich-text.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'

export type GivenValue = string | string[] | boolean | Json | null

export interface Option extends Json {
  value?: string
}

/** What a person can choose from, or hand in, beyond what the element itself lists. */
export interface Supply {
  /** What the app has suggested so far, for elements whose options come from it. */
  suggested: Option[]
  /** A file as payloads show it. @throws SlackError `file_not_found` */
  file(id: string): Json
}

export const NO_SUPPLY: Supply = {
  suggested: [],
  file: () => {
    throw new SlackError('file_not_found')
  },
}

const optionsOf = (element: Json): Option[] => {
  const groups = Array.isArray(element.option_groups) ? (element.option_groups as { options: Option[] }[]) : []
  return [...((element.options as Option[] | undefined) ?? []), ...groups.flatMap((group) => group.options)]
}

const items = (given: GivenValue): unknown[] => (Array.isArray(given) ? given : given === null || given === '' ? [] : [given])

interface Use {
  element: Json
  kind: ElementKind
  given: GivenValue
  supply: Supply
}

const pick = ({ element, kind, supply }: Use, value: unknown): Option => {
  const option = (kind.isExternal ? supply.suggested : optionsOf(element)).find((other) => other.value === value)
  if (!option) throw new SlackError('option_not_found')
  return option
}

const HELD: Record<ElementKind['holds'], (use: Use) => unknown> = {
  nothing: ({ element, given }) => given ?? element.value,
  text: ({ given }) => (given === '' ? null : given),
  id: ({ given }) => (given === '' ? null : given),
  ids: ({ given }) => items(given),
  option: (use) => (use.given === null || use.given === '' ? null : pick(use, use.given)),
  options: (use) => items(use.given).map((value) => pick(use, value)),
  number: ({ given }) => (given === null || given === '' ? null : Number(given)),
  rich_text: ({ given }) => (given === null || given === '' ? null : richTextOf(normalizeText(String(given)), '')[0]),
  files: ({ given, supply }) => items(given).map((id) => supply.file(String(id))),
}

/** What a person entered into an element, as payloads carry it. @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function elementValue(element: Json, given: GivenValue, supply: Supply = NO_SUPPLY): Json {
  const kind = elementKind(element.type)
  if (!kind) throw new SlackError('action_not_found')
  const held = { [kind.field]: HELD[kind.holds]({ element, kind, given, supply }) }
  return kind.holds === 'nothing' ? { ...held, text: element.text } : held
}

/** What an element shows before anybody touches it. */
export function initialValue(element: Json): Json {
  const kind = elementKind(element.type)
  const initial = kind?.initial ? element[kind.initial] : undefined
  return kind && initial !== undefined ? { [kind.field]: initial } : elementValue(element, null)
}

export const isEmpty = (value: Json): boolean =>
  Object.entries(value).every(
    ([key, item]) => key === 'type' || item === null || item === undefined || item === '' || (Array.isArray(item) && item.length === 0),
  )
