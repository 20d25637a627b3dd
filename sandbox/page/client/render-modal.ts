import { h, option } from './dom.ts'
import { renderBlocks, type BlockContext } from './render-blocks.ts'
import type { Names } from './render-text.ts'
import type { Json } from './rich-text.ts'

export interface ModalActions {
  names: Names
  submit(viewId: string, values: Record<string, unknown>): Promise<Record<string, string>>
  close(viewId: string): void
  click(viewId: string, action: { action_id: string; block_id?: string; value?: string }): void
}

const textOf = (value: unknown): string => String((value as Json | undefined)?.text ?? '')

const people = (names: Names): HTMLOptionElement[] =>
  Object.entries(names)
    .filter(([id]) => id.startsWith('U'))
    .map(([id, name]) => option(id, name))

const channels = (names: Names): HTMLOptionElement[] =>
  Object.entries(names)
    .filter(([id, name]) => id.startsWith('C') && name)
    .map(([id, name]) => option(id, `#${name}`))

function choice(element: Json, names: Names, name: string): HTMLElement {
  const type = String(element.type)
  const isMany = type.startsWith('multi_') || type === 'checkboxes'
  const initial =
    (element.initial_option as Json | undefined)?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation
  const groups = (element.option_groups as { options: Json[] }[] | undefined) ?? []
  const options = [...((element.options as Json[] | undefined) ?? []), ...groups.flatMap((group) => group.options)]
  const control = h(
    'select',
    { name, multiple: isMany },
    isMany ? null : option('', textOf(element.placeholder) || 'Choose'),
    ...options.map((item) => option(String(item.value), textOf(item.text))),
    ...(type.endsWith('users_select') ? people(names) : []),
    ...(/(channels|conversations)_select$/.test(type) ? channels(names) : []),
  )
  if (initial !== undefined) control.value = String(initial)
  return control
}

const INPUT_TYPES: Record<string, string> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
}

function control(element: Json, names: Names): HTMLElement {
  const type = String(element.type)
  const name = String(element.action_id)
  if (/select$|^radio_buttons$|^checkboxes$/.test(type)) return choice(element, names, name)
  const initial = String(element.initial_value ?? element.initial_date ?? element.initial_time ?? '')
  const placeholder = textOf(element.placeholder)
  if (element.multiline) return h('textarea', { name, placeholder, rows: 4 }, initial)
  return h('input', { name, type: INPUT_TYPES[type] ?? 'text', placeholder, value: initial })
}

function field(block: Json, names: Names): HTMLElement {
  const element = control(block.element as Json, names)
  const isOptional = block.optional === true
  element.toggleAttribute('required', !isOptional)
  return h(
    'label',
    { class: 'field', 'data-block': block.block_id },
    h('span', {}, textOf(block.label), isOptional ? h('small', {}, ' (optional)') : null),
    element,
    block.hint ? h('small', {}, textOf(block.hint)) : null,
    h('span', { class: 'error', role: 'alert' }),
  )
}

const valuesOf = (form: HTMLFormElement): Record<string, unknown> => {
  const values: Record<string, unknown> = {}
  for (const element of form.elements) {
    if (element instanceof HTMLSelectElement && element.multiple)
      values[element.name] = [...element.selectedOptions].map(({ value }) => value)
    else if (
      (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) &&
      element.name
    )
      values[element.name] = element.value
  }
  return values
}

const showErrors = (form: HTMLFormElement, errors: Record<string, string>): void => {
  for (const label of form.querySelectorAll<HTMLElement>('.field')) {
    const place = label.querySelector('.error')
    if (place) place.textContent = errors[label.dataset.block ?? ''] ?? ''
  }
}

/** The modal on top, as a dialog that keeps the keyboard. */
export function renderModal(view: Json, actions: ModalActions): HTMLDialogElement {
  const id = String(view.id)
  const context: BlockContext = {
    names: actions.names,
    act: (action) => actions.click(id, action),
    input: (block) => field(block, actions.names),
  }
  const close = () => actions.close(id)
  const submit = view.submit ? h('button', { type: 'submit', class: 'primary' }, textOf(view.submit)) : null
  const form = h(
    'form',
    {},
    renderBlocks((view.blocks as Json[] | undefined) ?? [], context),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'quiet', on: { click: close } }, textOf(view.close) || 'Close'),
      submit,
    ),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void actions.submit(id, valuesOf(form)).then((errors) => showErrors(form, errors))
  })
  const title = textOf(view.title)
  const dialog = h('dialog', { class: 'modal', 'aria-label': title, 'data-view': `${id}:${String(view.hash)}` }, h('h2', {}, title), form)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    close()
  })
  return dialog
}
