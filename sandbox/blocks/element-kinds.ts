/** The blocks an element may stand in. */
export type Place = 'section' | 'actions' | 'input'

/**
 * What an element holds once somebody used it: nothing of its own (a press), text, one or several of its options,
 * one or several ids, a number, rich text, or files.
 */
export type Holding = 'nothing' | 'text' | 'option' | 'options' | 'id' | 'ids' | 'number' | 'rich_text' | 'files'

export interface ElementKind {
  places: readonly Place[]
  holds: Holding
  /** The key under which payloads say what it holds. */
  field: string
  /** The key under which the app says what it holds to begin with. */
  initial?: string
  /** Its options come from the app, asked for while the person types. */
  isExternal?: true
}

const EVERYWHERE = ['section', 'actions', 'input'] as const
const INPUT = ['input'] as const
const NOT_IN_ACTIONS = ['section', 'input'] as const

const typed = { places: INPUT, holds: 'text', field: 'value', initial: 'initial_value' } as const
const one = { places: EVERYWHERE, holds: 'option', field: 'selected_option', initial: 'initial_option' } as const
const many = { places: NOT_IN_ACTIONS, holds: 'options', field: 'selected_options', initial: 'initial_options' } as const

/**
 * Every interactive element that this Slack knows.
 * @see https://docs.slack.dev/reference/block-kit/block-elements
 */
export const ELEMENT_KINDS = {
  button: { places: ['section', 'actions'], holds: 'nothing', field: 'value' },
  overflow: { places: ['section', 'actions'], holds: 'option', field: 'selected_option' },
  static_select: one,
  external_select: { ...one, isExternal: true },
  radio_buttons: one,
  users_select: { places: EVERYWHERE, holds: 'id', field: 'selected_user', initial: 'initial_user' },
  channels_select: { places: EVERYWHERE, holds: 'id', field: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { places: EVERYWHERE, holds: 'id', field: 'selected_conversation', initial: 'initial_conversation' },
  checkboxes: { ...many, places: EVERYWHERE },
  multi_static_select: many,
  multi_external_select: { ...many, isExternal: true },
  multi_users_select: { places: NOT_IN_ACTIONS, holds: 'ids', field: 'selected_users', initial: 'initial_users' },
  multi_channels_select: { places: NOT_IN_ACTIONS, holds: 'ids', field: 'selected_channels', initial: 'initial_channels' },
  multi_conversations_select: {
    places: NOT_IN_ACTIONS,
    holds: 'ids',
    field: 'selected_conversations',
    initial: 'initial_conversations',
  },
  datepicker: { places: EVERYWHERE, holds: 'text', field: 'selected_date', initial: 'initial_date' },
  timepicker: { places: EVERYWHERE, holds: 'text', field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { places: ['actions', 'input'], holds: 'number', field: 'selected_date_time', initial: 'initial_date_time' },
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: typed,
  rich_text_input: { places: INPUT, holds: 'rich_text', field: 'rich_text_value', initial: 'initial_value' },
  file_input: { places: INPUT, holds: 'files', field: 'files' },
} as const satisfies Record<string, ElementKind>

/** Undefined for images and for what this Slack does not know. */
export const elementKind = (type: unknown): ElementKind | undefined =>
  (ELEMENT_KINDS as Record<string, ElementKind | undefined>)[String(type)]
