import { ELEMENT_KINDS, type Place } from '../../blocks/element-kinds.ts'
import type { GivenValue } from '../../interactivity/element-value.ts'
import type { Json } from '../../world/types.ts'
import { plain, type Stage } from '../stage.ts'

const OPTION = { text: plain('One'), value: 'one' }

/** What is entered, by what the element holds. */
const givenBy = ({ users, channel }: Stage, fileId: string): Record<string, GivenValue> => ({
  nothing: null,
  option: 'one',
  options: ['one'],
  number: '1767600000',
  rich_text: '*bold*',
  files: [fileId],
  users_select: users.ben,
  channels_select: channel,
  conversations_select: channel,
  multi_users_select: [users.ben],
  multi_channels_select: [channel],
  multi_conversations_select: [channel],
  datepicker: '2026-05-04',
  timepicker: '09:30',
  number_input: '4',
  email_text_input: 'ben@northwind.example',
  url_text_input: 'https://a.example',
  plain_text_input: 'x',
})

const kinds = Object.entries(ELEMENT_KINDS)
const standsIn = (place: Place) => kinds.filter(([, kind]) => (kind.places as readonly Place[]).includes(place)).map(([type]) => type)

const elementOf = (type: string): Json => ({
  type,
  action_id: type,
  ...(type === 'button' ? { text: plain('Press') } : {}),
  ...(/^(multi_)?static_select$|^radio_buttons$|^checkboxes$|^overflow$/.test(type) ? { options: [OPTION] } : {}),
  ...(type.includes('external') ? { min_query_length: 0 } : {}),
})

/** Uses every kind of element there is, wherever it may stand. */
export async function playElements(stage: Stage): Promise<void> {
  const { scene, call, channel, users, receiver } = stage
  const { act } = scene.control
  const { file_id } = await act.uploadFile({ user_id: users.ben, name: 'plan.txt', content: 'x' })
  const given = givenBy(stage, file_id)
  const valueOf = (type: string): GivenValue => given[type] ?? given[ELEMENT_KINDS[type as keyof typeof ELEMENT_KINDS].holds] ?? null
  for (const type of new Set([...standsIn('actions'), ...standsIn('section')])) {
    const inActions = standsIn('actions').includes(type)
    const block = inActions
      ? { type: 'actions', block_id: 'b', elements: [elementOf(type)] }
      : { type: 'section', block_id: 'b', text: plain('Choose'), accessory: elementOf(type) }
    const { ts } = await call('chat.postMessage', { channel, text: type, blocks: [block] })
    const at = { user_id: users.ben, channel_id: channel, message_ts: String(ts), action_id: type }
    if (type.includes('external')) await act.suggestOptions({ ...at, query: '' })
    await act.clickButton({ ...at, value: valueOf(type) })
  }
  const inputs = standsIn('input')
  const blocks = inputs.map((type) => ({
    type: 'input',
    block_id: `b-${type}`,
    label: plain(type),
    element: elementOf(type),
  }))
  await act.globalShortcut({ user_id: users.ben, callback_id: 'raise' })
  const trigger_id = receiver.received.findLast(({ body }) => body.trigger_id)?.body.trigger_id
  await call('views.open', { trigger_id, view: { type: 'modal', title: plain('All'), submit: plain('Go'), blocks } })
  for (const type of inputs.filter((name) => name.includes('external')))
    await act.suggestOptionsInView({ user_id: users.ben, action_id: type, query: '' })
  await act.submitView({ user_id: users.ben, values: Object.fromEntries(inputs.map((type) => [type, valueOf(type)])) })
}

/** What the app answers at its options URL. */
export const OPTIONS_ANSWER = { options: [OPTION] }
