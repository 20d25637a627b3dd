import type { Json } from '../world/types.ts'

const within = (size: number, min: unknown, max: unknown): boolean => size >= Number(min ?? 0) && size <= Number(max ?? Infinity)

const isNumber = (text: string, element: Json): boolean => {
  const wanted = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/
  return wanted.test(text) && within(Number(text), element.min_value ?? -Infinity, element.max_value)
}

/** What Slack's client itself checks before anything is sent. */
const CHECKS: Record<string, (element: Json, value: Json) => boolean> = {
  plain_text_input: (element, { value }) => within(String(value).length, element.min_length, element.max_length),
  email_text_input: (_element, { value }) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value)),
  url_text_input: (_element, { value }) => /^https?:\/\/\S+$/.test(String(value)),
  number_input: (element, { value }) => isNumber(String(value), element),
  datepicker: (_element, { selected_date }) => /^\d{4}-\d\d-\d\d$/.test(String(selected_date)),
  timepicker: (_element, { selected_time }) => /^\d\d:\d\d$/.test(String(selected_time)),
  datetimepicker: (_element, { selected_date_time }) => Number.isInteger(selected_date_time),
}

/** Whether Slack's client lets what was entered be submitted. @see https://docs.slack.dev/reference/block-kit/block-elements */
export function isAcceptable(element: Json, value: Json): boolean {
  const chosen = Object.values(value).find((held): held is unknown[] => Array.isArray(held))
  if (chosen && !within(chosen.length, 0, element.max_selected_items ?? element.max_files)) return false
  return CHECKS[String(element.type)]?.(element, value) ?? true
}
