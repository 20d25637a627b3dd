import type { Json } from '../world/types.ts'
import { elementKind, type Place } from './element-kinds.ts'

export interface Problem {
  what: string
  /** JSON pointer. */
  at: string
}

type Surface = 'message' | 'view'

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A composition text of at most `max` characters and one of the allowed types. */
function checkText(value: unknown, at: string, rule: { max: number; plainOnly?: boolean; required?: boolean }): Problem[] {
  if (value === undefined) return rule.required ? [{ what: 'missing required field: text', at }] : []
  if (!isObject(value)) return [{ what: 'must be an object', at }]
  if (value.type !== 'plain_text' && (rule.plainOnly || value.type !== 'mrkdwn')) return [{ what: 'unsupported type', at: `${at}/type` }]
  const text = value.text
  if (typeof text !== 'string' || text.length === 0) return [{ what: 'must be more than 0 characters', at: `${at}/text` }]
  return text.length > rule.max ? [{ what: `must be less than ${rule.max + 1} characters`, at: `${at}/text` }] : []
}

function checkString(value: unknown, at: string, max: number): Problem[] {
  if (value === undefined) return []
  if (typeof value !== 'string') return [{ what: 'must be a string', at }]
  return value.length > max ? [{ what: `must be less than ${max + 1} characters`, at }] : []
}

function checkList(value: unknown, at: string, rule: { max: number; min?: number }): Problem[] {
  if (!Array.isArray(value)) return [{ what: 'must provide an array', at }]
  if (value.length < (rule.min ?? 1)) return [{ what: `no less than ${rule.min ?? 1} items allowed`, at }]
  return value.length > rule.max ? [{ what: `no more than ${rule.max} items allowed`, at }] : []
}

function checkOptions(element: Json, at: string): Problem[] {
  const options = element.options
  if (options === undefined) return element.option_groups ? [] : [{ what: 'missing required field: options', at }]
  const problems = checkList(options, `${at}/options`, { max: element.type === 'overflow' ? 5 : 100 })
  if (problems.length > 0) return problems
  return (options as Json[]).flatMap((option, index) => [
    ...checkText(option.text, `${at}/options/${index}/text`, { max: 75, required: true }),
    ...checkString(option.value, `${at}/options/${index}/value`, 150),
  ])
}

/** @see https://docs.slack.dev/reference/block-kit/block-elements */
function checkElement(element: unknown, at: string, place: Place): Problem[] {
  if (!isObject(element)) return [{ what: 'must be an object', at }]
  const type = String(element.type)
  if (type === 'image' && place === 'section') return checkImage(element, at)
  if (!elementKind(type)?.places.includes(place)) return [{ what: `unsupported type: ${type}`, at: `${at}/type` }]
  const ids = checkString(element.action_id, `${at}/action_id`, 255)
  if (type === 'button') {
    const style = element.style === undefined || ['primary', 'danger'].includes(String(element.style))
    return [
      ...ids,
      ...checkText(element.text, `${at}/text`, { max: 75, plainOnly: true, required: true }),
      ...checkString(element.value, `${at}/value`, 2000),
      ...checkString(element.url, `${at}/url`, 3000),
      ...(style ? [] : [{ what: 'unsupported style', at: `${at}/style` }]),
    ]
  }
  const placeholder = checkText(element.placeholder, `${at}/placeholder`, { max: 150, plainOnly: true })
  if (/^(multi_)?static_select$|^overflow$|^checkboxes$|^radio_buttons$/.test(type))
    return [...ids, ...placeholder, ...checkOptions(element, at)]
  return [...ids, ...placeholder]
}

function checkImage(image: Json, at: string): Problem[] {
  const hasSource = typeof image.image_url === 'string' || isObject(image.slack_file)
  return [
    ...(hasSource ? [] : [{ what: 'missing required field: image_url', at }]),
    ...(typeof image.alt_text === 'string' ? [] : [{ what: 'missing required field: alt_text', at }]),
    ...checkString(image.alt_text, `${at}/alt_text`, 2000),
  ]
}

function checkSection(block: Json, at: string): Problem[] {
  const fields = block.fields === undefined ? [] : checkList(block.fields, `${at}/fields`, { max: 10 })
  const each = Array.isArray(block.fields)
    ? block.fields.flatMap((field, index) => checkText(field, `${at}/fields/${index}`, { max: 2000, required: true }))
    : []
  return [
    ...checkText(block.text, `${at}/text`, { max: 3000, required: block.fields === undefined }),
    ...fields,
    ...each,
    ...(block.accessory === undefined ? [] : checkElement(block.accessory, `${at}/accessory`, 'section')),
  ]
}

function checkActions(block: Json, at: string): Problem[] {
  const list = checkList(block.elements, `${at}/elements`, { max: 25 })
  if (list.length > 0) return list
  const elements = block.elements as Json[]
  const actionIds = elements.map((element) => element.action_id).filter((id) => id !== undefined)
  const repeated = actionIds.find((id, index) => actionIds.indexOf(id) !== index)
  return [
    ...elements.flatMap((element, index) => checkElement(element, `${at}/elements/${index}`, 'actions')),
    ...(repeated === undefined
      ? []
      : [{ what: `\`action_id\` "${String(repeated)}" already exists for this block`, at: `${at}/elements` }]),
  ]
}

function checkContext(block: Json, at: string): Problem[] {
  const list = checkList(block.elements, `${at}/elements`, { max: 10 })
  if (list.length > 0) return list
  return (block.elements as Json[]).flatMap((element, index) =>
    element.type === 'image'
      ? checkImage(element, `${at}/elements/${index}`)
      : checkText(element, `${at}/elements/${index}`, { max: 3000, required: true }),
  )
}

function checkInput(block: Json, at: string): Problem[] {
  return [
    ...checkText(block.label, `${at}/label`, { max: 2000, plainOnly: true, required: true }),
    ...checkText(block.hint, `${at}/hint`, { max: 2000, plainOnly: true }),
    ...checkElement(block.element, `${at}/element`, 'input'),
  ]
}

const RULES: Record<string, (block: Json, at: string) => Problem[]> = {
  section: checkSection,
  actions: checkActions,
  context: checkContext,
  input: checkInput,
  image: checkImage,
  header: (block, at) => checkText(block.text, `${at}/text`, { max: 150, plainOnly: true, required: true }),
  divider: () => [],
  rich_text: (block, at) => checkList(block.elements, `${at}/elements`, { max: 1000, min: 0 }),
  markdown: (block, at) =>
    typeof block.text === 'string' ? checkString(block.text, `${at}/text`, 12_000) : [{ what: 'missing required field: text', at }],
  video: () => [],
  table: (block, at) => checkList(block.rows, `${at}/rows`, { max: 100 }),
}

const MESSAGE_ONLY = new Set(['markdown', 'table'])

/** What is wrong with one block, as Slack would put it. */
export function checkBlock(block: unknown, surface: Surface, at: string): Problem[] {
  if (!isObject(block)) return [{ what: 'must be an object', at }]
  const type = String(block.type)
  const rule = RULES[type]
  if (!rule || (surface === 'view' && MESSAGE_ONLY.has(type))) return [{ what: `unsupported type: ${type}`, at: `${at}/type` }]
  return [...checkString(block.block_id, `${at}/block_id`, 255), ...rule(block, at)]
}
