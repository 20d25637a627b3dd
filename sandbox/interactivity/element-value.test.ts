import { describe, expect, it } from 'vitest'
import { ELEMENT_KINDS } from '../blocks/element-kinds.ts'
import { elementValue, initialValue, isEmpty, type GivenValue } from './element-value.ts'

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value })
const options = [option('a'), option('b')]
const supply = { suggested: [option('s')], file: (id: string) => ({ id }) }

/** What a person does with each kind of element, and what the app is told. */
const USED: [keyof typeof ELEMENT_KINDS, GivenValue, object][] = [
  ['button', null, { value: '7' }],
  ['overflow', 'a', { selected_option: option('a') }],
  ['static_select', 'b', { selected_option: option('b') }],
  ['external_select', 's', { selected_option: option('s') }],
  ['radio_buttons', 'a', { selected_option: option('a') }],
  ['users_select', 'U1', { selected_user: 'U1' }],
  ['channels_select', 'C1', { selected_channel: 'C1' }],
  ['conversations_select', 'D1', { selected_conversation: 'D1' }],
  ['checkboxes', ['a', 'b'], { selected_options: options }],
  ['multi_static_select', ['b'], { selected_options: [option('b')] }],
  ['multi_external_select', ['s'], { selected_options: [option('s')] }],
  ['multi_users_select', ['U1'], { selected_users: ['U1'] }],
  ['multi_channels_select', ['C1'], { selected_channels: ['C1'] }],
  ['multi_conversations_select', 'C1', { selected_conversations: ['C1'] }],
  ['datepicker', '2026-05-04', { selected_date: '2026-05-04' }],
  ['timepicker', '09:30', { selected_time: '09:30' }],
  ['datetimepicker', '1767600000', { selected_date_time: 1_767_600_000 }],
  ['plain_text_input', 'x', { value: 'x' }],
  ['email_text_input', 'a@b.example', { value: 'a@b.example' }],
  ['url_text_input', 'https://a.example', { value: 'https://a.example' }],
  ['number_input', '4', { value: '4' }],
  ['rich_text_input', '*hi*', { rich_text_value: { type: 'rich_text' } }],
  ['file_input', ['F1'], { files: [{ id: 'F1' }] }],
]

describe('what a person enters, as the app is told', () => {
  it.each(USED)('%s', (type, given, told) => {
    const element = { type, action_id: 'x', value: '7', options }
    expect(elementValue(element, given, supply)).toMatchObject(told)
  })

  it('covers every kind of element', () => {
    expect(new Set(USED.map(([type]) => type))).toEqual(new Set(Object.keys(ELEMENT_KINDS)))
  })

  it('is empty before anybody touches it, unless the app filled it in', () => {
    for (const type of Object.keys(ELEMENT_KINDS)) expect(isEmpty(initialValue({ type }))).toBe(true)
    expect(initialValue({ type: 'checkboxes', initial_options: options })).toEqual({ selected_options: options })
    expect(initialValue({ type: 'datetimepicker', initial_date_time: 5 })).toEqual({ selected_date_time: 5 })
  })

  it('takes only options there are', () => {
    expect(() => elementValue({ type: 'static_select', options }, 'c')).toThrow('option_not_found')
    expect(() => elementValue({ type: 'external_select', options }, 'a')).toThrow('option_not_found')
  })
})
