import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'

export type GivenValue = string | string[] | boolean | Json | null

interface Option extends Json {
  value?: string
}

const optionsOf = (element: Json): Option[] => {
  const groups = Array.isArray(element.option_groups) ? (element.option_groups as { options: Option[] }[]) : []
  return [...((element.options as Option[] | undefined) ?? []), ...groups.flatMap((group) => group.options)]
}

const pick = (element: Json, value: unknown): Option => {
  const option = optionsOf(element).find((other) => other.value === value)
  if (!option) throw new SlackError('option_not_found')
  return option
}

/** The key under which each kind of element says what was chosen. */
const SINGLE: Record<string, string> = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
}

const MANY: Record<string, string> = {
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
}

const items = (given: GivenValue): unknown[] => (Array.isArray(given) ? given : given === null || given === '' ? [] : [given])

/** What a person entered into an element, as payloads carry it. @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function elementValue(element: Json, given: GivenValue): Json {
  const type = String(element.type)
  if (type === 'button') return { value: given ?? element.value, text: element.text }
  if (SINGLE[type]) return { [SINGLE[type]]: given }
  if (MANY[type]) return { [MANY[type]]: items(given) }
  if (type === 'static_select' || type === 'radio_buttons' || type === 'overflow')
    return { selected_option: given === null || given === '' ? null : pick(element, given) }
  if (type === 'multi_static_select' || type === 'checkboxes')
    return { selected_options: items(given).map((value) => pick(element, value)) }
  if (type === 'external_select') return { selected_option: { text: { type: 'plain_text', text: String(given) }, value: given } }
  if (type === 'datetimepicker') return { selected_date_time: Number(given) }
  return { value: given === '' ? null : given }
}

const INITIAL: [string, string][] = [
  ['initial_value', 'value'],
  ['initial_option', 'selected_option'],
  ['initial_options', 'selected_options'],
  ['initial_user', 'selected_user'],
  ['initial_users', 'selected_users'],
  ['initial_conversation', 'selected_conversation'],
  ['initial_channel', 'selected_channel'],
  ['initial_date', 'selected_date'],
  ['initial_time', 'selected_time'],
  ['initial_date_time', 'selected_date_time'],
]

/** What an element shows before anybody touches it. */
export function initialValue(element: Json): Json {
  const [from, to] = INITIAL.find(([name]) => element[name] !== undefined) ?? []
  return from && to ? { [to]: element[from] } : elementValue(element, null)
}

export const isEmpty = (value: Json): boolean =>
  Object.entries(value).every(
    ([key, item]) => key === 'type' || item === null || item === undefined || item === '' || (Array.isArray(item) && item.length === 0),
  )
